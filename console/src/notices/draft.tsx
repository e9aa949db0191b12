// A draft of a notice: typed or drawn, and what it would meet before anybody else hears of it. It lives in this browser until it is signed or left.
import { signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Notice, NoticeKinds, Problem, SayNotice, VolumeGiven, WhatIf } from "../api.gen";
import { ask, problemOf } from "../api";
import { useAnswer } from "../answer";
import { pulse, session, turnTo } from "../live";
import { Fault } from "../parts/fault";
import { Ref } from "../parts/signs";
import { newId } from "../messages/draft";
import { readDtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { Audience } from "./audience";
import { drawn as drawnPart, emptyPart, gridTable, isGrid, partOf, typedPosition, volumeOf, type Faults, type Part, type Shape } from "./typed";
import { Measures } from "./verdict";
import { verdictWord } from "./words";
import { KeepAsZone, ZonesMet } from "./zones";
import type { Drawn } from "../map/chart";

export interface Draft {
  id: string;
  /** The line it is said on, by its id: every party of that line hears of it, and nobody else. */
  line: string;
  /** The notice it amends; empty: a new one. */
  of: string;
  activity: string;
  name: string;
  text: string;
  reviewBy: string;
  coarse: string;
  checked: boolean;
  emergency: boolean;
  parts: Part[];
  /** The volume that a part was made from: while nothing of it is changed, it stays as it is, to the millisecond. */
  from: Record<string, VolumeGiven>;
  /** Volumes that cannot be typed (with holes), kept as they are. */
  kept: VolumeGiven[];
}
export const draft = signal<Draft | null>(null);
/** Where the draft would be, for the chart. */
export const drafted = signal<readonly VolumeGiven[]>([]);

export function begin(kinds: NoticeKinds | null): void {
  draft.value = { id: newId(), line: session.value?.line ?? "", of: "", activity: kinds?.kinds[0]?.activity ?? "live_fire", name: "", text: "", reviewBy: "", coarse: "", checked: false, emergency: false, parts: [emptyPart()], from: {}, kept: [] };
}
export function amend(notice: Notice): void {
  draft.value = { id: newId(), line: session.value?.line ?? "", of: notice.place, activity: notice.activity, name: notice.name ?? "", text: notice.text ?? "", reviewBy: "", coarse: notice.coarse_m ? String(notice.coarse_m) : "", checked: notice.checked, emergency: notice.emergency, ...taken(notice.volumes as readonly VolumeGiven[]) };
}
function taken(volumes: readonly VolumeGiven[]): Pick<Draft, "parts" | "from" | "kept"> {
  const made = volumes.map((volume) => ({ volume, part: partOf(volume as never) }));
  return { parts: made.flatMap(({ part }) => (part ? [part] : [])), from: Object.fromEntries(made.flatMap(({ volume, part }) => (part ? [[JSON.stringify(part), volume]] : []))), kept: made.flatMap(({ volume, part }) => (part ? [] : [volume])) };
}
/** A new draft of volumes that were read from a file. */
export function beginWith(kinds: NoticeKinds | null, kind: string, name: string, volumes: readonly VolumeGiven[]): void {
  begin(kinds);
  const item = draft.value;
  if (item) draft.value = { ...item, ...taken(volumes), name: name.slice(0, 64), activity: kinds?.kinds.some((one) => one.activity === kind) ? kind : item.activity };
}
export function takeDrawn(found: Drawn, at: number): void {
  const item = draft.value;
  if (item) draft.value = { ...item, parts: item.parts.map((part, number) => (number === at ? drawnPart(part, found) : part)) };
}

const SHAPES: readonly [Shape, string][] = [["polygon", "polygon"], ["circle", "circle"], ["corridor", "corridor"]];

export function DraftForm({ kinds: known, ref: shownAs, onLeave, onDraw, onSaid }: { kinds: NoticeKinds | null; ref?: string; onLeave: () => void; onDraw: (shape: Shape, at: number) => void; onSaid: (ref: string) => void }) {
  const item = draft.value;
  const at = useSignal(0);
  const found = useSignal<WhatIf | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const asked = useRef(0);
  const box = useRef<HTMLFormElement>(null);
  const kinds = useAnswer("notice_kinds", item?.line ? { line: item.line } : {}).value ?? known;
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>("select, textarea, input")?.focus(), []);
  const read = item?.parts.map((part) => {
    const same = item.from[JSON.stringify(part)];
    return same ? { volume: same, faults: {} as Faults } : volumeOf(part);
  }) ?? [];
  const volumes = [...(item?.kept ?? []), ...read.flatMap((one) => (one.volume ? [one.volume] : []))];
  const whole = !!item && read.every((one) => one.volume) && volumes.length > 0;
  const key = item && whole ? JSON.stringify([item.line, item.of, item.activity, item.emergency, volumes]) : "";
  useEffect(() => {
    drafted.value = volumes;
    const number = ++asked.current;
    found.value = key ? found.value : null;
    if (!key || !item) return undefined;
    const timer = setTimeout(() => {
      ask("what_if", { line: item.line, body: { activity: item.activity, volumes, of: item.of, emergency: item.emergency, suggest: true, limit: 5 } })
        .then((answer) => { if (number === asked.current) [found.value, problem.value] = [answer, null]; })
        .catch((why) => { if (number === asked.current) [found.value, problem.value] = [null, problemOf(why)]; });
    }, 300);
    return () => clearTimeout(timer);
  }, [key]);
  useEffect(() => () => { drafted.value = []; }, []);
  if (!item) return null;
  const part = item.parts[at.value] ?? item.parts[0];
  const faults = read[at.value]?.faults ?? {};
  const kind = kinds?.kinds.find((one) => one.activity === item.activity);

  const set = (fields: Partial<Draft>): void => { draft.value = { ...item, ...fields }; };
  const change = (fields: Partial<Part>): void => set({ parts: item.parts.map((one, number) => (number === at.value ? { ...one, ...fields } : one)) });

  /** Grid references become positions: the middle of the square that each names, by our own node. */
  async function fromGrid(): Promise<void> {
    const typed = draft.value?.parts[at.value]?.positions ?? "";
    const grid = typed.split("\n").filter(isGrid);
    if (!grid.length) return;
    try {
      const { shapes } = await ask("shapes", { body: { format: "csv", text: gridTable(grid) } });
      const read = new Map(shapes.flatMap((shape) => shape.volumes.map((volume) => [grid[Number(shape.name)] ?? "", volume.area.circle] as const)));
      const changed = typed.split("\n").map((line) => {
        const [, lat, lon] = read.get(line) ?? [];
        return lat === undefined || lon === undefined ? line : typedPosition(lat, lon);
      }).join("\n");
      const now = draft.value;
      if (now && now.parts[at.value]?.positions === typed) draft.value = { ...now, parts: now.parts.map((one, number) => (number === at.value ? { ...one, positions: changed } : one)) };
    } catch (why) {
      problem.value = problemOf(why);
    }
  }

  async function sign(): Promise<void> {
    if (!item || !whole) {
      box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    busy.value = true;
    const post = session.value?.officer?.posts[0] ?? "watch";
    const review = item.reviewBy ? readDtg(item.reviewBy) : null;
    const body: SayNotice = { post, draft: item.id, activity: item.activity, volumes, ...(item.name ? { name: item.name } : {}), ...(item.text ? { text: item.text, language: "en" } : {}), ...(item.emergency ? { emergency: true } : {}), ...(item.checked ? { checked: true } : {}), ...(item.coarse ? { coarse_m: Number(item.coarse) } : {}), ...(review ? { review_by: review } : {}) };
    try {
      const said = item.of ? await ask("notice_amend", { line: item.line, path: { ref: item.of }, body }) : await ask("notice_announce", { line: item.line, body });
      const { of, line } = item;
      draft.value = null;
      drafted.value = [];
      await turnTo(line);
      pulse.value += 1;
      onSaid(of || said.ref);
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }

  const id = (name: string): string => `nd-${name}`;
  const field = (name: keyof Part, label: string, hint: string, tall = false) => {
    const fault = (part?.[name] || read.length > 1 || name === "positions" || name === "reach" ? faults[name as keyof Faults] : "") ?? "";
    const said = fault && (part?.[name] || busy.value) ? fault : hint;
    const common = { id: id(name), class: "in", dir: "ltr" as const, value: part?.[name] ?? "", autocomplete: "off", "aria-invalid": fault && part?.[name] ? ("true" as const) : undefined, "aria-describedby": `${id(name)}-is` };
    return (
      <div class={`field ${tall ? "tall" : ""}`}>
        <label for={id(name)}>{label}</label>
        <span>
          {tall ? <textarea {...common} rows={5} maxLength={60_000} onBlur={() => void fromGrid()} onInput={(event) => change({ [name]: event.currentTarget.value })} /> : <input {...common} maxLength={64} onInput={(event) => change({ [name]: event.currentTarget.value })} />}
          <span class={`t12 block ${fault && part?.[name] ? "due-soon" : "q"}`} id={`${id(name)}-is`}>{said}</span>
        </span>
      </div>
    );
  };
  return (
    <>
    <form class="stack form" ref={box} aria-label={item.of ? t("Amend a notice") : t("New notice")} onSubmit={(event) => { event.preventDefault(); void sign(); }} onKeyDown={(event) => { if (event.key === "Escape") onLeave(); if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); void sign(); } }}>
      <h3>{item.of ? <>{t("Amend")} <Ref>{shownAs ?? item.of}</Ref></> : t("New notice")} <span class="q t12">{t("nothing leaves this desk until it is signed")}</span></h3>
      <Audience item={item} kinds={kinds} onChange={set} />
      <div class="field"><label for={id("activity")}>{t("Activity")}</label><select id={id("activity")} class="select" value={item.activity} onChange={(event) => set({ activity: event.currentTarget.value })}>{(kinds?.kinds ?? []).map((one) => <option key={one.activity} value={one.activity}>{visible(one.words)}</option>)}</select></div>
      {item.parts.length > 1 || item.kept.length ? <div class="tabs" role="group" aria-label={t("Parts")}>{item.parts.map((_, number) => <button key={number} type="button" aria-pressed={at.value === number} onClick={() => (at.value = number)}>{t("Part {n}", { n: number + 1 })}</button>)}{item.kept.length ? <span class="q t12">{t("{n} more with holes, as they are", { n: item.kept.length })}</span> : null}</div> : null}
      {part ? (
        <>
          <div class="field"><label for={id("shape")}>{t("Shape")}</label><span class="inrow"><select id={id("shape")} class="select" value={part.shape} onChange={(event) => change({ shape: event.currentTarget.value as Shape })}>{SHAPES.map(([shape, word]) => <option key={shape} value={shape}>{t(word)}</option>)}</select><button class="btn" type="button" onClick={() => onDraw(part.shape, at.value)}>{t("Draw it")}</button></span></div>
          {field("positions", part.shape === "circle" ? t("Centre") : t("Positions"), t("latitude first, one on each line, like {example}", { example: "54°10.2′N 018°40.0′E, 33UUP 14855 60445" }), true)}
          {part.shape === "circle" ? field("reach", t("Radius"), t("like {example}", { example: "5 NM, 10 km, 800 m" })) : part.shape === "corridor" ? field("reach", t("Half width"), t("like {example}", { example: "2 NM" })) : null}
          {field("floor", t("Floor"), t("like {example}; empty: from the surface", { example: "FL100, 500 m AMSL" }))}
          {field("ceiling", t("Ceiling"), t("like {example}; empty: unlimited", { example: "FL180, 3000 m AMSL" }))}
          {/AGL/i.test(part.floor + part.ceiling) ? field("ground", t("Ground"), t("lowest to highest of the ground below, like {example}", { example: "120–340 m" })) : null}
          {field("from", t("From"), t("in Z, like {example}; empty: now and before", { example: "221530Z NOV 26" }))}
          {field("to", t("Until"), t("in Z; empty: until further notice"))}
          <div class="acts"><button class="quiet" type="button" onClick={() => { set({ parts: [...item.parts, emptyPart(part.from, part.to)] }); at.value = item.parts.length; }}>{t("Another part, such as the next leg")}</button>{item.parts.length > 1 ? <button class="quiet" type="button" onClick={() => { set({ parts: item.parts.filter((_, number) => number !== at.value) }); at.value = 0; }}>{t("Take this part away")}</button> : null}</div>
        </>
      ) : null}
      <div class="field"><label for={id("name")}>{t("Name")}</label><input id={id("name")} class="in" dir="auto" maxLength={64} value={item.name} onInput={(event) => set({ name: event.currentTarget.value })} /></div>
      <div class="field tall"><label for={id("text")}>{t("In words")}</label><textarea id={id("text")} class="in" dir="auto" rows={2} maxLength={8000} value={item.text} onInput={(event) => set({ text: event.currentTarget.value })} /></div>
      {kind?.reviewed ? <div class="field"><label for={id("review")}>{t("Review by")}</label><input id={id("review")} class="in" dir="ltr" maxLength={32} value={item.reviewBy} onInput={(event) => set({ reviewBy: event.currentTarget.value })} /></div> : null}
      <Fault problem={problem.value} />
      {found.value ? <><ZonesMet zones={found.value.zones} /><Found found={found.value} onTake={(volumes) => { set(taken(volumes)); document.getElementById(id("from"))?.focus(); }} /></> : null}
      <div class="acts"><button class="btn main" type="submit" disabled={busy.value || !whole}>{item.of ? t("Sign the amendment") : t("Sign the notice")} <kbd>Ctrl Enter</kbd></button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")} <kbd>Esc</kbd></button></div>
      <p class="q t12">{t("A notice asks for no permission and gives none.")}</p>
    </form>
    {whole && !item.of ? <KeepAsZone shapes={[{ name: item.name, volumes: volumes as never }]} onKept={onLeave} /> : null}
    </>
  );
}

