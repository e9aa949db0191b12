// The demonstration's guide: one step at a time, done when the desk sees that it was done. On no other line, and a file of its own.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ComponentType } from "preact";
import { useAnswer } from "../answer";
import { ask } from "../api";
import { now, session, stale, status } from "../live";
import { go, where } from "../places";
import { t } from "../words";

interface Step { name: string; does: string; place: string; Watch: ComponentType }

/** A test that was due shortly before this desk was opened counts as well. */
const BEFORE_MS = 120_000;
const LOOK_MS = 1_500;
const kept = (): string => `watchline.guide.${session.value?.line ?? ""}.${session.value?.party ?? ""}`;

interface Progress { began: number; done: string[]; away: boolean }
const progress = signal<Progress | null>(null);

function restored(): Progress {
  try {
    const found = JSON.parse(localStorage.getItem(kept()) ?? "") as Progress;
    if (typeof found.began === "number" && Array.isArray(found.done)) return found;
  } catch {
    // none yet, or none that can be read
  }
  return { began: now.value, done: [], away: false };
}

function keep(found: Progress): void {
  progress.value = found;
  localStorage.setItem(kept(), JSON.stringify(found));
}

function done(name: string): void {
  const found = progress.value;
  if (found && !found.done.includes(name)) keep({ ...found, done: [...found.done, name] });
}

const since = (): number => (progress.value?.began ?? 0) - BEFORE_MS;

function useDone(name: string, is: boolean): void {
  useEffect(() => {
    if (is) done(name);
  }, [is]);
}

function Tested() {
  useDone("test", (status.value?.last_tests ?? []).some((slot) => slot.due >= since() && slot.answered_s !== null));
  return null;
}

const useFlashes = () => (useAnswer("messages", { query: { limit: 50 } }).value?.messages ?? []).filter((item) => item.precedence === "Z" && item.t >= since());

function Flashed() {
  useDone("flash", useFlashes().length > 0);
  return null;
}

function Acknowledged() {
  useDone("acknowledge", useFlashes().some((item) => item.acknowledged.by.length > 0));
  return null;
}

function Cut() {
  useDone("cut", (status.value?.peers ?? []).some((peer) => peer.circuits.some((item) => item.alive === false)));
  return null;
}

function Stopped() {
  useDone("stop", stale.value || ["DARK", "UNANSWERED"].includes(status.value?.state ?? ""));
  return null;
}

function Verified() {
  useEffect(() => {
    const look = (): void => void ask("record_work").then((work) => {
      if (work.what === "verify" && work.state === "done") done("verify");
    }, () => undefined);
    const timer = window.setInterval(look, LOOK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return null;
}

function Asked() {
  const calls = useAnswer("calls", { query: { limit: 50 } }).value?.calls ?? [];
  useDone("call", calls.some((item) => item.t >= since()));
  return null;
}

const seenAt = (name: string): ComponentType => function Seen() {
  useDone(name, where.value.name === name);
  return null;
};

/** In the order in which a newcomer does them; the names are kept in his browser. */
const STEPS: readonly Step[] = [
  { name: "test", place: "line", Watch: Tested, does: "A line test comes within a minute of the start. It waits at the side that did not start it: press y there, and it is answered by a watch." },
  { name: "flash", place: "messages", Watch: Flashed, does: "Send a FLASH: press g then m for the messages, n to write one, choose FLASH, and press Ctrl+Enter, which signs and sends it." },
  { name: "acknowledge", place: "messages", Watch: Acknowledged, does: "Go to the other side’s desk. Space stops the sound there and tells nobody; in the messages Enter signs that it was read, u that it was understood. Neither is consent." },
  { name: "cut", place: "line", Watch: Cut, does: "Press c in the terminal of the demonstration: it cuts a circuit. Both desks show it silent within fifteen seconds, and give no cause. c again restores it." },
  { name: "stop", place: "line", Watch: Stopped, does: "Press x in the terminal: it stops one side’s node. Look at both desks: what each officer is told differs. x again starts it; nothing that was written is lost." },
  { name: "verify", place: "record", Watch: Verified, does: "Verify the record: press g then r, then v. Every signature and every entry of both logs is checked here." },
  { name: "call", place: "calls", Watch: Asked, does: "Ask the other side for a call: press g then c, then c. At its desk it is read, accepted, declined or answered with other times." },
  { name: "contacts", place: "contacts", Watch: seenAt("contacts"), does: "Press g then s: who spoke with whom, and how many days that had not happened. The history tells of a call after 84 days of silence." },
  { name: "press", place: "press", Watch: seenAt("press"), does: "Press g then p: what the press says of such calls, beside what the record says." },
];

export function Guide() {
  useEffect(() => {
    if (now.value && !progress.value) keep(restored());
  }, [now.value > 0]);
  const found = progress.value;
  if (!found) return null;
  const at = STEPS.findIndex((step) => !found.done.includes(step.name));
  const step = STEPS[at];
  if (found.away || !step)
    return <button class="quiet" type="button" onClick={() => keep({ began: now.value, done: [], away: false })}>{t("Show the guide from its first step")}</button>;
  return (
    <section class="guide" aria-label={t("Guide")}>
      <step.Watch />
      <b>{t("Step {n} of {all}", { n: at + 1, all: STEPS.length })}</b> <span aria-live="polite">{t(step.does)}</span>
      <span class="acts">
        {where.value.name === step.place ? null : <button class="quiet" type="button" onClick={() => go(step.place)}>{t("Go there")}</button>}
        <button class="quiet" type="button" onClick={() => done(step.name)}>{t("Next step")}</button>
        <button class="quiet" type="button" onClick={() => keep({ ...found, away: true })}>{t("Hide the guide")}</button>
      </span>
    </section>
  );
}
