// The list of messages: what waits for us, what waits for the others, what is closed. Only the rows in sight are drawn.
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Message } from "../api.gen";
import { now } from "../live";
import type { Pages } from "../pages";
import { Empty, Fault } from "../parts/fault";
import { PartyChip, PrecedenceBar, PrecedenceWord, Ref } from "../parts/signs";
import { clock, day, DAY, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";

export const FILTERS = ["all", "us", "them"] as const;
export type Filter = (typeof FILTERS)[number];
const ROW = 72;
const HEAD = 26;
const AROUND = 6;
const RANK: Record<string, number> = { Z: 0, O: 1, P: 2, R: 3 };

/** Whether our watch has something to do with it: a message to us that is not acknowledged. */
export const waitsForUs = (item: Message, own: string): boolean => !item.ours && !!item.states[own] && !item.states[own].acknowledged;
export const waitsForThem = (item: Message): boolean => item.ours && item.acknowledged.not_by.length > 0;
export const isOpen = (item: Message, own: string): boolean => waitsForUs(item, own) || waitsForThem(item);

type Row = { head: string; count: number } | { item: Message };

/** The messages in the order of the list. */
export function arranged(items: readonly Message[], own: string, filter: Filter): { title: string; items: Message[] }[] {
  const grave = (one: Message, two: Message): number => (RANK[one.precedence] ?? 3) - (RANK[two.precedence] ?? 3) || one.t - two.t;
  const us = items.filter((item) => waitsForUs(item, own)).sort(grave);
  const them = items.filter(waitsForThem).sort(grave);
  const closed = items.filter((item) => !isOpen(item, own)).reverse();
  return [
    { title: t("Waiting for us"), items: filter === "them" ? [] : us },
    { title: t("Waiting for the other side"), items: filter === "us" ? [] : them },
    { title: t("Closed, newest first"), items: filter === "all" ? closed : [] },
  ].filter((group) => group.items.length);
}

/** What a message says, on one line. Each parameter is kept apart, so that no figure of it changes its place beside another script. */
function Gist({ item }: { item: Message }) {
  return (
    <span class="say" dir="auto">
      {item.text ? <bdi>{visible(item.text)}</bdi> : null}
      {item.phrases.map((phrase, at) => <span key={at} lang={phrase.language ?? undefined}> <bdi dir="ltr">{phrase.code.slice(0, 4)}</bdi> {phrase.parts.map((part, number) => (part.parameter ? <bdi key={number} dir="ltr">{visible(part.text)}</bdi> : visible(part.text)))}</span>)}
    </span>
  );
}

export function List({ pages, own, filter, chosen }: { pages: Pages; own: string; filter: Filter; chosen: string }) {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(900);
  const rows: Row[] = [];
  for (const group of arranged(pages.items, own, filter)) {
    rows.push({ head: group.title, count: group.items.length }, ...group.items.map((item) => ({ item })));
  }
  const places: number[] = [];
  let whole = 0;
  for (const row of rows) {
    places.push(whole);
    whole += "head" in row ? HEAD : ROW;
  }
  const first = Math.max(0, places.findIndex((at) => at + ROW >= top.value) - AROUND);
  const beyond = places.findIndex((at) => at > top.value + height.value);
  const last = Math.min(rows.length, (beyond < 0 ? rows.length : beyond) + AROUND);
  const shown = rows.slice(first, last);

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
    const seen = shown.flatMap((row) => ("item" in row ? [pages.items.indexOf(row.item)] : []));
    if (seen.length) pages.sight(Math.min(...seen), Math.max(...seen));
    if (pages.more && top.value + height.value > whole - 4 * ROW) pages.older();
  });
  // The chosen message comes into sight when it was chosen by a key.
  const at = rows.findIndex((row) => "item" in row && row.item.ref === chosen);
  useEffect(() => {
    const element = box.current;
    const place = places[at];
    if (!element || place === undefined) return;
    if (place < element.scrollTop + HEAD) element.scrollTop = place - HEAD;
    else if (place + ROW > element.scrollTop + element.clientHeight) element.scrollTop = place + ROW - element.clientHeight;
  }, [chosen, at < 0]);

  return (
    <div class="vlist" ref={box} tabIndex={0} role="group" aria-label={t("List of messages")}>
      <Fault problem={pages.problem} />
      {pages.loaded && !rows.length && !pages.more ? <Empty>{filter === "all" ? t("No message stands in this record yet. Press n to write the first.") : t("Nothing waits. That is how it is on most days.")}</Empty> : null}
      <div class="vspace" style={{ blockSize: `${whole}px` }}>
        {shown.map((row, number) => {
          const place = places[first + number] ?? 0;
          return "head" in row ? (
            <h3 key={row.head} style={{ insetBlockStart: `${place}px` }}><b>{row.head}</b><span>{row.count}</span></h3>
          ) : (
            <Line key={row.item.place} item={row.item} own={own} place={place} chosen={row.item.ref === chosen} />
          );
        })}
      </div>
      {pages.more ? <p class="q t12 pad">{t("Older messages follow; {n} are here.", { n: pages.items.length })} <button class="quiet" type="button" onClick={pages.older}>{t("Bring more")}</button></p> : null}
    </div>
  );
}

