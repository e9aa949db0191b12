// A part of a notice as an officer types it, and the volume that stands for it. What cannot be read is said at its field; the rules are the node's.
import type { Volume, VolumeGiven } from "../api.gen";
import type { Drawn } from "../map/chart";
import { dtg, readDtg } from "../time";
import { t } from "../words";
import { heightWord, reachWord } from "./words";

export type Shape = "polygon" | "circle" | "corridor";
export interface Part { shape: Shape; positions: string; reach: string; floor: string; ceiling: string; ground: string; from: string; to: string }
export type Faults = Partial<Record<keyof Part, string>>;

export const emptyPart = (from = "", to = ""): Part => ({ shape: "polygon", positions: "", reach: "", floor: "", ceiling: "", ground: "", from, to });
const SHORTEST = { polygon: 3, circle: 1, corridor: 2 } as const;
const RADIX = 1e7;

/** The volume of a part, or what is wrong with each field. */
export function volumeOf(part: Part): { volume: VolumeGiven | null; faults: Faults } {
  const faults: Faults = {};
  const positions = part.positions.split(/\n+/).map((line) => line.trim()).filter(Boolean);
  const flat: number[] = [];
  positions.forEach((line, at) => {
    const found = readPosition(line);
    if (typeof found === "string") faults.positions ??= t("Line {n}: {why}", { n: at + 1, why: found });
    else flat.push(...found);
  });
  if (!faults.positions && positions.length < SHORTEST[part.shape]) faults.positions = t("This shape takes at least {n} positions, one on each line.", { n: SHORTEST[part.shape] });
  const reach = part.shape === "polygon" ? 0 : readReach(part.reach);
  if (reach === null) faults.reach = t("Type it like {example}.", { example: "5 NM, 10 km, 800 m" });
  const floor = readHeight(part.floor, Math.floor);
  if (floor === null) faults.floor = t("Type it like {example}.", { example: "FL100, 3000 m AMSL, 500 ft AGL" });
  const ceiling = readHeight(part.ceiling, Math.ceil);
  if (ceiling === null) faults.ceiling = t("Type it like {example}.", { example: "FL100, 3000 m AMSL, 500 ft AGL" });
  const ground = readGround(part.ground);
  if (ground === null) faults.ground = t("Type it like {example}.", { example: "120–340 m" });
  const time = (text: string): number | undefined | null => (text.trim() ? readDtg(text) : undefined);
  const from = time(part.from);
  const to = time(part.to);
  if (from === null) faults.from = t("Type it like {example}.", { example: "221530Z NOV 26" });
  if (to === null) faults.to = t("Type it like {example}.", { example: "221530Z NOV 26" });
  if (typeof from === "number" && typeof to === "number" && to <= from) faults.to = t("It ends before it begins.");
  if (Object.keys(faults).length) return { volume: null, faults };
  const area: VolumeGiven["area"] = part.shape === "circle" ? { circle: [reach ?? 0, ...flat.slice(0, 2)] } : part.shape === "corridor" ? { corridor: [reach ?? 0, ...flat] } : { polygon: [flat] };
  return { volume: { area, ...(floor ? { floor } : {}), ...(ceiling ? { ceiling } : {}), ...(ground ? { ground } : {}), ...(typeof from === "number" ? { start: from } : {}), ...(typeof to === "number" ? { end: to } : {}) }, faults };
}

/** A volume as an officer would have typed it. A polygon with holes keeps them only in the volume: null. */
export function partOf(volume: Volume): Part | null {
  const { circle, corridor, polygon } = volume.area;
  if (polygon && polygon.length > 1) return null;
  const flat = circle ? circle.slice(1) : corridor ? corridor.slice(1) : (polygon?.[0] ?? []);
  return {
    shape: circle ? "circle" : corridor ? "corridor" : "polygon",
    positions: lines(flat),
    reach: circle ? reachWord(circle[0] ?? 0) : corridor ? reachWord(corridor[0] ?? 0) : "",
    floor: volume.floor ? heightWord(volume.floor) : "",
    ceiling: volume.ceiling ? heightWord(volume.ceiling) : "",
    ground: volume.ground ? `${volume.ground[0] / 100}–${volume.ground[1] / 100} m` : "",
    from: typeof volume.start === "number" ? dtg(volume.start) : "",
    to: typeof volume.end === "number" ? dtg(volume.end) : "",
  };
}

/** What was drawn on the chart, as typed. */
export function drawn(part: Part, { shape, points, radiusMetres }: Drawn): Part {
  const flat = points.flatMap(([lon, lat]) => [Math.round(lat * RADIX), Math.round(lon * RADIX)]);
  const of: Shape = shape === "Circle" ? "circle" : shape === "LineString" ? "corridor" : "polygon";
  return { ...part, shape: of, positions: lines(flat), ...(of === "circle" ? { reach: reachWord(radiusMetres * 100) } : of === "corridor" && !part.reach ? { reach: "2 NM" } : {}) };
}

