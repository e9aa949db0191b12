// How near two notices come: three measures with what was agreed, what each side's node states, and when it begins.
import type { Conflict, ZoneMet } from "../api.gen";
import { now } from "../live";
import { PartyChip, Ref } from "../parts/signs";
import { clock, down, dtg } from "../time";
import { t } from "../words";
import { feetWord, lateralWord, minutesWord, verdictWord, verticalWord, windowWord } from "./words";

/** Three measures: what is between, what was agreed, what is left. */
export function Measures({ gaps }: { gaps: Omit<ZoneMet, "zone"> }) {
  const [lateral, vertical, time] = gaps.margins ?? [null, null, null];
  const [agreedLateral, agreedVertical, agreedTime] = gaps.limits ?? [null, null, null];
  return (
    <table>
      <thead class="vh"><tr><th scope="col">{t("Measure")}</th><th scope="col">{t("Found")}</th><th scope="col">{t("Agreed")}</th></tr></thead>
      <tbody>
        <tr><th scope="row" class="q">{t("Lateral")}</th><td><b>{lateralWord(gaps.lateral_mm)}</b>{gaps.lateral_mm ? null : `, ${t("they overlap or touch")}`}{left(lateral, lateralWord)}</td><td class="end q nw">{agreedLateral === null ? t("nothing agreed") : t("agreed {measure}", { measure: lateralWord(agreedLateral * 10) })}</td></tr>
        <tr><th scope="row" class="q">{t("Vertical")}</th><td><b>{verticalWord(gaps.vertical_cm)}</b> <span class="q">{feetWord(gaps.vertical_cm)}</span>{gaps.altitude_usable ? null : `, ${t("not usable: a ground is not declared")}`}{left(vertical, verticalWord)}</td><td class="end q nw">{agreedVertical === null ? t("nothing agreed") : t("agreed {measure}", { measure: verticalWord(agreedVertical) })}</td></tr>
        <tr><th scope="row" class="q">{t("Time")}</th><td><b>{minutesWord(gaps.time_ms)}</b>{gaps.time_ms ? null : `, ${t("at once")}`}{left(time, minutesWord)}</td><td class="end q nw">{agreedTime === null ? t("nothing agreed") : t("agreed {measure}", { measure: minutesWord(agreedTime) })}</td></tr>
      </tbody>
    </table>
  );
}

function left(margin: number | null, word: (value: number) => string) {
  if (margin === null || margin === 0) return null;
  return <span class="q">, {margin > 0 ? t("{measure} to spare", { measure: word(margin) }) : t("{measure} too little", { measure: word(-margin) })}</span>;
}

export function Verdict({ conflict, own }: { conflict: Conflict; own: string }) {
  const stated = Object.entries(conflict.statements).sort(([one]) => (one === own ? -1 : 1));
  const shown = stated.find(([, item]) => item.of_what_stands)?.[1] ?? stated[0]?.[1];
  const clear = conflict.state !== "conflict";
  const wait = conflict.begins_in_s;
  return (
    <section class={`verdict ${clear ? "clear" : ""}`} aria-label={t("{verdict} of {one} with {two}", { verdict: verdictWord(conflict.state), one: conflict.first.ref, two: conflict.second.ref })}>
      <div class="top">
        <span class="word">{verdictWord(conflict.state)}</span>
        <span><a href={`#/notices/${conflict.first.ref}`}><Ref>{conflict.first.ref}</Ref></a> {t("with")} <a href={`#/notices/${conflict.second.ref}`}><Ref>{conflict.second.ref}</Ref></a></span>
        <span class="q end grow1">{conflict.goes_on ? t("goes on now") : wait !== null && wait > 0 ? <>{t("begins in")} <b><bdi dir="ltr">{down(wait * 1000)}</bdi></b></> : conflict.start !== null || conflict.end !== null ? <bdi dir="ltr">{windowWord(conflict.start, conflict.end, now.value)}</bdi> : null}</span>
      </div>
      {shown ? <Measures gaps={shown} /> : <p class="say t12">{t("No node has stated a measure of what stands now.")}</p>}
      <div class="say t12 q">
        {stated.map(([code, item]) => <span key={code}><PartyChip code={code} own={own} /> {t("says {verdict}", { verdict: verdictWord(item.verdict) })} <bdi dir="ltr">{clock(item.t)}Z</bdi>{item.of_what_stands ? "" : ` · ${t("of an earlier version")}`} </span>)}
        {conflict.pending.length ? t("{parties} has not stated its measure yet", { parties: conflict.pending.join(", ") }) : conflict.different_separations ? <b>{t("measured by different separations")}</b> : conflict.differences.length ? <b>{t("the two differ")}</b> : stated.length > 1 ? t("alike") : null}
      </div>
      {conflict.differences.length ? <ul class="rows pad">{conflict.differences.map((item) => <li key={item.field}><span>{item.field}</span><bdi dir="ltr">{item.stated.map((one) => `${one.from} ${one.value}`).join(" · ")}</bdi></li>)}</ul> : null}
      {conflict.separated_by.length ? <p class="say t12">{t("Separated by {entries}.", { entries: conflict.separated_by.join(", ") })}</p> : null}
      {conflict.start !== null && !conflict.goes_on && wait !== null && wait > 0 ? <p class="vh">{t("from {at}", { at: dtg(conflict.start) })}</p> : null}
    </section>
  );
}
