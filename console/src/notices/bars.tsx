// The altitude bar and the time ribbon: how high and when, for the notice that is chosen and what stands beside it. Hatched is what two have in common.
import type { Notice, Volume } from "../api.gen";
import { now } from "../live";
import { DAY, HOUR, hhmm } from "../time";
import { t } from "../words";

const FOOT = 30.48;
const HIGH = 14;

/** Bottom and top of a notice in metres above mean sea level, for a picture; open ends are null. Flight levels are drawn at their number. */
function band(volumes: readonly Volume[]): [number, number | null] {
  const metres = (level: readonly [number, string], ground: number): number => (level[1] === "FL" ? level[0] * FOOT : level[1] === "AGL" ? (level[0] + ground) / 100 : level[0] / 100);
  const bottoms = volumes.map((one) => (one.floor ? metres(one.floor, one.ground ? one.ground[0] : 0) : 0));
  const tops = volumes.map((one) => (one.ceiling ? metres(one.ceiling, one.ground ? one.ground[1] : 0) : null));
  return [Math.max(0, Math.min(...bottoms)), tops.includes(null) ? null : Math.max(...tops.map((one) => one ?? 0))];
}

export function AltitudeBar({ notices, own }: { notices: readonly Notice[]; own: string }) {
  const bands = notices.filter((item) => item.volumes.length).slice(0, 3).map((item) => ({ item, at: band(item.volumes) }));
  const highest = Math.max(1000, ...bands.map(({ at }) => at[1] ?? at[0] + 1000));
  const km = Math.min(HIGH * 2, Math.ceil(highest / 1000) + (bands.some(({ at }) => at[1] === null) ? 1 : 0));
  const step = km > 12 ? 4 : km > 6 ? 2 : 1;
  const y = (metres: number): number => 476 - (Math.min(metres, km * 1000) / (km * 1000)) * 440;
  const common = bands.length > 1 ? [Math.max(...bands.map(({ at }) => at[0])), Math.min(...bands.map(({ at }) => at[1] ?? km * 1000))] as const : null;
  const words = bands.map(({ item, at }) => t("{ref} from {low} to {high}", { ref: item.ref, low: `${(at[0] / 1000).toFixed(1)} km`, high: at[1] === null ? t("unlimited") : `${(at[1] / 1000).toFixed(1)} km` })).join("; ");
  return (
    <svg class="altitude" viewBox="0 0 92 520" preserveAspectRatio="none" role="img" aria-label={t("Altitude above sea level: {words}", { words: words || t("no notice is chosen") })}>
      <rect class="m-sea" width="92" height="520" />
      {Array.from({ length: Math.floor(km / step) + 1 }, (_, at) => at * step).map((level) => <g key={level}><path class="m-grat" d={`M30 ${y(level * 1000)}h60`} /><text class="m-txt" x="26" y={y(level * 1000) + 4} text-anchor="end">{level}</text></g>)}
      {bands.map(({ item, at }, number) => <rect key={item.ref} class={item.from === own ? "m-own" : "m-other"} x={36 + number * 18} y={y(at[1] ?? km * 1000)} width="14" height={Math.max(1, y(at[0]) - y(at[1] ?? km * 1000))} />)}
      {common && common[1] > common[0] ? <path class="m-conf" d={`M34 ${y(common[0])}h${bands.length * 18}M34 ${y(common[1])}h${bands.length * 18}`} /> : null}
      <text class="m-txt" x="6" y="18">{t("km AMSL")}</text>
      {bands.map(({ item }, number) => <text key={item.ref} class="m-lab s" x={36 + number * 18} y={494 + (number % 2) * 14}>{item.from}</text>)}
    </svg>
  );
}

const ROWS = 6;
const LEFT = 96;
const WIDE = 800;

export function Ribbon({ notices, own, shown, conflicting, onShow }: { notices: readonly Notice[]; own: string; shown: number; conflicting: readonly string[]; onShow: (at: number) => void }) {
  const begins = Math.floor(shown / DAY) * DAY;
  const ends = begins + DAY;
  const x = (at: number): number => LEFT + ((Math.min(ends, Math.max(begins, at)) - begins) / DAY) * WIDE;
  const rows = notices.filter((item) => (item.start ?? 0) < ends && (item.end ?? ends) > begins).slice(0, ROWS);
  const both = rows.filter((item) => conflicting.includes(item.ref));
  const common = both.length > 1 ? [Math.max(...both.map((item) => item.start ?? begins)), Math.min(...both.map((item) => item.end ?? ends))] as const : null;
  const high = 30 + rows.length * 19 + 24;
  return (
    <div class="ribbon">
      <svg class="timeline" viewBox={`0 0 904 ${high}`} role="img" aria-label={t("Time, UTC: {words}", { words: rows.map((item) => `${item.ref} ${item.start === null ? "" : hhmm(item.start)}–${item.end === null ? "" : hhmm(item.end)}`).join("; ") })}>
        {Array.from({ length: 13 }, (_, at) => begins + at * 2 * HOUR).map((at) => <g key={at}><path class="m-grat" d={`M${x(at)} 18v${high - 42}`} /><text class="m-txt" x={x(at)} y="12" text-anchor="middle">{at === ends ? "24" : hhmm(at).slice(0, 2)}</text></g>)}
        {rows.map((item, number) => (
          <g key={item.ref}>
            <text class="m-txt" x="4" y={35 + number * 19}>{item.ref}</text>
            <rect class={item.from === own ? "m-own-b" : "m-other-b"} x={x(item.start ?? begins)} y={27 + number * 19} width={Math.max(2, x(item.end ?? ends) - x(item.start ?? begins))} height="8" />
          </g>
        ))}
        {common && common[1] > common[0] ? <path class="m-conf" d={`M${x(common[0])} 20v${rows.length * 19}M${x(common[1])} 20v${rows.length * 19}`} /> : null}
        {now.value >= begins && now.value < ends ? <><path class="m-ink" d={`M${x(now.value)} 16v${high - 36}`} stroke-dasharray="2 2" /><text class="m-lab s" x={x(now.value) - 4} y={high - 6} text-anchor="end">{t("now {at}", { at: hhmm(now.value) })}</text></> : null}
        <path class="m-ink" d={`M${x(shown)} 16v${high - 36}`} />
        <path class="m-inkf" d={`M${x(shown)} ${high - 24}l-9 11v11h18v-11z`} />
      </svg>
      <label class="t12"><span class="vh">{t("Moment shown, UTC")}</span><input type="range" min={begins} max={ends - 60_000} step={300_000} value={shown} aria-valuetext={hhmm(shown)} onInput={(event) => onShow(Number(event.currentTarget.value))} /></label>
    </div>
  );
}