function Line({ item, own, place, chosen }: { item: Message; own: string; place: number; chosen: boolean }) {
  const open = isOpen(item, own);
  const unread = !item.ours && !!item.states[own] && !item.states[own].read;
  const when = now.value && now.value - item.t > DAY ? day(item.t) : `${clock(item.t).slice(0, 5)}Z`;
  return (
    <a class={`mrow ${unread ? "unread" : ""} ${chosen ? "sel" : ""}`} href={`#/messages/${item.ref}`} aria-current={chosen ? "true" : undefined} style={{ insetBlockStart: `${place}px` }}>
      <PrecedenceBar code={item.precedence} open={open} />
      <span class="body">
        <span class="l1"><Ref>{item.ref}</Ref> <PartyChip code={item.from} own={own} /> <PrecedenceWord code={item.precedence} name={t(item.precedence_name)} done={!open} /> <bdi class="when" dir="ltr">{when}</bdi></span>
        <Gist item={item} />
        <span class="l2"><Facts item={item} /> <span class="t12 q">{standing(item, own)}</span></span>
      </span>
    </a>
  );
}

/** Written, held, read, acknowledged: four facts, each by itself. */
export function Facts({ item }: { item: Message }) {
  const all = (by: { not_by: string[] }): boolean => !by.not_by.length;
  const facts: [string, string, boolean][] = [
    [t("W"), t("written"), true],
    [t("H"), t("held"), all(item.held)],
    [t("R"), t("read"), all(item.read)],
    [t("A"), t("acknowledged"), all(item.acknowledged)],
  ];
  const words = facts.map(([, word, on]) => (on ? word : t("not {word}", { word }))).join(", ");
  const several = item.to.length > 1;
  return (
    <span class="facts" role="img" aria-label={words}>
      {facts.map(([letter, word, on]) => <i key={word} class={on ? "on" : ""}>{letter}</i>)}
      {several ? <i class="k"><bdi dir="ltr">{item.read.by.length}/{item.to.length}</bdi></i> : null}
    </span>
  );
}

function standing(item: Message, own: string) {
  if (item.corrected) return t("corrected");
  const unread = item.ours ? item.read.not_by.length > 0 : !!item.states[own] && !item.states[own].read;
  if (unread) {
    const left = item.due - now.value;
    const due = left > DAY ? t("read due {day}", { day: day(item.due) }) : t("read due {at}Z, {span}", { at: clock(item.due).slice(0, 5), span: span(Math.max(0, left)) });
    return item.overdue ? <span class="due-soon">{t("not read in time, {span}", { span: span(-left) })}</span> : <span class="due-soon">{due}</span>;
  }
  if (isOpen(item, own)) return t("read, not acknowledged");
  return t("closed");
}
