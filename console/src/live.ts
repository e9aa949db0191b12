// What the desk follows: the status, whether it is stale, the node's clock, and a pulse that tells screens to look again.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Alarm, LineGlance, SessionNow, Status } from "./api.gen";
import { ask, line, look as lookAt, Refusal, token } from "./api";
import { kept } from "./kept";
import { stream, type Heard } from "./stream";
import { language } from "./words";

export const STALE_MS = 12_000;

export const session = signal<SessionNow | null>(null);
export const status = signal<Status | null>(null);
const NONE: readonly Alarm[] = [];
/** Alarms that are told ahead of the status: what rings is painted before anything else is drawn. The next status has them. */
export const rung = signal(NONE);
/** Changes each time a screen should ask anew: something in the record changed, or we may have missed something. */
export const pulse = signal(0);
/** The same for what the charter says: it changes seldom. */
export const agreed = signal(0);
/** Every line of the node, short, with its alarms: an alarm of any line sounds on every desk. */
export const lines = signal<readonly LineGlance[]>([]);
/** Words of the node when the record cannot be used. */
export const trouble = signal("");
/** Milliseconds of this browser's clock that only goes forward; ticks four times a second. */
export const ticks = signal(performance.now());

const heard = signal(performance.now());
const node = signal({ at: 0, tick: 0 });

/** Whether nothing was heard from our own node for twelve seconds. */
export const stale = computed(() => ticks.value - heard.value > STALE_MS);
/** Seconds since something was heard. */
export const silent = computed(() => Math.max(0, Math.round((ticks.value - heard.value) / 1000)));
/** The node's wall clock now, by what it said last, in whole seconds: what shows a time is drawn anew once a second. The desk's own clock decides nothing. */
export const now = computed(() => (node.value.at ? Math.floor((node.value.at + ticks.value - node.value.tick) / 1000) * 1000 : 0));

let end: () => void = () => undefined;
let last = "";
let again = 0;
/** Who holds what, and what desks of ours noted in the annex, as it was: no row of the record, so a change of it shows in the status alone. */
let before: unknown[] = [];
let due = 0;
let anew = false;

/** Views of which a screen shows nothing but what the status tells: a witness is heard every few seconds, and nobody asks anything for it. */
const IN_STATUS = new Set(["own.alarm", "own.alarm_ended", "own.witnessed"]);
/** A screen asks anew soon, not at once: what is heard now is painted first, a burst becomes one question, and not all desks ask in the same moment. */
const SOON_MS = 60;
function stir(charter: boolean): void {
  anew ||= charter;
  due ||= window.setTimeout(() => {
    due = 0;
    pulse.value += 1;
    if (anew) agreed.value += 1;
    anew = false;
  }, SOON_MS * (1 + Math.random()));
}

const parts = new Map<keyof Status, ReadonlySignal>();
/** A part of the status: who reads it is drawn anew when that part changed. */
export function part<K extends keyof Status>(name: K): Status[K] | undefined {
  let found = parts.get(name);
  if (!found) parts.set(name, (found = computed(() => status.value?.[name])));
  return found.value as Status[K] | undefined;
}

export function begin(found: SessionNow): void {
  session.value = found;
  token.value = found.token;
  if (found.signed_in) follow();
  else stop();
}

export async function look(): Promise<void> {
  try {
    begin(await ask("session"));
  } catch (why) {
    // A line that this tab remembers may be gone: back to the node's first.
    if (!(why instanceof Refusal) || why.problem.code !== "line" || !line.value) throw why;
    lookAt("");
    begin(await ask("session"));
  }
}

/** Look at another line of the node; nothing of the one before stays on the screen. */
export async function turnTo(at: string): Promise<void> {
  if (session.value?.line === at) return;
  stop();
  before = [];
  lookAt(at);
  await look();
  pulse.value += 1;
  agreed.value += 1;
}

export function stop(): void {
  end();
  end = () => undefined;
  status.value = null;
  rung.value = NONE;
  last = "";
}

function follow(steal = false): void {
  end();
  end = stream(() => last, take, later, steal);
}

function take({ name, id, data }: Heard): void {
  heard.value = performance.now();
  switch (name) {
    case "alarms": {
      const told = JSON.parse(data) as { at: number; alarms: Alarm[] };
      clock(told.at);
      rung.value = told.alarms;
      break;
    }
    case "status": {
      const found = kept(status.value, JSON.parse(data) as Status);
      clock(found.at);
      trouble.value = "";
      status.value = found;
      rung.value = NONE;
      const held = [found.held, found.logs, found.noted];
      if (held.some((one, at) => one !== before[at])) stir(false);
      before = held;
      break;
    }
    case "changes": {
      const views = (JSON.parse(data) as { view: string }[]).map((change) => change.view).filter((view) => !IN_STATUS.has(view));
      // Another tab may have begun anew, later than where this one is.
      const missed = data === "[]" && last !== "" && last !== id;
      if (views.length || missed) stir(missed || views.includes("amendment"));
      last = id;
      break;
    }
    case "resync":
      last = id;
      stir(true);
      break;
    case "lines":
      lines.value = kept(lines.value, (JSON.parse(data) as { lines: LineGlance[] }).lines);
      break;
    case "beat":
      clock((JSON.parse(data) as { at: number }).at);
      break;
    case "trouble":
      trouble.value = (JSON.parse(data) as { words: string }).words;
      break;
  }
}

function later(): void {
  window.clearTimeout(again);
  again = window.setTimeout(() => void retry(), 1500);
}

/** Each connection that a browser kept is dead after a cable was pulled, and is found so one after the other: the first ones get little time. */
const FIRST_MS = 2_000;
const FIRST = 6;
let failed = 0;

async function retry(steal = false): Promise<void> {
  try {
    const found = await ask("session", {}, FIRST_MS * 2 ** Math.max(0, failed - FIRST));
    failed = 0;
    session.value = found;
    token.value = found.token;
    if (found.signed_in) follow(steal);
    else stop();
  } catch {
    failed = Math.min(failed + 1, FIRST + 5);
    window.clearTimeout(again);
    again = window.setTimeout(() => void retry(steal), steal && failed < FIRST ? 250 : 1500);
  }
}

function clock(at: number): void {
  node.value = { at, tick: performance.now() };
}

export function tick(): void {
  ticks.value = performance.now();
}

/** A connection may be dead without saying so (a laptop that slept, a cable pulled): what is stale is followed anew, after so long, then after
 * twice as long each time: a node that is slow must have the time to say something. */
const ANEW_MS = 5_000;
const ANEW_MS_MAX = 60_000;

/** Start the desk's clock; a laptop that slept looks at once when it wakes. */
export function run(): void {
  let tried = 0;
  let pause = ANEW_MS;
  let apart = Date.now() - performance.now();
  language.subscribe(() => {
    if (session.peek()?.signed_in) follow();
  });
  const anew = (): void => {
    if (!session.value?.signed_in) return;
    tried = performance.now();
    pause = Math.min(2 * pause, ANEW_MS_MAX);
    void retry(true);
  };
  window.setInterval(() => {
    tick();
    const slept = Math.abs(Date.now() - performance.now() - apart) > ANEW_MS;
    apart = Date.now() - performance.now();
    if (!stale.value) pause = ANEW_MS;
    if (slept || (stale.value && performance.now() - tried > pause)) anew();
  }, 250);
  document.addEventListener("visibilitychange", () => {
    tick();
    if (document.visibilityState === "visible" && stale.value) anew();
  });
}
