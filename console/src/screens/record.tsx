// The record: all logs in one order, the heads below which they stand, and whether all of it verifies.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Head, Status } from "../api.gen";
import { useAnswer } from "../answer";
import { offer } from "../keys";
import { status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { LineMark, Pane, PartyChip } from "../parts/signs";
import { go, where } from "../places";
import { About } from "../record/about";
import { useEntries } from "../record/entries";
import { Ledger } from "../record/ledger";
import { grouped, One } from "../record/one";
import { Verify } from "../record/verify";
import { count, dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";

export const Record = () => (where.value.rest === "about" ? <About /> : <Whole />);

function Whole() {
  const party = useSignal("");
  const found = useEntries(party.value);
  const heads = useAnswer("heads");
  const own = status.value?.party ?? "";
  const chosen = where.value.rest;
  const at = found.items.findIndex((item) => item.place === chosen || item.ref === chosen);

  function move(by: number): void {
    const next = found.items[Math.min(found.items.length - 1, Math.max(0, at + by))];
    if (next) go("record", next.place);
  }
  useLayoutEffect(() => {
    offer("record", [
      { key: "j", shown: "j", does: "the next entry of the list", run: () => move(1) },
      { key: "k", shown: "k", does: "the entry before", run: () => move(-1) },
      { key: "Escape", shown: "Esc", does: "close the entry", run: () => go("record") },
    ]);
    return () => offer("record", []);
  });
  const codes = status.value?.parties.map((item) => item.party) ?? [];
  return (
    <main id="main" class="page page-rec" tabIndex={-1}>
      <h1 class="vh">{t("Record")}</h1>
      <Pane title={t("Logs and heads")} aside={t("what is shown here stands below these heads")}>
        <Fault problem={heads.problem} />
        <div class="heads">{heads.value?.heads.map((head) => <HeadBox key={`${head.party}${head.epoch}`} head={head} found={status.value} own={own} />)}</div>
        <Witnesses found={status.value} />
      </Pane>
      <section class="pane flush entriespane" aria-label={t("Entries")}>
        <header>
          <h2>{t("Entries")}</h2>
          <span class="tabs" role="group" aria-label={t("Whose entries")}>{["", ...codes].map((code) => <button key={code} type="button" aria-pressed={party.value === code} onClick={() => (party.value = code)}>{code ? <bdi>{visible(code)}</bdi> : t("All")}</button>)}</span>
          <span class="aside">{t("newest first, in the order that is the same on every node")}</span>
        </header>
        <Ledger found={found} own={own} chosen={chosen} />
      </section>
      {chosen ? <One key={chosen} at={chosen} own={own} onClose={() => go("record")} /> : <Verify />}
    </main>
  );
}

function HeadBox({ head, found, own }: { head: Head; found: Status | null; own: string }) {
  const log = found?.logs.find((item) => item.party === head.party && item.epoch === head.epoch);
  const others = (found?.parties ?? []).map((item) => item.party).filter((code) => code !== head.party);
  return (
    <div class={`headbox ${head.party === own ? "" : "other"}`}>
      <div class="acts"><b><PartyChip code={head.party} own={own} /> {head.party === own ? t("our log") : t("their log")}</b><span class="q t12 push-end">{t("epoch {n}", { n: head.epoch })}</span></div>
      <div class="t28">{t("{n} entries", { n: count(head.size) })}</div>
      <div class="mono q root"><span>{t("root")}</span> <bdi dir="ltr">{grouped(head.root)}</bdi></div>
      {others.map((code) => {
        const size = log?.sizes[code] ?? 0;
        const all = size >= head.size;
        const words = code === own ? (all ? t("we hold all {n}", { n: count(head.size) }) : t("we hold {n}", { n: count(size) })) : all ? t("{party} holds all {n}, cosigned", { party: code, n: count(head.size) }) : size ? t("{party} cosigned {n}; {rest} not held yet", { party: code, n: count(size), rest: count(head.size - size) }) : t("{party} has cosigned nothing of it", { party: code });
        return <div key={code}><span class="proof"><LineMark state={all ? "NORMAL" : "DEGRADED"} />{words}</span></div>;
      })}
      {log?.log_status && log.log_status !== "open" ? <p class="t12 due-soon">{visible(log.log_status)}</p> : null}
    </div>
  );
}

function Witnesses({ found }: { found: Status | null }) {
  if (!found) return null;
  if (!found.witnesses.length) return <p class="t12 q">{t("No witness is told of this line. Each side’s cosignatures stand without one.")}</p>;
  return (
    <div>
      <h3>{t("Witnesses: consistent, never held")}</h3>
      <ul class="rows">
        {found.witnesses.map((item) => (
          <li key={item.witness}>
            <b><bdi>{visible(item.witness)}</bdi></b> <span class="q">{item.connected ? t("connected") : t("not connected now")}</span>
            {item.stated.length ? item.stated.map((said) => <span key={`${said.party}${said.epoch}`} class="t12 block">{t("saw {party}’s log grow to {n} entries without a change, {at}", { party: said.party, n: count(said.size), at: dtg(said.at) })}</span>) : <Empty>{t("It has stated nothing yet.")}</Empty>}
          </li>
        ))}
      </ul>
      <p class="t12 q">{t("A witness sees hashes alone. It holds no text, and what it states is not that anybody holds one.")}</p>
    </div>
  );
}
