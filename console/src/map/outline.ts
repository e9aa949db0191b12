// Outlines of volumes to draw: on a sphere, good to a few metres in a thousand. The node measures on the ellipsoid; nothing is decided here.
import type { Volume, VolumeGiven } from "../api.gen";
import type { Position, Rings } from "./chart";

const RADIUS = 6371008.8;
const RAD = Math.PI / 180;
const STEP = 100_000;
const ROUND = 72;

/** What to draw of a volume: each outline with its holes. */
export function outlinesOf(volume: Volume | VolumeGiven): Rings[] {
  const { circle, corridor, polygon } = volume.area;
  if (circle) {
    const [radius = 0, lat = 0, lon = 0] = circle;
    return [[around([lon / 1e7, lat / 1e7], radius / 100, 0, 360)]];
  }
  if (corridor) return [[beside(positionsOf(corridor.slice(1)), (corridor[0] ?? 0) / 100)]];
  return polygon ? [polygon.map((ring) => along([...positionsOf(ring), ...positionsOf(ring).slice(0, 1)]))] : [];
}

/** Positions of a flat list of 1e-7 degrees, latitude first; longitudes go on beyond 180 rather than jump. */
export function positionsOf(flat: readonly number[]): Position[] {
  const found: Position[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([(flat[at + 1] ?? 0) / 1e7, (flat[at] ?? 0) / 1e7]);
  return joined(found);
}

function joined(positions: readonly Position[]): Position[] {
  let before: number | null = null;
  return positions.map(([lon, lat]) => {
    let here = lon;
    if (before !== null) here = lon + 360 * Math.round((before - lon) / 360);
    before = here;
    return [here, lat];
  });
}

/** The position so many metres from another, in a direction from north, eastwards. */
function away([lon, lat]: Position, metres: number, bearing: number): Position {
  const arc = metres / RADIUS;
  const up = Math.asin(Math.sin(lat * RAD) * Math.cos(arc) + Math.cos(lat * RAD) * Math.sin(arc) * Math.cos(bearing * RAD));
  const east = Math.atan2(Math.sin(bearing * RAD) * Math.sin(arc) * Math.cos(lat * RAD), Math.cos(arc) - Math.sin(lat * RAD) * Math.sin(up));
  return [lon + east / RAD, up / RAD];
}

function bearing([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const by = (lon2 - lon1) * RAD;
  return Math.atan2(Math.sin(by) * Math.cos(lat2 * RAD), Math.cos(lat1 * RAD) * Math.sin(lat2 * RAD) - Math.sin(lat1 * RAD) * Math.cos(lat2 * RAD) * Math.cos(by)) / RAD;
}

function apart([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const h = Math.sin(((lat2 - lat1) * RAD) / 2) ** 2 + Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * Math.sin(((lon2 - lon1) * RAD) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

function around(centre: Position, metres: number, from: number, to: number): Position[] {
  const many = Math.max(2, Math.ceil((ROUND * Math.abs(to - from)) / 360));
  return joined(Array.from({ length: many + 1 }, (_, at) => away(centre, metres, from + ((to - from) * at) / many)));
}

/** A chain of shortest lines, divided so that it is drawn where it runs. */
function along(positions: readonly Position[]): Position[] {
  const found: Position[] = [];
  positions.forEach((here, at) => {
    const next = positions[at + 1];
    found.push(here);
    if (!next) return;
    const far = apart(here, next);
    const parts = Math.min(64, Math.floor(far / STEP));
    const way = bearing(here, next);
    for (let part = 1; part <= parts; part += 1) if ((part * far) / (parts + 1) < far) found.push(away(here, (part * far) / (parts + 1), way));
  });
  return joined(found);
}

/** What is at most so far from a chain: one side, a round end, the other side, a round end. */
function beside(chain: readonly Position[], metres: number): Position[] {
  const line = along(chain);
  const first = line[0];
  const last = line[line.length - 1];
  if (!first || !last || line.length < 2) return first ? around(first, metres, 0, 360) : [];
  const side = (points: readonly Position[]): Position[] => points.slice(0, -1).flatMap((here, at) => {
    const next = points[at + 1] ?? here;
    const way = bearing(here, next);
    const back = bearing(next, here) + 180;
    const before = points[at - 1];
    const turn = before ? (((way - (bearing(here, before) + 180)) % 360) + 540) % 360 - 180 : 0;
    // Round where the chain turns away from this side.
    const bend = turn > 1 ? around(here, metres, way - turn - 90, way - 90) : [];
    // Where it turns towards this side, the two sides meet.
    const inner = (by: number): boolean => by < -1 && by > -150;
    const after = points[at + 2];
    const next_turn = after ? (((bearing(next, after) - back) % 360) + 540) % 360 - 180 : 0;
    const meet = (corner: Position, by: number, towards: number): Position => away(corner, metres / Math.cos((by / 2) * RAD), towards - 90 + by / 2);
    const fits = (by: number, far: number): boolean => inner(by) && metres * Math.tan((-by / 2) * RAD) < far;
    const far = apart(here, next);
    return [...bend, fits(turn, far) ? meet(here, turn, way - turn) : away(here, metres, way - 90), fits(next_turn, far) ? meet(next, next_turn, back) : away(next, metres, back - 90)];
  });
  const back = [...line].reverse();
  const start = bearing(first, line[1] ?? first);
  const end = bearing(last, back[1] ?? last) + 180;
  return joined([...side(line), ...around(last, metres, end - 90, end + 90), ...side(back), ...around(first, metres, start + 90, start + 270)]);
}
