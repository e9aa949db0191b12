// The table of notices: every fact that the map draws stands here in words.
import { useSignal } from "@preact/signals";
import type { Notice } from "../api.gen";
import { now } from "../live";
import { PartyChip, Ref } from "../parts/signs";
import { HOUR, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { bandWord, gravest, verdictWord, windowWord } from "./words";

export const TABS = ["next", "later", "standing", "over"] as const;
export type Tab = (typeof TABS)[number];
const NEXT = 12 * HOUR;
export const tabWord = (tab: Tab): string => ({ next: t("Next 12 h"), later: t("Later"), standing: t("Standing"), over: t("Ended") })[tab];

/** Where a notice stands in the table at an instant. */
export function tabOf(notice: Notice, at: number): Tab {
  if (notice.state === "ended" || notice.state === "cancelled" || notice.expired) return "over";
  if (notice.fixed) return "standing";
  return notice.start === null || notice.start <= at + NEXT ? "next" : "later";
}

const DRAWN = 100;

export function Table({ notices: every, chosen, own }: { notices: readonly Notice[]; chosen: string; own: string }) {
  const many = useSignal(DRAWN);
  // The chosen one stays in sight; the map shows all of them.
  const notices = every.filter((item, at) => at < many.value || item.ref === chosen);
  return (
    <div class="scrollx">
      <table class="tbl">
        <thead><tr><th scope="col">{t("Notice")}</th><th scope="col">{t("Altitude")}</th><th scope="col">{t("When, Z")}</th><th scope="col">{t("Receipts")}</th><th scope="col" class="end">{t("Verdict")}</th></tr></thead>
        <tbody>{notices.map((notice) => <Row key={notice.place} notice={notice} chosen={notice.ref === chosen} own={own} />)}</tbody>
      </table>
      {every.length > notices.length ? <p class="q t12">{t("{n} more follow; the map shows all.", { n: every.length - notices.length })} <button class="quiet" type="button" onClick={() => (many.value += DRAWN)}>{t("Bring more")}</button></p> : null}
    </div>
  );
}

function Row({ notice, chosen, own }: { notice: Notice; chosen: boolean; own: string }) {
  const state = gravest(notice.conflicts.map((item) => item.state));
  const lead = Object.values(notice.recipients)[0];
  return (
    <tr class={chosen ? "sel" : ""}>
      <th scope="row">
        <a href={`#/notices/${notice.ref}`} aria-current={chosen ? "true" : undefined}><Ref>{notice.version > 1 ? `${notice.ref}/${notice.version}` : notice.ref}</Ref></a>
        <div class="t12 q"><PartyChip code={notice.from} own={own} /> {visible(notice.activity_words)}</div>
      </th>
      <td><Band notice={notice} />{notice.name ? <div class="t12 q"><bdi dir="auto">{visible(notice.name)}</bdi></div> : null}</td>
      <td><bdi dir="ltr">{windowWord(notice.start, notice.end, now.value)}</bdi><div class="t12 q">{leadWord(notice, lead?.lead_s ?? null, lead?.lead ?? null)}</div></td>
      <td><Receipts notice={notice} own={own} /></td>
      <td class="end">{state === "conflict" ? <b class="due-alarm">{verdictWord(state)}</b> : state ? <b>{verdictWord(state)}</b> : <span class="q">{notice.volumes.length ? t("CLEAR") : t("area to follow")}</span>}{notice.stale ? <div class="t12 due-soon">{t("STALE")}</div> : null}</td>
    </tr>
  );
}

function Band({ notice }: { notice: Notice }) {
  const [, figures, unit] = /^(.*\d)( m (?:AMSL|AGL|W84))$/.exec(bandWord(notice.volumes)) ?? [];
  return figures ? <><bdi dir="ltr">{figures}</bdi><div class="t12 q"><bdi dir="ltr">{unit?.trim()}</bdi></div></> : <bdi dir="ltr">{bandWord(notice.volumes)}</bdi>;
}

function leadWord(notice: Notice, seconds: number | null, lead: string | null) {
  if (notice.fixed || seconds === null) return notice.in_force ? t("in force") : "";
  const word = seconds < 0 ? t("after it began") : t("lead {span}", { span: span(seconds * 1000) });
  return lead === "amber" || lead === "red" ? <span class="due-soon">{word}, {lead === "red" ? t("very short notice") : t("short notice")}</span> : word;
}

/** Held and read: two facts for each other party, each by itself. */
function Receipts({ notice, own }: { notice: Notice; own: string }) {
  const others = Object.entries(notice.recipients);
  const held = others.every(([, item]) => item.held);
  const read = others.every(([, item]) => (item.read_version ?? 0) >= notice.must_read_version);
  const words = [t("written"), held ? t("held") : t("not {word}", { word: t("held") }), read ? t("read") : t("not {word}", { word: t("read") })].join(", ");
  return (
    <>
      <span class="facts" role="img" aria-label={words}>
        <i class="on">{t("W")}</i><i class={held ? "on" : ""}>{t("H")}</i><i class={read ? "on" : ""}>{t("R")}</i>
        {others.length > 1 ? <i class="k"><bdi dir="ltr">{others.filter(([, item]) => (item.read_version ?? 0) >= notice.must_read_version).length}/{others.length}</bdi></i> : null}
      </span>
      {others.some(([, item]) => item.state === "objected") ? <div class="t12 due-soon">{t("objection")}</div> : null}
      {own in notice.recipients && notice.recipients[own]?.must_read ? <div class="t12 due-soon">{t("to read")}</div> : null}
    </>
  );
}

