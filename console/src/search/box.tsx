// The search behind `/`: messages, calls, notices and entries of the record. The keyboard stays in the field; arrows choose, Enter goes there.
import { useSignal, useSignalEffect } from "@preact/signals";
import { render } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Problem, SearchAnswer, SearchFound } from "../api.gen";
import { ask, problemOf } from "../api";
import { status } from "../live";
import { Fault } from "../parts/fault";
import { PartyChip, Ref } from "../parts/signs";
import { go } from "../places";
import { dtg } from "../time";
import { visible } from "../visible";
import { language, t } from "../words";

const PAUSE = 250;
const LONGEST = 200;

/** Open the search, unless it is open. Closing gives the focus back to where it was. */
export function open(): void {
  if (document.querySelector("dialog[open]")) return;
  const at = document.activeElement as HTMLElement | null;
  const place = document.createElement("div");
  document.body.append(place);
  render(<Box onClose={() => {
    render(null, place);
    place.remove();
    at?.focus();
  }} />, place);
}

interface Looked { text: string; found: SearchFound[]; last: SearchAnswer | null; problem: Problem | null }

function Box({ onClose }: { onClose: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const text = useSignal("");
  const looked = useSignal<Looked>({ text: "", found: [], last: null, problem: null });
  const at = useSignal(0);
  const busy = useSignal(false);
  const asked = useRef(0);
  const entered = useRef(false);
  const { found, last, problem } = looked.value;
  const rows = found.length + (last?.more ? 1 : 0);

  async function look(before: string): Promise<void> {
    const number = ++asked.current;
    const wanted = text.value.trim();
    if (!wanted) {
      busy.value = false;
      looked.value = { text: "", found: [], last: null, problem: null };
      return;
    }
    busy.value = true;
    try {
      const answer = await ask("search", { query: { text: wanted, before, language: language.value.tag } });
      if (number !== asked.current) return;
      const known = before ? looked.value.found : [];
      const fresh = answer.found.filter((hit) => !known.some((other) => other.place === hit.place));
      looked.value = { text: wanted, found: [...known, ...fresh], last: answer, problem: null };
      at.value = before && fresh.length ? known.length : before ? at.value : 0;
      if (entered.current && answer.found.length) chosen(0);
      entered.current = false;
    } catch (why) {
      if (number !== asked.current) return;
      looked.value = { ...looked.value, problem: problemOf(why) };
    }
    busy.value = false;
  }
  useLayoutEffect(() => {
    box.current?.showModal();
  }, []);
  useSignalEffect(() => {
    text.value;
    const waits = window.setTimeout(() => void look(""), PAUSE);
    return () => window.clearTimeout(waits);
  });
  useEffect(() => {
    box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  function chosen(number: number): void {
    const { found, last } = looked.value;
    const hit = found[number];
    if (hit) {
      go(hit.page, hit.page === "record" ? hit.place : hit.ref);
      box.current?.close();
    } else if (last?.next?.before && !busy.value) void look(last.next.before);
  }
  function pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    entered.current = false;
    if (step && rows) at.value = (at.value + step + rows) % rows;
    else if (event.key === "Enter") {
      // What is shown may be of the words before: Enter waits for those that stand there now.
      if (looked.value.text === text.value.trim()) chosen(at.value);
      else entered.current = true;
    } else return;
    event.preventDefault();
  }
  const behind = !problem && looked.value.text !== text.value.trim();
  const told = busy.value || behind ? t("Looking …") : last ? (last.stopped ? t("{n} found; {looked} entries were looked at, older ones not yet.", { n: found.length, looked: last.looked }) : last.more ? t("{n} found; there may be more in older entries.", { n: found.length }) : t("{n} found; every entry was looked at.", { n: found.length })) : "";

  return (
    <dialog class="help search" ref={box} aria-labelledby="search-title" onClose={onClose}>
      <h2 id="search-title"><label for="search-text">{t("Search messages, calls, notices and the record")}</label></h2>
      <input
        id="search-text" class="in" type="text" dir="auto" autocomplete="off" spellcheck={false} maxLength={LONGEST} value={text.value} role="combobox" aria-expanded={rows > 0} aria-controls="search-found" aria-autocomplete="list"
        aria-activedescendant={rows ? `search-${at.value}` : undefined} aria-describedby="search-how" onInput={(event) => (text.value = event.currentTarget.value)} onKeyDown={pressed}
      />
      <p id="search-how" class="q t12">{t("Words or a reference. Case and accents do not count. Arrow keys choose, Enter goes there, Esc closes.")}</p>
      <Fault problem={problem} />
      <ul id="search-found" role="listbox" aria-label={t("Found")} hidden={!rows}>
        {found.map((hit, number) => <Hit key={hit.place} hit={hit} number={number} on={number === at.value} onChoose={() => chosen(number)} />)}
        {last?.more ? <li id={`search-${found.length}`} role="option" aria-selected={at.value === found.length} onClick={() => chosen(found.length)}>{t("Look further back")}</li> : null}
      </ul>
      <p class="t12" role="status">{told}</p>
    </dialog>
  );
}

function Hit({ hit, number, on, onChoose }: { hit: SearchFound; number: number; on: boolean; onChoose: () => void }) {
  const where = { messages: t("Message"), calls: t("Call"), notices: t("Notice") }[hit.page] ?? t("Entry");
  return (
    <li id={`search-${number}`} role="option" aria-selected={on} onClick={onChoose}>
      <span class="l1"><Ref>{hit.ref}</Ref> <PartyChip code={hit.from} own={status.value?.party ?? ""} /> <span class="q t12">{where}</span> {hit.t === null ? null : <bdi class="q t12" dir="ltr">{dtg(hit.t)}</bdi>}</span>
      <bdi class="say" dir="auto">{visible(hit.before)}<mark>{visible(hit.match)}</mark>{visible(hit.after)}</bdi>
    </li>
  );
}
