// The ledger: ours at the start, theirs at the end, one time spine between. Only the rows in sight are drawn.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Entry } from "../api.gen";
import { now, status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { LineMark, PartyChip } from "../parts/signs";
import { clock, count, day, DAY } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { holders, type Entries } from "./entries";
import { kindWord } from "./words";

const ROW = 33;
const AROUND = 10;

export function Ledger({ found, own, chosen }: { found: Entries; own: string; chosen: string }) {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(900);
  const rows = found.items;
  const first = Math.max(0, Math.floor(top.value / ROW) - AROUND);
  const shown = rows.slice(first, Math.ceil((top.value + height.value) / ROW) + AROUND);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => {
      top.value = element.scrollTop;
      height.value = element.clientHeight;
    };
    look();
    const watching = new ResizeObserver(look);
    watching.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watching.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useEffect(() => {
    if (found.more && top.value + height.value > (rows.length - 10) * ROW) found.older();
  });
  const at = rows.findIndex((item) => item.place === chosen || item.ref === chosen);
  useEffect(() => {
    const element = box.current;
    if (!element || at < 0) return;
    if (at * ROW < element.scrollTop) element.scrollTop = at * ROW;
    else if ((at + 1) * ROW > element.scrollTop + element.clientHeight) element.scrollTop = (at + 1) * ROW - element.clientHeight;
  }, [chosen, at < 0]);
  return (
    <div class="vlist" ref={box} tabIndex={0} role="group" aria-label={t("List of entries")}>
      <Fault problem={found.problem} />
      {found.loaded && !rows.length ? <Empty>{t("No entry stands here yet.")}</Empty> : null}
      <div class="vspace" style={{ blockSize: `${rows.length * ROW}px` }}>
        {shown.map((entry, number) => <Row key={entry.place} entry={entry} own={own} place={(first + number) * ROW} chosen={first + number === at} />)}
      </div>
      {found.more ? <p class="q t12 pad">{t("Older entries follow; {n} are here.", { n: count(rows.length) })} <button class="quiet" type="button" onClick={found.older}>{t("Bring more")}</button></p> : null}
    </div>
  );
}

function Row({ entry, own, place, chosen }: { entry: Entry; own: string; place: number; chosen: boolean }) {
  const ours = entry.from === own;
  const body = entry.body as { text?: unknown } | null;
  const gist = typeof body?.text === "string" ? body.text : "";
  const old = entry.t !== null && Math.floor(now.value / DAY) !== Math.floor(entry.t / DAY);
  return (
    <a class={`lrow ${ours ? "own" : "other"} ${chosen ? "sel" : ""}`} href={`#/record/${entry.place}`} aria-current={chosen ? "true" : undefined} style={{ insetBlockStart: `${place}px` }}>
      <bdi class="tm" dir="ltr">{entry.t === null ? "—" : old ? `${day(entry.t)} ${clock(entry.t).slice(0, 5)}Z` : `${clock(entry.t)}Z`}</bdi>
      <span class="gist"><PartyChip code={entry.from} own={own} /> <bdi class="q" dir="ltr">{count(Number(entry.place.split("/")[2]))}</bdi> <b>{visible(kindWord(entry))}</b>{gist ? <> <bdi class="q" dir="auto">{visible(gist)}</bdi></> : null}</span>
      <Held entry={entry} />
    </a>
  );
}

/** Who holds an entry: a small line mark and words, never a tick. */
export function Held({ entry }: { entry: Entry }) {
  const { by, of } = holders(entry, status.value);
  const words = !by.length ? t("held by nobody else yet") : by.length === of ? t("held by {who}", { who: by.join(", ") }) : t("held by {n} of {of}: {who}", { n: by.length, of, who: by.join(", ") });
  return <span class="proof"><LineMark state={by.length === of ? "NORMAL" : by.length ? "DEGRADED" : "DARK"} />{words}</span>;
}
