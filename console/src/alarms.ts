// Alarms as every screen counts them: worst first, then oldest. Acknowledging stops a sound here; it is no entry and tells the peer nothing.
import { computed, signal } from "@preact/signals";
import type { Alarm, LineGlance, Problem } from "./api.gen";
import { ask, problemOf } from "./api";
import { lines, now, part, rung, session } from "./live";

const RANK: Record<string, number> = { emergency: 3, alarm: 2, warning: 1, caution: 0 };

/** An alarm of another line than the one that is looked at names that line. */
export type Sounding = Alarm & { of?: LineGlance };

const NONE: Sounding[] = [];
const order = <A extends Alarm>(found: readonly A[]): A[] => [...found].sort((one, two) => Number(waits(two)) - Number(waits(one)) || (RANK[two.level] ?? 0) - (RANK[one.level] ?? 0) || one.since - two.since);

export const alarms = computed<Alarm[]>(() => order([...rung.value, ...(part("alarms") ?? []).filter((one) => !rung.value.some((two) => two.situation === one.situation))]));
/** What waits on the other lines of this node. */
export const elsewhere = computed<Sounding[]>(() => (lines.value.length < 2 ? NONE : lines.value.filter((row) => row.line !== session.value?.line).flatMap((row) => row.alarms.filter(waits).map((alarm) => ({ ...alarm, of: row })))));
/** The alarms of this line, and what waits on others. */
export const shown = computed<Sounding[]>(() => order([...alarms.value, ...elsewhere.value]));
/** Put aside by an officer of ours, for a time that is not over. */
export const shelved = (alarm: Alarm): boolean => alarm.shelved !== null && alarm.shelved.until > now.value;
/** A caution is listed; what is graver waits for an officer. */
export const waits = (alarm: Alarm): boolean => alarm.level !== "caution" && alarm.alarm_acknowledged === null && !shelved(alarm);
export const waiting = computed(() => shown.value.filter(waits));
export const failed = signal<Problem | null>(null);

export async function acknowledge(alarm: Sounding): Promise<void> {
  try {
    await ask("alarm_acknowledge", { ...(alarm.of ? { line: alarm.of.line } : {}), body: { situation: alarm.situation, since: alarm.since } });
    failed.value = null;
  } catch (why) {
    failed.value = problemOf(why);
  }
}

/** Acknowledge the next one: the gravest, then the oldest. There is no "acknowledge all". */
export function acknowledgeNext(): void {
  const first = waiting.value[0];
  if (first) void acknowledge(first);
}

/** The alarm's words without the command that a terminal would be given. */
export const wordsOf = (alarm: Alarm): string =>
  alarm.words.split(/(?<=[.!?؟])\s+|(?<=。)/).filter((sentence) => !sentence.includes("`")).join(" ") || alarm.words;
