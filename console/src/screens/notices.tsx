// Notices: what each side announced, where, how high and when. The table and the map always together; a draft meets the others before it is signed.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Notice, Volume, VolumeGiven } from "../api.gen";
import { addressOf, ask } from "../api";
import { useAnswer } from "../answer";
import { offer } from "../keys";
import { now, status } from "../live";
import type { Area, Chart, Hatch, Position, Seen, Shape as Drawable } from "../map/chart";
import { outlinesOf, positionsOf } from "../map/outline";
import { MapPane } from "../map/pane";
import { useAllNotices } from "../notices/all";
import { amend, begin, beginWith, draft, drafted, DraftForm, takeDrawn } from "../notices/draft";
import { AltitudeBar, Ribbon } from "../notices/bars";
import { FromFile } from "../notices/file";
import { One } from "../notices/one";
import { Then } from "../notices/then";
import { OwnZones } from "../notices/zones";
import { Table, TABS, tabOf, tabWord, type Tab } from "../notices/table";
import { lateralWord } from "../notices/words";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { go, where } from "../places";
import { visible } from "../visible";
import { t } from "../words";

const DRAW: Record<string, Drawable> = { polygon: "Polygon", circle: "Circle", corridor: "LineString" };
const STEP = 600_000;
const VIEWS: readonly Seen[] = ["mercator", "north", "south"];
const viewWord = (seen: Seen): string => ({ mercator: t("From the side"), north: t("North pole"), south: t("South pole") })[seen];

