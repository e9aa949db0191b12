// What the desk follows: the status, whether it is stale, the node's clock, and a pulse that tells screens to look again.
import { computed, signal } from "@preact/signals";
import type { LineGlance, SessionNow, Status } from "./api.gen";
import { ask, line, look as lookAt, ofLine, Refusal, token } from "./api";

export const STALE_MS = 12_000;

export const session = signal<SessionNow | null>(null);
export const status = signal<Status | null>(null);
/** Changes each time a screen should ask anew: something in the record changed, or we may have missed something. */
export const pulse = signal(0);
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
/** The node's wall clock now, by what it said last; the desk's own clock decides nothing. */
export const now = computed(() => (node.value.at ? node.value.at + (ticks.value - node.value.tick) : 0));

let source: EventSource | null = null;
let last = "";
let again = 0;
let before = "";

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
  before = "";
  lookAt(at);
  await look();
  pulse.value += 1;
}

export function stop(): void {
  source?.close();
  source = null;
  status.value = null;
  last = "";
}

function follow(): void {
  source?.close();
  const stream = new EventSource(`${ofLine("/api/v1/events")}${last ? `?last=${last}` : ""}`);
  source = stream;
  stream.addEventListener("status", (event) => {
    hear();
    const found = JSON.parse(event.data as string) as Status;
    clock(found.at);
    trouble.value = "";
    status.value = found;
    // Who holds what is no row of the record: a change of it shows in the status alone.
    const held = JSON.stringify([found.held, found.logs]);
    if (held !== before) pulse.value += 1;
    before = held;
  });
  stream.addEventListener("changes", (event) => {
    hear();
    last = event.lastEventId;
    if (event.data !== "[]") pulse.value += 1;
  });
  stream.addEventListener("resync", (event) => {
    hear();
    last = event.lastEventId;
    pulse.value += 1;
  });
  stream.addEventListener("lines", (event) => {
    hear();
    lines.value = (JSON.parse(event.data as string) as { lines: LineGlance[] }).lines;
  });
  stream.addEventListener("beat", (event) => {
    hear();
    clock((JSON.parse(event.data as string) as { at: number }).at);
  });
  stream.addEventListener("trouble", (event) => {
    hear();
    trouble.value = (JSON.parse(event.data as string) as { words: string }).words;
  });
  stream.onerror = () => {
    // A browser comes back by itself while the connection is lost; not after an answer such as 401 or 503.
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    window.clearTimeout(again);
    again = window.setTimeout(() => void retry(), 1500);
  };
}

async function retry(): Promise<void> {
  try {
    const found = await ask("session");
    session.value = found;
    token.value = found.token;
    if (found.signed_in) follow();
    else stop();
  } catch {
    again = window.setTimeout(() => void retry(), 1500);
  }
}

function hear(): void {
  heard.value = performance.now();
}

function clock(at: number): void {
  node.value = { at, tick: performance.now() };
}

export function tick(): void {
  ticks.value = performance.now();
}

/** Start the desk's clock; a laptop that slept looks at once when it wakes. */
export function run(): void {
  window.setInterval(tick, 250);
  document.addEventListener("visibilitychange", () => {
    tick();
    if (document.visibilityState === "visible" && stale.value && session.value?.signed_in) void retry();
  });
}
