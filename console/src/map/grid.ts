// A position in MGRS, beside its degrees: the same squares as the node's (interchange/grid.py), which a test holds this against.
// UTM by the series of Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geod. 85 (2011), eq. 35, to the fourth order: 0.1 mm; UPS around the poles.
import type { Position } from "./chart";

const F = 1 / 298.257223563;
const A = 6378137;
const E = Math.sqrt(F * (2 - F));
const N = F / (2 - F);
const MERIDIAN = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (N ** 2 * 2) / 3 + (N ** 3 * 5) / 16 + (N ** 4 * 41) / 180,
  (N ** 2 * 13) / 48 - (N ** 3 * 3) / 5 + (N ** 4 * 557) / 1440,
  (N ** 3 * 61) / 240 - (N ** 4 * 103) / 140,
  (N ** 4 * 49561) / 161280,
];
const POLAR = (2 * A * 0.994) / Math.sqrt((1 + E) ** (1 + E) * (1 - E) ** (1 - E));
const RAD = Math.PI / 180;
const SQUARE = 100_000;
const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["STUVWXYZ", "ABCDEFGH", "JKLMNPQR"];
const ROWS = "ABCDEFGHJKLMNPQRSTUV";
const POLES = {
  A: ["JKLPQRSTUXYZ", 8, "ABCDEFGHJKLMNPQRSTUVWXYZ", 8],
  B: ["ABCFGHJKLPQR", 20, "ABCDEFGHJKLMNPQRSTUVWXYZ", 8],
  Y: ["RSTUXYZ", 13, "ABCDEFGHJKLMNP", 13],
  Z: ["ABCFGHJ", 20, "ABCDEFGHJKLMNP", 13],
} as const;

/** `33UUP 12345 67890`: the square of one metre that holds a position. */
export function gridOf([at, lat]: Position): string {
  const lon = ((((at + 180) % 360) + 360) % 360) - 180;
  const polar = lat < -80 || lat >= 84;
  const zone = zoneOf(lat, lon);
  const [east, north] = polar ? ups(lat, lon) : utm(lat, lon, zone);
  let head: string;
  if (polar) {
    const band = lat < 0 ? (east < 2_000_000 ? "A" : "B") : east < 2_000_000 ? "Y" : "Z";
    const [columns, firstColumn, rows, firstRow] = POLES[band];
    head = band + (columns[Math.floor(east / SQUARE) - firstColumn] ?? "") + (rows[Math.floor(north / SQUARE) - firstRow] ?? "");
  } else {
    const column = COLUMNS[zone % 3]?.[Math.floor(east / SQUARE) - 1] ?? "";
    const row = ROWS[(Math.floor(north / SQUARE) + (zone % 2 ? 0 : 5)) % 20] ?? "";
    head = `${String(zone).padStart(2, "0")}${BANDS[Math.min(Math.floor((lat + 80) / 8), 19)] ?? ""}${column}${row}`;
  }
  const within = (metres: number): string => String(Math.floor(metres % SQUARE)).padStart(5, "0");
  return `${head} ${within(east)} ${within(north)}`;
}

function zoneOf(lat: number, lon: number): number {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return 31 + 2 * Math.floor((lon + 3) / 12);
  return Math.floor((lon + 180) / 6) + 1;
}

/** The tangent of the conformal latitude. */
function conformal(lat: number): number {
  const tau = Math.tan(lat * RAD);
  const sigma = Math.sinh(E * Math.atanh((E * tau) / Math.hypot(1, tau)));
  return tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
}

function utm(lat: number, lon: number, zone: number): [number, number] {
  const east = ((((lon - (zone * 6 - 183) + 540) % 360) + 360) % 360 - 180) * RAD;
  const up = conformal(lat);
  const xi0 = Math.atan2(up, Math.cos(east));
  const eta0 = Math.asinh(Math.sin(east) / Math.hypot(up, Math.cos(east)));
  let [xi, eta] = [xi0, eta0];
  ALPHA.forEach((alpha, at) => {
    const turn = 2 * (at + 1);
    xi += alpha * Math.sin(turn * xi0) * Math.cosh(turn * eta0);
    eta += alpha * Math.cos(turn * xi0) * Math.sinh(turn * eta0);
  });
  return [500_000 + 0.9996 * MERIDIAN * eta, 0.9996 * MERIDIAN * xi + (lat < 0 ? 10_000_000 : 0)];
}

function ups(lat: number, lon: number): [number, number] {
  const up = conformal(Math.abs(lat));
  const far = Math.abs(lat) < 90 ? POLAR / (up + Math.hypot(1, up)) : 0;
  const away = Math.cos(lon * RAD) * (lat < 0 ? 1 : -1);
  return [2_000_000 + far * Math.sin(lon * RAD), 2_000_000 + far * away];
}