/** What a draft would meet, and the least moves after which it is clear. */
export function Found({ found, onTake }: { found: WhatIf; onTake: (volumes: readonly VolumeGiven[]) => void }) {
  const first = found.encounters[0];
  return (
    <section class={`verdict ${found.verdict === "CONFLICT" ? "" : "clear"}`} aria-label={t("What it would meet")} aria-live="polite">
      <div class="top"><span class="word">{verdictWord(found.verdict)}</span>{first ? <span>{t("with")} <Ref>{first.with}</Ref>{found.encounters.length > 1 ? ` ${t("and {n} more", { n: found.encounters.length - 1 })}` : ""}</span> : <span class="q">{t("of every notice of the other parties")}</span>}</div>
      {first ? <Measures gaps={first} /> : null}
      <div class="say t12 q">{[found.lead_words, found.widens === null ? "" : found.widens ? t("it says more than before: the other side must read it again") : t("it says no more than before"), ...found.reference_lines.map((item) => `${visible(item.name)}: ${item.words}`), ...found.third_states.filter((item) => item.concerned).map((item) => visible(item.words))].filter(Boolean).join(" · ")}</div>
      {found.suggestions.length ? <div class="say acts">{found.suggestions.map((item) => <button key={item.by} class="btn" type="button" onClick={() => onTake(item.volumes as readonly VolumeGiven[])}>{item.words}</button>)}</div> : null}
    </section>
  );
}
