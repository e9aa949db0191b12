// What an alert sounds like: told apart by rhythm, not by pitch alone. Made here, no files. A desk is armed while its sound is on and the browser lets it sound.
import { computed, effect, signal } from "@preact/signals";
import { waiting } from "./alarms";
import { ask, token } from "./api";
import { now, session, ticks } from "./live";

export type Rhythm = "" | "emergency" | "alarm" | "warning";
export const SILENCE_MS = 30_000;
const ESCALATES_MS = 300_000;
const KEPT = "watchline.sound";
/** Every rhythm: how often it begins again (ms), and its tones: begin and length (s), pitch (Hz). */
const RHYTHMS: Record<Exclude<Rhythm, "">, { every: number; tones: readonly (readonly [number, number, number])[] }> = {
  emergency: { every: 1000, tones: [[0, 0.5, 880], [0.5, 0.5, 620]] },
  alarm: { every: 1500, tones: [[0, 0.12, 700], [0.2, 0.12, 700], [0.4, 0.12, 840], [0.6, 0.12, 840]] },
  warning: { every: 30_000, tones: [[0, 0.3, 520], [0.45, 0.3, 440]] },
};
const VOLUME = 0.35;

let context: AudioContext | null = null;
const running = signal(false);
export const wanted = signal(localStorage.getItem(KEPT) !== "off");
const silent = signal(0);
/** Sound is on, and the browser allows it. */
export const armed = computed(() => wanted.value && running.value && (session.value?.signed_in ?? false));
/** Seconds of silence left. */
export const silence = computed(() => Math.max(0, Math.ceil((silent.value - ticks.value) / 1000)));

/** The rhythm of the gravest alert that waits. A warning that nobody acknowledged for five minutes sounds as an alarm. */
export const rhythm = computed<Rhythm>(() => {
  const levels = new Set(waiting.value.map((alarm) => (alarm.level === "warning" && now.value - alarm.since > ESCALATES_MS ? "alarm" : alarm.level)));
  return (["emergency", "alarm", "warning"] as const).find((level) => levels.has(level)) ?? "";
});

function open(): void {
  if (!wanted.value) return;
  context ??= new AudioContext();
  const made = context;
  const look = (): void => {
    running.value = made.state === "running";
  };
  made.onstatechange = look;
  if (made.state !== "running") void made.resume().then(look, look);
  look();
}

function play(name: Exclude<Rhythm, "">): void {
  if (!context || context.state !== "running") return;
  for (const [at, length, pitch] of RHYTHMS[name].tones) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    const from = context.currentTime + at;
    tone.type = "square";
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(VOLUME, from + 0.01);
    gain.gain.setValueAtTime(VOLUME, from + length - 0.02);
    gain.gain.linearRampToValueAtTime(0, from + length);
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(from + length);
  }
}

export function turn(on: boolean): void {
  wanted.value = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
  if (on) open();
  else {
    running.value = false;
    void context?.close();
    context = null;
  }
}

/** Hush all alerts for half a minute; they sound again if nobody acknowledged them. */
export const hush = (): void => {
  silent.value = ticks.value + SILENCE_MS;
};
/** Each rhythm once, so that the watch knows them apart. */
export function tryOut(): void {
  open();
  (["warning", "alarm", "emergency"] as const).forEach((name, at) => window.setTimeout(() => play(name), at * 2000));
}

const TELL_MS = 20_000;

export function run(): void {
  let last = 0;
  let before: Rhythm = "";
  const beat = (): void => {
    const name = silence.value ? "" : rhythm.value;
    const due = name && (name !== before || performance.now() - last >= RHYTHMS[name].every);
    if (name && due && running.value) {
      last = performance.now();
      play(name);
    }
    before = name;
  };
  window.setInterval(beat, 100);
  effect(() => {
    rhythm.value;
    beat();
  });
  // A browser lets a page sound after its user did something there.
  for (const event of ["keydown", "pointerdown"]) document.addEventListener(event, () => open(), { capture: true });
  open();
  const tell = (): void => {
    if (armed.value && token.value) void ask("desk_armed", { body: { armed: armed.value } }).catch(() => undefined);
  };
  effect(() => {
    armed.value;
    token.value;
    tell();
  });
  window.setInterval(tell, TELL_MS);
}
