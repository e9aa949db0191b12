// One timeline of what reports say, where they differ among themselves and from our record, and each count with its arithmetic. In words.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { PressConflict, TimelineRow } from "../api.gen";
import { addressOf } from "../api";
import { useAnswer } from "../answer";
import { offer } from "../keys";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Ref } from "../parts/signs";
import { Said } from "../parts/text";
import { visible } from "../visible";
import { t } from "../words";
import { dateWord, plainWord } from "./words";

export function Timeline() {
  const suggested = useSignal(false);
  const found = useAnswer("press_timeline", { query: { suggested: suggested.value } });
  const check = useAnswer("press_check");
  const lines = found.value;
  useLayoutEffect(() => {
    offer("press-time", [{ key: "u", shown: "u", does: "show or hide what nobody confirmed", run: () => (suggested.value = !suggested.value) }]);
    return () => offer("press-time", []);
  });
  return (
    <>
      <section class="pane raised press-text" aria-label={t("One timeline")} tabIndex={0}>
        <header><h2>{t("One timeline")}</h2><span class="aside"><label><input type="checkbox" checked={suggested.value} onChange={() => (suggested.value = !suggested.value)} /> {t("also what nobody confirmed")} <kbd>u</kbd></label></span></header>
        <Fault problem={found.problem} />
        {lines && !lines.timeline.length ? <Empty>{t("No confirmed report tells of a contact. Read a report and confirm what it says.")}</Empty> : null}
        <ol class="rows times">{lines?.timeline.map((row, at) => <Row key={at} row={row} />)}</ol>
        {lines?.comments ? <p class="t12 q">{t("{n} claims stand in readers’ comments: kept apart.", { n: lines.comments })}</p> : null}
      </section>
      <section class="pane press-claims" aria-label={t("Where they differ")} tabIndex={0}>
        <header><h2>{t("Where they differ")}</h2></header>
        <div class="stack">
          <Fault problem={check.problem} />
          <h3>{t("Our record and the press")}</h3>
          {check.value?.own_record.length ? <ul class="rows">{check.value.own_record.map((item) => <li key={item.words} dir="auto"><Said text={item.words} /> <span class="t12"><Ref>{item.our_ref}</Ref></span></li>)}</ul> : <p class="q">{t("They differ nowhere.")}</p>}
          <h3>{t("Reports among themselves")}</h3>
          {lines?.conflicts.length ? <ul class="rows">{lines.conflicts.map((item, at) => <Differ key={at} item={item} />)}</ul> : <p class="q">{t("They differ nowhere.")}</p>}
          <h3>{t("What they count from")}</h3>
          {lines?.earlier_contacts.length ? <ul class="rows">{lines.earlier_contacts.map((item, at) => <li key={at} class="press-q"><b dir="auto">{visible(item.report)}</b>: {plainWord(item.form ?? "")} {item.value === null ? "" : visible(String(item.value))}<span class="chk">{item.agrees === null ? t("Not checked.") : item.agrees ? t("Agrees.") : t("Does not agree.")} <Said text={item.words} /></span></li>)}</ul> : <p class="q">{t("Nothing is counted from an earlier contact.")}</p>}
          <h3>{t("Who last spoke with whom, by these reports")}</h3>
          {lines?.last_spoke.length ? <ul class="rows">{lines.last_spoke.map((item, at) => <li key={at} dir="auto"><Said text={item.sentence} /></li>)}</ul> : <p class="q">{t("No contact has a day.")}</p>}
          {check.value?.broken_spans.length ? <p class="due-soon">{t("{n} quotes are in their text no more: {refs}", { n: check.value.broken_spans.length, refs: check.value.broken_spans.map((item) => item.ref).join(", ") })}</p> : null}
          {may("export") ? (
            <>
              <h3>{t("Give it away")}</h3>
              <p class="acts"><a class="btn" href={addressOf("press_export")} download="">{t("Facts alone, without any words of a report")}</a><a class="btn" href={addressOf("press_export", { query: { quotes: true } })} download="">{t("With the words that claims rest on")}</a></p>
              <p class="t12 q">{t("Confirmed claims, with hash, outlet, dates and places. Never our grade of a source, never a reader’s comment.")}</p>
            </>
          ) : null}
        </div>
      </section>
    </>
  );
}

function Row({ row }: { row: TimelineRow }) {
  const told = [...row.initiative.map((who) => t("at the initiative of {who}", { who: visible(who) })), ...row.duration.map((item) => t("{bound} {n} minutes", { bound: item.bound === "exactly" ? "" : plainWord(item.bound), n: item.minutes }).trim()), ...row.channel.map(plainWord)];
  return (
    <li class={row.confirmed === false ? "suggested" : ""}>
      <span class="when"><bdi dir="ltr">{dateWord(row.date)}</bdi><span class="t12 q block">{plainWord(row.date_basis)}</span></span>
      <span>
        <b dir="auto">{row.people.map(visible).join(" – ")}</b> {plainWord(row.status)}{told.length ? `, ${told.join(", ")}` : ""} {row.confirmed === false ? <span class="q">{t("suggested, not counted")}</span> : null}
        <span class="t12 q block" dir="auto">{row.attested.map((item) => visible(item.report)).filter((name, at, all) => all.indexOf(name) === at).join(", ")}</span>
        {row.derivation ? <span class="t12 q block" dir="auto"><Said text={row.derivation} /></span> : null}
        {row.doubts.map((doubt) => <span key={doubt} class="t12 block" dir="auto"><Said text={doubt} /></span>)}
      </span>
    </li>
  );
}

const Differ = ({ item }: { item: PressConflict }) => (
  <li><b>{plainWord(item.field)}</b>: <bdi dir="auto"><Said text={item.words} /></bdi>{item.sides.map((side, at) => <span key={at} class="t12 q block" dir="auto">{visible(side.report)}: <Said text={side.says} /></span>)}</li>
);
