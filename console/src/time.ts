// Times as the field writes them: Z first, numbers that stay where they are.
const pad = (number: number): string => String(Math.floor(number)).padStart(2, "0");
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** `05:41:07` */
export function clock(at: number): string {
  const date = new Date(at);
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}
/** `0541Z` */
export function hhmm(at: number): string {
  const date = new Date(at);
  return `${pad(date.getUTCHours())}${pad(date.getUTCMinutes())}Z`;
}
/** `221530Z NOV 26` */
export function dtg(at: number): string {
  const date = new Date(at);
  return `${pad(date.getUTCDate())}${hhmm(at)} ${MONTHS[date.getUTCMonth()]} ${pad(date.getUTCFullYear() % 100)}`;
}
/** `22 NOV` */
export function day(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()}\u00a0${MONTHS[date.getUTCMonth()]}`;
}
/** `22 NOV 26` */
export const date = (at: number): string => `${day(at)}\u00a0${pad(new Date(at).getUTCFullYear() % 100)}`;
export const month = (at: number): string => MONTHS[new Date(at).getUTCMonth()] ?? "";
/** A countdown: `18:53` below an hour, `11:45:40` beyond. */
export function down(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const rest = `${pad((s % 3600) / 60)}:${pad(s % 60)}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${rest}` : rest;
}
/** How long, in lists: `18 min`, `1 h 18`, `3 d`. */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (ms < 60_000) return `${Math.max(0, Math.round(ms / 1000))}\u00a0s`;
  if (minutes < 60) return `${minutes}\u00a0min`;
  if (minutes < 2880) return `${Math.floor(minutes / 60)}\u00a0h\u00a0${pad(minutes % 60)}`;
  return `${Math.floor(minutes / 1440)}\u00a0d`;
}
/** Seconds to an officer's answer, `0:44`. */
export const mmss = (seconds: number): string => `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
/** How far a clock is from ours, `+0.3`; `±0.0` is no difference that is shown. */
export function seconds(ms: number): string {
  const said = Math.abs(ms / 1000).toFixed(1);
  return `${said === "0.0" ? "±" : ms < 0 ? "−" : "+"}${said}`;
}
/** `4 812`, with a narrow no-break space. */
export const count = (number: number): string => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
/** Local time, as a second line. */
export function local(at: number): string {
  const date = new Date(at);
  const zone = -date.getTimezoneOffset() / 60;
  return `${pad(date.getHours())}:${pad(date.getMinutes())}, UTC${zone < 0 ? "−" : "+"}${Math.abs(zone)}`;
}
/** An instant typed as `221530Z NOV 26`, spaces or none; null if it is none. */
export function readDtg(text: string): number | null {
  const found = /^(\d{2})(\d{2})(\d{2})Z([A-Z]{3})(\d{2})$/.exec(text.toUpperCase().replace(/\s/g, ""));
  if (!found) return null;
  const [day = 0, hour = 0, minute = 0] = found.slice(1, 4).map(Number);
  const at = new Date(Date.UTC(2000 + Number(found[5]), MONTHS.indexOf(found[4] ?? ""), day, hour, minute));
  return MONTHS.includes(found[4] ?? "") && at.getUTCDate() === day && hour < 24 && minute < 60 ? at.getTime() : null;
}