export function Notices() {
  const found = useAllNotices();
  const kinds = useAnswer("notice_kinds").value;
  const tab = useSignal<Tab>("next");
  const seen = useSignal<Seen>("mercator");
  const moved = useSignal<number | null>(null);
  const chart = useRef<Chart | null>(null);
  const problem = useSignal("");
  const asking = useSignal(false);
  const reading = useSignal(false);
  const zoning = useSignal(false);
  const zones = useAnswer("zones").value;
  const layer = useSignal("");
  const own = status.value?.party ?? "";
  const at = moved.value ?? now.value;
  const minute = Math.floor(at / 60_000);
  const all = found.items;
  const ordered = useMemo(() => [...all].sort((one, two) => (one.start ?? 0) - (two.start ?? 0)), [all]);
  const rows = ordered.filter((item) => tabOf(item, now.value) === tab.value);
  const chosen = all.find((item) => item.ref === where.value.rest || item.place === where.value.rest) ?? rows[0];
  const conflicts = useAnswer("conflicts", { query: { ref: chosen?.place ?? "", limit: 20, state: "all" } }).value?.conflicts ?? [];
  const beside = useAnswer("conflicts", { query: { state: "conflict", limit: 100 } }).value?.conflicts ?? [];
  const near = chosen ? conflicts.filter((item) => item.first.ref === chosen.ref || item.second.ref === chosen.ref) : [];
  const pairs = near.filter((item) => item.state !== "separated");
  const beside2 = pairs.map((item) => (item.first.ref === chosen?.ref ? item.second.ref : item.first.ref));
  const barred = chosen ? [chosen, ...ordered.filter((item) => beside2.includes(item.ref))] : [];

  const areas = useMemo<Area[]>(() => ordered.filter((item) => tabOf(item, now.value) !== "over" || item.ref === chosen?.ref).map((item) => ({
    ref: item.ref, whose: item.from === own ? "own" : "other", outlines: item.volumes.flatMap(outlinesOf), label: item.stale ? `${item.ref} ${t("STALE")}` : item.ref, chosen: item.ref === chosen?.ref, faint: !inForce(item, minute * 60_000),
  })), [ordered, chosen?.ref, minute, own]);
  const hatches = useMemo<Hatch[]>(() => beside.flatMap((pair) => {
    const sides = [pair.first.ref, pair.second.ref].map((ref) => all.find((item) => item.ref === ref));
    const stated = Object.values(pair.statements).find((item) => item.of_what_stands);
    if (!sides[0] || !sides[1]) return [];
    const nearest = stated?.nearest.map(([lat, lon]) => [lon / 1e7, lat / 1e7] as Position) as [Position, Position] | undefined;
    return [{ first: sides[0].volumes.flatMap(outlinesOf), second: sides[1].volumes.flatMap(outlinesOf), nearest: stated && stated.lateral_mm > 0 && nearest ? nearest : null, label: stated ? lateralWord(stated.lateral_mm) : "" }];
  }), [beside, all]);
  useEffect(() => chart.current?.lines([...(kinds?.reference_lines ?? []), ...(kinds?.third_states ?? []).map(({ name, area }) => ({ name, points: [...area, ...area.slice(0, 1)] }))].map(({ name, points }) => ({ name, points: positionsOf(points.flat()) }))), [kinds]);
  useEffect(() => chart.current?.zones((zones?.zones ?? []).map((zone) => ({ name: zone.name, outlines: zone.volumes.flatMap(outlinesOf) }))), [zones]);
  const shown = useComputed(() => drafted.value.flatMap(outlinesOf));
  useEffect(() => chart.current?.draft(shown.value), [shown.value]);

  const fit = (): void => chart.current?.fit(positions((barred.length ? barred : all).flatMap((item) => item.volumes)));
  const fitted = useRef("");
  useEffect(() => {
    const wanted = chosen?.ref ?? (all.length ? "all" : "");
    if (wanted && fitted.current !== wanted && chart.current) {
      fitted.current = wanted;
      fit();
    }
  });

  function move(by: number): void {
    const place = rows.findIndex((item) => item.ref === chosen?.ref);
    const next = rows[Math.min(rows.length - 1, Math.max(0, place + by))];
    if (next) go("notices", next.ref);
  }
  function leave(): void {
    draft.value = null;
    chart.current?.stop();
  }
  const speak = may("speak");
  useLayoutEffect(() => {
    offer("notices", [
      { key: "j", shown: "j", does: "the next notice", run: () => move(1) },
      { key: "k", shown: "k", does: "the notice before", run: () => move(-1) },
      { key: "]", shown: "]", does: "ten minutes later on the map", run: () => (moved.value = at + STEP) },
      { key: "[", shown: "[", does: "ten minutes earlier on the map", run: () => (moved.value = at - STEP) },
      { key: "0", shown: "0", does: "now on the map", run: () => (moved.value = null) },
      { key: "+", shown: "+", does: "bring the map nearer", run: () => chart.current?.zoom(1) },
      { key: "-", shown: "-", does: "move the map away", run: () => chart.current?.zoom(-1) },
      { key: "f", shown: "f", does: "bring the notice into sight", run: fit },
      { key: "v", shown: "v", does: "look from the side, from above the north pole, from above the south pole", run: () => (seen.value = VIEWS[(VIEWS.indexOf(seen.value) + 1) % VIEWS.length] ?? "mercator") },
      { key: "ArrowLeft", shown: "←", does: "move the map", run: () => chart.current?.pan(-1, 0) },
      { key: "ArrowRight", shown: "→", does: "move the map", run: () => chart.current?.pan(1, 0) },
      { key: "ArrowUp", shown: "↑", does: "move the map", run: () => chart.current?.pan(0, 1) },
      { key: "ArrowDown", shown: "↓", does: "move the map", run: () => chart.current?.pan(0, -1) },
      ...(speak ? [{ key: "n", shown: "n", does: "write a new notice", run: () => begin(kinds) }] : []),
      { key: "l", shown: "l", does: "read a file of shapes or a NOTAM", run: () => (reading.value = true) },
      { key: "z", shown: "z", does: "the zones of our own side", run: () => (zoning.value = !zoning.value) },
      { key: "i", shown: "i", does: "ask what was in force at a place and a minute", run: () => (asking.value = !asking.value) },
      { key: "Escape", shown: "Esc", does: "leave the draft", run: leave },
    ]);
    return () => offer("notices", []);
  });
  async function ownLayer(file: File | undefined): Promise<void> {
    problem.value = "";
    if (!file) return;
    try {
      if (file.size > 20_000_000) throw new Error(t("it is larger than 20 MB"));
      const many = chart.current?.own(await drawable(file)) ?? 0;
      layer.value = t("{file}, {n} features", { file: file.name, n: many });
    } catch (why) {
      problem.value = t("{file} is not used: {why}. A layer is GeoJSON, KML, CSV or Cursor on Target; the map is as it was.", { file: file.name, why: String(why instanceof Error ? why.message : why) });
    }
  }
  return (
    <main id="main" class="page page-map" tabIndex={-1}>
      <h1 class="vh">{t("Notices and map")}</h1>
      <section class="pane" aria-label={t("Notices")} tabIndex={0}>
        <header>
          <h2>{t("Notices")}</h2>
          <span class="tabs" role="group" aria-label={t("When")}>{TABS.map((item) => <button key={item} type="button" aria-pressed={tab.value === item} onClick={() => (tab.value = item)}>{tabWord(item)} <span class="q">{ordered.filter((one) => tabOf(one, now.value) === item).length}</span></button>)}</span>
        </header>
        <div class="stack">
          <Fault problem={found.problem} />
          {draft.value ? <DraftForm key={draft.value.id} kinds={kinds} onLeave={leave} onDraw={(shape, part) => chart.current?.draw(DRAW[shape] ?? "Polygon", (item) => takeDrawn(item, part))} onSaid={(ref) => { leave(); go("notices", ref); }} />
            : zoning.value ? <OwnZones found={zones} onLeave={() => (zoning.value = false)} />
            : reading.value ? <FromFile onLeave={() => (reading.value = false)} onTake={(shape) => { reading.value = false; beginWith(kinds, shape.kind, shape.name, shape.volumes as unknown as VolumeGiven[]); }} />
            : <>
                {rows.length ? <Table notices={rows} chosen={chosen?.ref ?? ""} own={own} /> : found.loaded ? <Empty>{tab.value === "next" ? t("No activity is announced for the next twelve hours. That is how it is on most days; n writes a notice.") : t("None.")}</Empty> : null}
                {chosen ? <One key={chosen.place} notice={chosen} conflicts={near} own={own} onAmend={() => amend(chosen)} /> : null}
              </>}
          {draft.value || reading.value || zoning.value ? null : <><div class="acts">{speak ? <button class="btn" type="button" onClick={() => begin(kinds)}>{t("New notice")} <kbd>n</kbd></button> : null}<button class="btn" type="button" onClick={() => (reading.value = true)}>{t("From a file or a NOTAM")} <kbd>l</kbd></button><button class="btn" type="button" onClick={() => (asking.value = !asking.value)}>{t("In force here and then")} <kbd>i</kbd></button><button class="btn" type="button" onClick={() => (zoning.value = true)}>{t("Our own zones")} <kbd>z</kbd></button><a class="btn" href={addressOf("notice_calendar", { query: { days: 90 } })} download>{t("Calendar file of 90 days")}</a></div>
          {asking.value ? <Then own={own} /> : null}</>}
          <p class="q t12">{found.words ? t(found.words) : ""}</p>
        </div>
      </section>
      <section class="pane mapside" aria-label={t("Map")} tabIndex={0}>
        <header>
          <h2>{t("Map")}</h2>
          <span class="tabs" role="group" aria-label={t("Looked at")}>{VIEWS.map((item) => <button key={item} type="button" aria-pressed={seen.value === item} onClick={() => (seen.value = item)}>{viewWord(item)}</button>)}</span>
          <span class="aside">{t("coast and graticule")} · <label class="layerfile">{t("lay a file of one’s own over it")} <input type="file" class="vh" accept=".geojson,.json,.kml,.csv,.cot" aria-label={t("A file of one’s own, drawn here alone")} onChange={(event) => { const [file] = event.currentTarget.files ?? []; void ownLayer(file); event.currentTarget.value = ""; }} /></label>{layer.value ? <> <bdi>{visible(layer.value)}</bdi> <button class="quiet" type="button" onClick={() => { chart.current?.own(""); layer.value = ""; }}>{t("take it away")}</button></> : null}</span>
        </header>
        {problem.value ? <p class="due-soon t12" role="alert">{visible(problem.value)}</p> : null}
        <div class="mapbox">
          <MapPane areas={areas} hatches={hatches} seen={seen.value} onChart={(made) => { chart.current = made; }} onChoose={(ref) => { if (ref) go("notices", ref); }} />
          <AltitudeBar notices={barred} own={own} />
        </div>
        <Ribbon notices={barred.length > 1 ? [...barred, ...ordered.filter((item) => !barred.includes(item) && tabOf(item, now.value) !== "over")] : ordered.filter((item) => tabOf(item, now.value) !== "over")} own={own} shown={at} conflicting={chosen && pairs.some((item) => item.state === "conflict") ? [chosen.ref, ...pairs.filter((item) => item.state === "conflict").map((item) => (item.first.ref === chosen.ref ? item.second.ref : item.first.ref))] : []} onShow={(moment) => (moved.value = moment)} />
        {kinds?.third_states.length ? <p class="q t12">{t("Third states that are told of what comes near their territory: {names}. Their outlines recognise no border.", { names: kinds.third_states.map((item) => visible(item.name)).join(", ") })}</p> : null}
        {kinds?.reference_lines.length ? <p class="q t12">{t("Agreed reference lines: {names}. They recognise no border.", { names: kinds.reference_lines.map((item) => item.name).join(", ") })}</p> : null}
      </section>
    </main>
  );
}

/** GeoJSON of a file; what is none our own node makes one of, and nobody else hears of it. */
async function drawable(file: File): Promise<string> {
  const text = await file.text();
  const format = { kml: "kml", csv: "csv", cot: "cot" }[file.name.split(".").pop()?.toLowerCase() ?? ""] as "kml" | "csv" | "cot" | undefined;
  return format ? ((await ask("shapes", { body: { format, text } })).geojson ?? "") : text;
}
const inForce = (item: Notice, at: number): boolean => (item.start ?? at) <= at && at <= (item.end ?? at);
const positions = (volumes: readonly Volume[]): Position[] => volumes.flatMap(outlinesOf).flatMap((rings) => rings.flat());
