// What a report is said to say, one claim after the other; an officer who read the places decides with one key.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PressClaimShown, PressReportInFull } from "../api.gen";
import { Empty } from "../parts/fault";
import { may } from "../parts/frame";
import { Ref } from "../parts/signs";
import { Said } from "../parts/text";
import { dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { plainWord, stateWord } from "./words";

interface Shown {
  report: PressReportInFull;
  chosen: PressClaimShown | undefined;
  busy: boolean;
  onChoose: (ref: string) => void;
  onDecide: (how: "confirm" | "reject", words: string) => void;
  onEdit: () => void;
  onEnter: () => void;
}

export function Claims({ report, chosen, busy, onChoose, onDecide, onEdit, onEnter }: Shown) {
  const remark = useSignal("");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    remark.value = "";
    box.current?.querySelector(".sel")?.scrollIntoView({ block: "nearest" });
  }, [chosen?.ref]);
  const own = report.claims.filter((claim) => claim.state !== "comment");
  const apart = report.claims.filter((claim) => claim.state === "comment");
  const waiting = own.filter((claim) => claim.state === "suggested").length;
  const decides = may("note");
  return (
    <section class="pane press-claims" aria-label={t("Claims")} tabIndex={0}>
      <header><h2>{t("What it is said to say")}</h2><span class="aside">{t("{n} of {all} wait for an officer", { n: waiting, all: own.length })}</span></header>
      <p class="q t12">{t("A suggestion counts nowhere. Confirmed means: the report says so. It does not mean that it is so.")}</p>
      <div class="stack" ref={box}>
        {own.length ? <ul class="rows claims">{own.map((claim) => <Claim key={claim.ref} claim={claim} sel={claim.ref === chosen?.ref} onChoose={onChoose} />)}</ul> : <Empty>{t("The rules found nothing in this report. Mark the words and enter a claim by hand.")}</Empty>}
        {decides ? (
          <div class="decide">
            {chosen && chosen.state !== "comment" ? (
              <>
                <div class="field"><label for="press-remark">{t("Remark")}</label><input id="press-remark" class="in" dir="auto" autocomplete="off" maxLength={2000} value={remark.value} onInput={(event) => (remark.value = event.currentTarget.value)} /></div>
                <div class="acts">
                  <button class="btn main" type="button" disabled={busy} onClick={() => onDecide("confirm", remark.value)}>{t("Confirm")} <kbd>c</kbd></button>
                  <button class="btn" type="button" disabled={busy} onClick={() => onDecide("reject", remark.value)}>{t("Reject")} <kbd>r</kbd></button>
                  <button class="btn" type="button" onClick={onEdit}>{t("Edit")} <kbd>e</kbd></button>
                  <button class="btn" type="button" onClick={onEnter}>{t("Enter another")} <kbd>n</kbd></button>
                </div>
              </>
            ) : <div class="acts"><button class="btn" type="button" onClick={onEnter}>{t("Enter a claim")} <kbd>n</kbd></button></div>}
          </div>
        ) : null}
        {apart.length ? <><h3>{t("Readers’ comments, kept apart and never counted")}</h3><ul class="rows claims">{apart.map((claim) => <Claim key={claim.ref} claim={claim} sel={claim.ref === chosen?.ref} onChoose={onChoose} />)}</ul></> : null}
      </div>
    </section>
  );
}

function Claim({ claim, sel, onChoose }: { claim: PressClaimShown; sel: boolean; onChoose: (ref: string) => void }) {
  const { date_basis: basis, derivation, attribution } = claim.claim;
  return (
    <li class={`${claim.state} ${sel ? "sel" : ""}`}>
      <div class="acts"><b>{stateWord(claim.state)}</b><span class="q t12">{claim.found_by === "person" ? t("entered by an officer") : t("suggested by {who}", { who: visible(claim.found_by) })}</span><span class="push-end t12"><Ref>{claim.ref}</Ref></span></div>
      <button class="quiet" type="button" aria-pressed={sel} onClick={() => onChoose(claim.ref)}><bdi dir="auto"><Said text={claim.words} /></bdi></button>
      <p class="t12 q">{[t("date: {basis}", { basis: plainWord(basis) }), derivation ? visible(derivation) : "", attribution.length ? t("said by {who}", { who: attribution.map(visible).join(", ") }) : ""].filter(Boolean).join(" · ")}</p>
      {sel ? claim.quotes.map((quote, at) => <q key={at} dir="auto"><Said text={quote} /></q>) : null}
      {claim.broken_spans.length ? <p class="due-soon">{t("Its words are not in the text any more: the text was changed. It cannot be confirmed.")}</p> : null}
      {claim.decided_in ? <p class="t12 q">{t("decided in {ref}", { ref: claim.decided_in })}{claim.decided_at ? ` · ${dtg(claim.decided_at)}` : ""}{claim.reason ? <> · <bdi dir="auto"><Said text={claim.reason} /></bdi></> : null}</p> : null}
    </li>
  );
}
