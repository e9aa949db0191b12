// A position as people write it on a chart: degrees and minutes to a tenth, latitude first. The node reads what is typed; this only shows.
import type { Position } from "./chart";

export function written([lon, lat]: Position): string {
  const around = ((((lon + 180) % 360) + 360) % 360) - 180;
  return `${minutes(lat, 2, "N", "S")} ${minutes(around, 3, "E", "W")}`;
}

function minutes(value: number, width: number, above: string, below: string): string {
  const tenths = Math.round(Math.abs(value) * 600);
  return `${String(Math.floor(tenths / 600)).padStart(width, "0")}°${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}′${value < 0 ? below : above}`;
}
