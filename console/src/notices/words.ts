// Words of notices: heights, reaches, windows, verdicts.
import type { Volume, VolumeGiven } from "../api.gen";
import { count, DAY, dtg, hhmm } from "../time";
import { t } from "../words";

type Level = NonNullable<VolumeGiven["floor"]>;

export const heightWord = ([value, reference]: Level | readonly [number, string]): string => (reference === "FL" ? `FL${String(value).padStart(3, "0")}` : `${tidy(value / 100)} m ${reference}`);
export const reachWord = (cm: number): string => (cm % 18_520 === 0 ? `${tidy(cm / 185_200)} NM` : cm % 10_000 === 0 && cm >= 100_000 ? `${tidy(cm / 100_000)} km` : `${tidy(cm / 100)} m`);
const tidy = (value: number): string => String(Math.round(value * 1000) / 1000);

/** `1 500–6 000 m AMSL`; several parts: of the first, and that there are more. */
export function bandWord(volumes: readonly Volume[]): string {
  const first = volumes[0];
  if (!first) return "—";
  const more = volumes.some((other) => String(other.floor) !== String(first.floor) || String(other.ceiling) !== String(first.ceiling));
  const floor = first.floor ? heightWord(first.floor) : t("surface");
  const ceiling = first.ceiling ? heightWord(first.ceiling) : t("unlimited");
  const both = first.floor && first.ceiling && first.floor[1] === first.ceiling[1] && first.floor[1] !== "FL" ? `${count(first.floor[0] / 100)}–${count(first.ceiling[0] / 100)} m ${first.floor[1]}` : `${floor} – ${ceiling}`;
  return more ? t("{band}, by part", { band: both }) : both;
}

/** `0600–0900Z`, with days where they differ from today. */
export function windowWord(start: number | null, end: number | null, now: number): string {
  const far = (at: number): boolean => Math.floor(at / DAY) !== Math.floor(now / DAY);
  const one = (at: number): string => (far(at) ? dtg(at).slice(0, -3) : hhmm(at));
  if (start === null && end === null) return t("until further notice");
  if (end === null) return t("from {at}, open", { at: one(start ?? 0) });
  return start === null ? t("until {at}", { at: one(end) }) : `${one(start)} – ${one(end)}`;
}

export const verdictWord = (verdict: string): string => ({ CONFLICT: t("CONFLICT"), conflict: t("CONFLICT"), NEAR: t("NEAR"), near: t("NEAR"), CLEAR: t("CLEAR"), separated: t("CLEAR"), PROXIMITY: t("PROXIMITY"), proximity: t("PROXIMITY"), unresolved: t("not measured") })[verdict] ?? verdict;

export const GRAVITY = ["conflict", "unresolved", "near", "proximity"];
/** The gravest state of what stands beside a notice; empty: nothing near. */
export function gravest(states: readonly string[]): string {
  return GRAVITY.find((state) => states.includes(state)) ?? "";
}

export const lateralWord = (mm: number): string => (mm >= 10_000_000 ? `${(mm / 1e6).toFixed(1)} km` : `${count(Math.round(mm / 1000))} m`);
export const verticalWord = (cm: number): string => `${count(Math.round(cm / 100))} m`;
export const feetWord = (cm: number): string => `${count(Math.round(cm / 30.48))} ft`;
export const minutesWord = (ms: number): string => (Math.abs(ms) >= 120_000 || ms === 0 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`);
