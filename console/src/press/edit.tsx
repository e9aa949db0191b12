// A claim by hand: another version of one, or one more of a report. Whoever enters it stands by it, so it counts.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ClaimChanged, PressClaimShown, PressPrincipal, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { offer } from "../keys";
import { Fault } from "../parts/fault";
import { visible } from "../visible";
import { t } from "../words";
import { picked, typed } from "./picked";
import { BASES, BOUNDS, KINDS, plainWord, post, STATUSES } from "./words";

interface Values { kind: string; status: string; date: string; basis: string; who: string; initiative: string; minutes: string; bound: string; channel: string; attribution: string; gist: string; spans: string }

const nameOf = (one: PressPrincipal): string => [one.name, one.office, one.state].filter(Boolean).join(", ");

function start(claim: PressClaimShown | null): Values {
  const found = claim?.claim;
  const places = picked.value ? [picked.value] : [];
  return {
    kind: found?.kind ?? "contact", status: found ? (found.status ?? "") : "held", date: found?.date ?? "", basis: found?.date_basis ?? "printed", who: found?.principals.map(nameOf).join("\n") ?? "",
    initiative: found?.initiative ?? "", minutes: found?.duration ? String(found.duration.minutes) : "", bound: (found?.duration?.bound ?? "exactly").replace(" ", "_"), channel: found?.channel ?? "", attribution: found?.attribution.join("\n") ?? "", gist: found?.gist ?? "",
    spans: typed(found ? found.spans : places),
  };
}

/** What changed, as the node takes it. */
function changes(from: Values, to: Values, fresh: boolean): ClaimChanged {
  const lines = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);
  const differs = (name: keyof Values): boolean => (fresh ? to[name].trim() !== "" : to[name] !== from[name]);
  const given = (name: keyof Values): string | null => (differs(name) ? to[name].trim() : null);
  const minutes = differs("minutes") || (!fresh && differs("bound")) ? Number.parseInt(to.minutes, 10) : Number.NaN;
  return {
    post: post(),
    kind: (fresh ? to.kind : given("kind")) as NonNullable<ClaimChanged["kind"]> | null,
    status: (given("status") || null) as NonNullable<ClaimChanged["status"]> | null,
    date: given("date"),
    basis: given("basis") as NonNullable<ClaimChanged["basis"]> | null,
    who: differs("who") ? lines(to.who) : [],
    initiative: differs("initiative") ? to.initiative.trim() || "-" : null,
    minutes: Number.isNaN(minutes) ? null : minutes,
    bound: to.bound as NonNullable<ClaimChanged["bound"]>,
    channel: given("channel"),
    attribution: differs("attribution") ? lines(to.attribution) : [],
    gist: given("gist"),
    spans: differs("spans") ? to.spans.split(/[,\s]+/).filter(Boolean) : [],
  };
}

export function Edit({ of, claim, onDone, onLeave }: { of: string; claim: PressClaimShown | null; onDone: (ref: string) => void; onLeave: () => void }) {
  const first = useSignal(start(claim));
  const values = useSignal(first.value);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const box = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>("select, input, textarea")?.focus(), []);

  async function save(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const done = await ask("press_edit", { path: { ref: claim?.ref ?? of }, body: changes(first.value, values.value, claim === null) });
      onDone(claim?.ref ?? done.ref);
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  useLayoutEffect(() => {
    offer("press-edit", [
      { key: "Ctrl+Enter", shown: "Ctrl Enter", does: "note the claim as it is typed", run: () => void save(), always: true },
      { key: "Escape", shown: "Esc", does: "leave the claim as it was", run: onLeave },
    ]);
    return () => offer("press-edit", []);
  });
  const set = (name: keyof Values) => (event: Event) => (values.value = { ...values.value, [name]: (event.currentTarget as HTMLInputElement).value });
  const row = (name: keyof Values, label: string, hint = "", lines = 1) => (
    <div class={`field ${lines > 1 ? "tall" : ""}`}>
      <label for={`press-${name}`}>{label}</label>
      <span>
        {lines > 1 ? <textarea id={`press-${name}`} class="in" rows={lines} dir="auto" maxLength={4000} value={values.value[name]} onInput={set(name)} aria-describedby={hint ? `press-${name}-is` : undefined} /> : <input id={`press-${name}`} class="in" dir="auto" autocomplete="off" maxLength={1000} value={values.value[name]} onInput={set(name)} aria-describedby={hint ? `press-${name}-is` : undefined} />}
        {hint ? <span class="t12 q block" id={`press-${name}-is`}>{hint}</span> : null}
      </span>
    </div>
  );
  const choice = (name: keyof Values, label: string, all: readonly string[], none = false) => (
    <div class="field"><label for={`press-${name}`}>{label}</label><select id={`press-${name}`} class="in select" value={values.value[name]} onChange={set(name)}>{none ? <option value="">—</option> : null}{all.map((word) => <option key={word} value={word}>{plainWord(word)}</option>)}</select></div>
  );
  const place = picked.value;
  return (
    <section class="pane press-claims" aria-label={t("A claim by hand")} tabIndex={0}>
      <header><h2>{claim ? t("Change {ref}", { ref: claim.ref }) : t("Enter a claim")}</h2></header>
      <Fault problem={problem.value} />
      <form class="stack form" ref={box} onSubmit={(event) => { event.preventDefault(); void save(); }} onKeyDown={(event) => { if (event.key === "Escape") onLeave(); }}>
        {choice("kind", t("Kind"), KINDS)}
        {row("who", t("Who"), t("One a line: OFFICE, STATE or NAME, OFFICE, STATE or a name of the roster."), 2)}
        {choice("status", t("What became of it"), STATUSES, true)}
        {row("date", t("Date"), t("As far as the report tells: 2022-05-13, 2022-05, ../2022-03-24 or unknown."))}
        {choice("basis", t("How the date is known"), BASES)}
        {row("initiative", t("Initiative"), t("The code of the state; empty: the report does not say."))}
        <div class="pair">{row("minutes", t("Minutes"))}{choice("bound", t("How exactly"), BOUNDS)}</div>
        {row("channel", t("Channel"), t("phone, video, in_person, letter, line"))}
        {row("attribution", t("Who says so"), t("One a line, outermost first; empty: the outlet itself."), 2)}
        {row("gist", t("Readout in short"))}
        {row("spans", t("Places in the text"), t("Mark words in the report and take them, or type START-END."))}
        <div class="acts">
          <button class="btn" type="button" disabled={!place} onClick={() => place && (values.value = { ...values.value, spans: typed([place]) })}>{place ? t("Take the marked words {place}", { place: typed([place]) }) : t("No words are marked")}</button>
        </div>
        <p class="note">{t("You stand by it: the report says so, and it counts as confirmed. The version before stays in our annex.")}</p>
        <div class="acts"><button class="btn main" type="submit" disabled={busy.value}>{t("Note it")} <kbd>Ctrl Enter</kbd></button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")} <kbd>Esc</kbd></button></div>
        {claim ? <p class="t12 q">{visible(claim.words)}</p> : null}
      </form>
    </section>
  );
}
