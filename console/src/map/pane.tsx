// The map's pane: the chart, where the pointer is, what it is looked at from. What it shows stands in the table beside it, too.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { palette } from "../palette";
import { t } from "../words";
import { Chart, type Area, type Hatch, type Position, type Seen } from "./chart";
import { gridOf } from "./grid";
import { written } from "./position";

export interface MapPane {
  areas: readonly Area[];
  hatches: readonly Hatch[];
  seen: Seen;
  /** Called once when the chart stands, and with null when it goes. */
  onChart: (chart: Chart | null) => void;
  onChoose: (ref: string | null) => void;
}

export function MapPane({ areas, hatches, seen, onChart, onChoose }: MapPane) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const at = useSignal<Position | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const made = new Chart(host.current, (where) => (at.value = where), onChoose);
    chart.current = made;
    onChart(made);
    const watch = new ResizeObserver(() => made.resized());
    watch.observe(host.current);
    void coastOf("110m").then((found) => made.coast(found)).then(() => coastOf("50m")).then((found) => made.coast(found)).catch(() => undefined);
    return () => {
      watch.disconnect();
      onChart(null);
      chart.current = null;
      made.gone();
    };
  }, []);
  useEffect(() => chart.current?.show(areas, hatches), [areas, hatches]);
  useEffect(() => chart.current?.look(seen), [seen]);
  useEffect(() => palette.subscribe(() => queueMicrotask(() => chart.current?.recolour())), []);
  return (
    <div class="chartbox">
      <div class="chart-host" ref={host} role="img" aria-label={t("Map of the notices. The same facts stand in the table.")} />
      <p class="mapat t12"><bdi dir="ltr">{at.value ? `${written(at.value)} · ${gridOf(at.value)} · ` : ""}WGS84</bdi></p>
    </div>
  );
}

const kept = new Map<string, Promise<number[][][]>>();
function coastOf(scale: string): Promise<number[][][]> {
  const found = kept.get(scale) ?? fetch(`/coast-${scale}.json`).then((answer) => answer.json() as Promise<number[][][]>);
  kept.set(scale, found);
  return found;
}