function lines(flat: readonly number[]): string {
  const found: string[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push(typedPosition(flat[at] ?? 0, flat[at + 1] ?? 0));
  return found.join("\n");
}

const SIDES: Record<string, number> = { N: 1, S: -1, E: 1, W: -1 };
const NUMBER = String.raw`(\d{1,3}(?:[.,]\d+)?)(?![\d.,])\s*`;
const ANGLE = String.raw`${NUMBER}[°d]?\s*(?:${NUMBER}['′m]?\s*(?:${NUMBER}["″s]?\s*)?)?`;
const BOTH = new RegExp(`^${ANGLE}([NS])[\\s,;]*${ANGLE}([EW])$`, "i");
const PLAIN = /^([+-]?\d{1,3}(?:\.\d+)?)[\s,;]+([+-]?\d{1,3}(?:\.\d+)?)$/;

/** [latitude, longitude] in 1e-7 degree of `54°10.2′N 018°40′E` or `54.17 18.66`, latitude first; or why it is none. */
export function readPosition(text: string): [number, number] | string {
  const plain = PLAIN.exec(text);
  if (plain) return checked(Number(plain[1]), Number(plain[2]));
  const found = BOTH.exec(text);
  if (!found) return t("type it like {example}, latitude first", { example: "54°10.2′N 018°40.0′E" });
  const angle = (from: number): number => [0, 1, 2].reduce((sum, at) => sum + Number((found[from + at] ?? "0").replace(",", ".")) / 60 ** at, 0) * (SIDES[(found[from + 3] ?? "N").toUpperCase()] ?? 1);
  return checked(angle(1), angle(5));
}

function checked(lat: number, lon: number): [number, number] | string {
  if (Math.abs(lat) > 90) return Math.abs(lon) <= 90 ? t("a latitude of {n} is beyond the pole: are the two exchanged? Latitude comes first.", { n: lat }) : t("a latitude is at most 90 degrees.");
  if (lon < -180 || lon > 180) return t("a longitude is at most 180 degrees.");
  return [Math.round(lat * RADIX), lon === 180 ? -180 * RADIX : Math.round(lon * RADIX)];
}

const MGRS = /^(?:\d{1,2}[C-X]|[ABYZ])\s*[A-Z]{2}(?:\s*\d){2,10}$/i;
/** Whether a line is a reference of the military grid; our own node reads it. */
export const isGrid = (line: string): boolean => MGRS.test(line.trim());
/** A table of grid references as the node reads tables, each a point of its own. */
export const gridTable = (lines: readonly string[]): string => ["id,mgrs,radius_m", ...lines.map((line, at) => `${at},${line.replace(/\s/g, "").toUpperCase()},1`)].join("\n");
/** A position as it is typed: latitude first. */
export const typedPosition = (lat: number, lon: number): string => `${(lat / RADIX).toFixed(7)} ${(lon / RADIX).toFixed(7)}`;

/** Centimetres of `5 NM`, `10 km`, `800 m`, rounded up; null if it is none. */
export function readReach(text: string): number | null {
  const found = /^(\d+(?:[.,]\d+)?)\s*(NM|km|m)$/i.exec(text.trim());
  if (!found) return null;
  const unit = { nm: 185_200, km: 100_000, m: 100 }[(found[2] ?? "m").toLowerCase()] ?? 100;
  return Math.ceil(Number((found[1] ?? "0").replace(",", ".")) * unit - 1e-6);
}

type Level = NonNullable<VolumeGiven["floor"]>;
/** [centimetres or flight level, reference]; undefined: open; null if it is none. Without a reference it is above mean sea level. */
export function readHeight(text: string, round: (value: number) => number): Level | undefined | null {
  const typed = text.trim();
  if (!typed || /^(GND|SFC|UNL)$/i.test(typed)) return undefined;
  const level = /^FL\s*(\d{1,4})$/i.exec(typed);
  if (level) return [Number(level[1]), "FL"];
  const found = /^(-?\d+(?:[.,]\d+)?)\s*(m|ft)\s*(AMSL|AGL|W84)?$/i.exec(typed);
  if (!found) return null;
  const unit = (found[2] ?? "m").toLowerCase() === "ft" ? 30.48 : 100;
  const exact = Number((found[1] ?? "0").replace(",", ".")) * unit;
  const near = Math.round(exact);
  return [Math.abs(exact - near) < 1e-6 ? near : round(exact), ((found[3] ?? "AMSL").toUpperCase() as Level[1])];
}

function readGround(text: string): [number, number] | undefined | null {
  if (!text.trim()) return undefined;
  const found = /^(-?\d+(?:\.\d+)?)\s*(?:–|-|to|…|\s)\s*(-?\d+(?:\.\d+)?)\s*m$/i.exec(text.trim());
  return found ? [Math.floor(Number(found[1]) * 100), Math.ceil(Number(found[2]) * 100)] : null;
}
