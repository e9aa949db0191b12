// The chart: everything that knows OpenLayers. It draws what it is told and reports what was drawn on it; it decides and measures nothing.
// The coast and a graticule are all that it shows of itself: no border, no name. A layer of one's own stays in this browser.
import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import { boundingExtent } from "ol/extent";
import GeoJSON from "ol/format/GeoJSON";
import { LineString, MultiPolygon, Polygon } from "ol/geom";
import { Draw, Snap, defaults as ordinary } from "ol/interaction";
import Graticule from "ol/layer/Graticule";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat, toLonLat, transform } from "ol/proj";
import VectorSource from "ol/source/Vector";
import { Fill, Stroke, Style, Text } from "ol/style";
import type { Coordinate } from "ol/coordinate";
import { POLES, addPoles } from "./polar";

/** `[longitude, latitude]` in degrees, as RFC 7946 writes them. */
export type Position = readonly [number, number];
export type Rings = readonly (readonly Position[])[];
export type Whose = "own" | "other" | "third";
export interface Area {
  ref: string;
  whose: Whose;
  /** Outlines, each with its holes; longitudes go on beyond 180 rather than jump. */
  outlines: readonly Rings[];
  label: string;
  /** Not in force at the moment shown. */
  faint: boolean;
  chosen: boolean;
}
export interface Hatch { first: readonly Rings[]; second: readonly Rings[]; nearest: readonly [Position, Position] | null; label: string }
export type Seen = "mercator" | "north" | "south";
export type Shape = "Polygon" | "Circle" | "LineString";
export interface Drawn { shape: Shape; points: Position[]; radiusMetres: number }

const MERCATOR = "EPSG:3857";
const DEGREES = "EPSG:4326";
const LABELS = 300;
const STYLES = 1000;
addPoles();

export class Chart {
  readonly #map: OlMap;
  readonly #coast = new VectorSource();
  readonly #areas = new VectorSource();
  readonly #hatches = new VectorSource();
  readonly #layer = new VectorSource();
  readonly #draft = new VectorSource();
  readonly #agreed = new VectorSource();
  readonly #kept = new VectorSource();
  #zones: readonly { name: string; outlines: readonly Rings[] }[] = [];
  #lines: readonly { name: string; points: readonly Position[] }[] = [];
  #graticule: Graticule | null = null;
  #colours: (name: string) => string;
  #seen: Seen = "mercator";
  #drawing: Draw[] = [];
  #shown: readonly Area[] = [];
  #hatched: readonly Hatch[] = [];
  #coastal: Position[][][] = [];
  #loaded = "";

  constructor(host: HTMLElement, onMove: (at: Position | null) => void, onChoose: (ref: string | null) => void) {
    this.#colours = coloursOf(host);
    const layers = [
      new VectorLayer({ source: this.#coast, style: () => this.#land() }),
      new VectorLayer({ source: this.#layer, style: () => this.#loadedStyle() }),
      new VectorLayer({ source: this.#agreed, style: (feature) => this.#agreedStyle(feature.get("name") as string) }),
      new VectorLayer({ source: this.#kept, style: (feature) => this.#keptStyle(feature.get("name") as string) }),
      new VectorLayer({ source: this.#areas, style: (feature) => this.#area(feature as Feature), declutter: true }),
      new VectorLayer({ source: this.#hatches, style: (feature) => this.#hatch(feature as Feature) }),
      new VectorLayer({ source: this.#draft, style: () => this.#drafted() }),
    ];
    this.#map = new OlMap({ target: host, layers, controls: [], interactions: ordinary({ altShiftDragRotate: false, pinchRotate: false }), view: viewOf("mercator") });
    this.#rule();
    this.#map.on("pointermove", (event) => onMove(event.dragging ? null : this.#degrees(event.coordinate)));
    this.#map.on("singleclick", (event) => {
      if (this.#drawing.length) return;
      const found = this.#map.forEachFeatureAtPixel(event.pixel, (feature) => feature.get("ref") as string | undefined, { hitTolerance: 4 });
      onChoose(found ?? null);
    });
  }

  /** Draw these areas, and no others; the hatch is what two of them have in common. */
  show(areas: readonly Area[], hatches: readonly Hatch[]): void {
    [this.#shown, this.#hatched] = [areas, hatches];
    this.#areas.clear(true);
    this.#areas.addFeatures(areas.map((area) => {
      const feature = new Feature(new MultiPolygon(area.outlines.map((rings) => this.#rings(rings))));
      feature.setProperties({ ref: area.ref, area });
      return feature;
    }));
    this.#hatches.clear(true);
    this.#hatches.addFeatures(hatches.flatMap((hatch) => {
      const both = new Feature(new MultiPolygon([...hatch.first, ...hatch.second].map((rings) => this.#rings(rings))));
      both.setProperties({ hatch, first: hatch.first.length });
      if (!hatch.nearest) return [both];
      const between = new Feature(new LineString(hatch.nearest.map((at) => this.#at(at))));
      between.setProperties({ between: hatch.label });
      return [both, between];
    }));
  }

  /** Show the coast: each polygon's rings, as steps of hundredths of a degree (build.mjs writes them). */
  coast(polygons: readonly (readonly (readonly number[])[])[]): void {
    this.#coastal = polygons.map((polygon) => polygon.map((steps) => {
      let [lon, lat] = [0, 0];
      const found: Position[] = [];
      for (let at = 0; at + 1 < steps.length; at += 2) found.push([(lon += steps[at] ?? 0) / 100, (lat += steps[at + 1] ?? 0) / 100]);
      return found;
    }));
    this.#drawCoast();
  }

  /** Draw the reference lines of the charter. They recognise no border, and look like none of a map's. */
  lines(lines: readonly { name: string; points: readonly Position[] }[]): void {
    this.#lines = lines;
    this.#agreed.clear(true);
    this.#agreed.addFeatures(lines.map(({ name, points }) => {
      const feature = new Feature(new LineString(points.map((at) => this.#at(at))));
      feature.set("name", name);
      return feature;
    }));
  }

  /** Draw the zones that our own side keeps clear. */
  zones(zones: readonly { name: string; outlines: readonly Rings[] }[]): void {
    this.#zones = zones;
    this.#kept.clear(true);
    this.#kept.addFeatures(zones.map(({ name, outlines }) => {
      const feature = new Feature(new MultiPolygon(outlines.map((rings) => this.#rings(rings))));
      feature.set("name", name);
      return feature;
    }));
  }

  /** Lay GeoJSON of one's own over the coast, or take it away ("");  what it holds never leaves this side. Throws with what is wrong with it. */
  own(text: string): number {
    this.#layer.clear(true);
    this.#loaded = "";
    if (!text) return 0;
    const found = new GeoJSON().readFeatures(text, { dataProjection: DEGREES, featureProjection: this.#map.getView().getProjection() });
    this.#layer.addFeatures(found);
    this.#loaded = text;
    return found.length;
  }

  /** Look from the side or from above a pole. */
  look(seen: Seen): void {
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#map.setView(viewOf(seen));
    this.#rule();
    this.#drawCoast();
    this.lines(this.#lines);
    this.zones(this.#zones);
    this.show(this.#shown, this.#hatched);
    this.own(this.#loaded);
  }

  /** Bring these positions into sight. */
  fit(positions: readonly Position[]): void {
    if (!positions.length || !this.#map.getSize()) return;
    const extent = boundingExtent(positions.map((at) => this.#at(at)));
    if (extent.every(Number.isFinite)) this.#map.getView().fit(extent, { padding: [48, 48, 48, 48], maxZoom: 11 });
  }

  zoom(by: number): void {
    const view = this.#map.getView();
    view.setZoom((view.getZoom() ?? 2) + by);
  }

  pan(right: number, up: number): void {
    const view = this.#map.getView();
    const step = (view.getResolution() ?? 1) * 80;
    const [x = 0, y = 0] = view.getCenter() ?? [0, 0];
    view.setCenter([x + right * step, y + up * step]);
  }

  /** Let an officer draw one shape with the pointer; edges snap to what is drawn. Escape ends it: `stop`. */
  draw(shape: Shape, done: (drawn: Drawn) => void): void {
    this.stop();
    const draw = new Draw({ source: this.#draft, type: shape, style: () => this.#drafted() });
    draw.on("drawstart", () => this.#draft.clear());
    draw.on("drawend", (event) => {
      const geometry = event.feature.getGeometry();
      if (geometry?.getType() === "Circle") {
        const circle = geometry as unknown as { getCenter(): Coordinate; getRadius(): number };
        const centre = this.#degrees(circle.getCenter());
        const edge = this.#degrees([(circle.getCenter()[0] ?? 0) + circle.getRadius(), circle.getCenter()[1] ?? 0]);
        done({ shape, points: [centre], radiusMetres: Math.round(metres(centre, edge)) });
      } else if (geometry instanceof Polygon) done({ shape, points: (geometry.getCoordinates()[0] ?? []).slice(0, -1).map((at) => this.#degrees(at)), radiusMetres: 0 });
      else if (geometry instanceof LineString) done({ shape, points: geometry.getCoordinates().map((at) => this.#degrees(at)), radiusMetres: 0 });
      queueMicrotask(() => this.stop());
    });
    const snap = [new Snap({ source: this.#areas }), new Snap({ source: this.#draft })];
    for (const each of [draw, ...snap]) this.#map.addInteraction(each);
    this.#drawing = [draw];
    this.#snaps = snap;
  }

  #snaps: Snap[] = [];

  /** Put a draft on the chart: outlines as the node gave them, or nothing. */
  draft(outlines: readonly Rings[]): void {
    this.#draft.clear(true);
    if (outlines.length) this.#draft.addFeature(new Feature(new MultiPolygon(outlines.map((rings) => this.#rings(rings)))));
  }

  stop(): void {
    for (const each of [...this.#drawing, ...this.#snaps]) this.#map.removeInteraction(each);
    this.#drawing = [];
    this.#snaps = [];
  }

  /** The palette changed. */
  recolour(): void {
    const host = this.#map.getTargetElement();
    if (host) this.#colours = coloursOf(host);
    this.#pattern = null;
    this.#styles.clear();
    this.#rule();
    for (const layer of this.#map.getAllLayers()) layer.changed();
  }

  resized(): void {
    this.#map.updateSize();
  }

  gone(): void {
    this.#map.setTarget(undefined);
    this.#map.dispose();
  }

  #code(): string {
    return this.#seen === "mercator" ? MERCATOR : POLES[this.#seen];
  }
  #at(position: Position): Coordinate {
    const [lon, lat] = position;
    return this.#seen === "mercator" ? fromLonLat([lon, Math.max(-85.05, Math.min(85.05, lat))]) : transform([lon, lat], DEGREES, this.#code());
  }
  #degrees(at: Coordinate): Position {
    const [lon = 0, lat = 0] = this.#seen === "mercator" ? toLonLat(at) : transform(at, this.#code(), DEGREES);
    return [lon, lat];
  }
  #rings(rings: Rings): Coordinate[][] {
    return rings.map((ring) => closed(ring).map((at) => this.#at(at)));
  }
  #drawCoast(): void {
    const far = this.#seen === "mercator" ? 91 : -20;
    const sign = this.#seen === "south" ? -1 : 1;
    this.#coast.clear(true);
    const near = this.#seen === "mercator" ? this.#coastal : this.#coastal.filter((polygon) => polygon[0]?.some(([, lat]) => sign * lat > far));
    this.#coast.addFeatures(near.map((polygon) => new Feature(new Polygon(polygon.map((ring) => ring.map((at) => this.#at(at)))))));
  }
  #rule(): void {
    if (this.#graticule) this.#map.removeLayer(this.#graticule);
    this.#graticule = new Graticule({ strokeStyle: new Stroke({ color: this.#colours("--grat"), width: 1 }), showLabels: this.#seen === "mercator", wrapX: true, lonLabelStyle: this.#small(), latLabelStyle: this.#small(), lonLabelPosition: 0.02, latLabelPosition: 0.995, lonLabelFormatter: (lon) => degrees(lon, "E", "W", 3), latLabelFormatter: (lat) => degrees(lat, "N", "S", 2) });
    this.#map.getLayers().insertAt(1, this.#graticule);
  }
  #small(): Text {
    return new Text({ font: this.#font(12), fill: new Fill({ color: this.#colours("--map-text") }), stroke: new Stroke({ color: this.#colours("--sea"), width: 3 }), textAlign: "end" });
  }
  #font(size: number, weight = 400): string {
    return `${weight} ${size}px ${this.#colours("--font") || "sans-serif"}`;
  }
  #land(): Style {
    return new Style({ fill: new Fill({ color: this.#colours("--land") }), stroke: new Stroke({ color: this.#colours("--coast"), width: 1 }) });
  }
  #loadedStyle(): Style {
    return new Style({ fill: new Fill({ color: "transparent" }), stroke: new Stroke({ color: this.#colours("--ink-2"), width: 1, lineDash: [2, 3] }) });
  }
  #keptStyle(name: string): Style {
    return new Style({ fill: new Fill({ color: "transparent" }), stroke: new Stroke({ color: this.#colours("--ink-2"), width: 1.5, lineDash: [2, 6] }), text: new Text({ text: name, font: this.#font(12), fill: new Fill({ color: this.#colours("--ink-2") }), stroke: new Stroke({ color: this.#colours("--sea"), width: 3 }), overflow: true }) });
  }
  #agreedStyle(name: string): Style {
    return new Style({ stroke: new Stroke({ color: this.#colours("--ink-2"), width: 1.5, lineDash: [12, 4, 2, 4] }), text: new Text({ text: name, font: this.#font(12), placement: "line", fill: new Fill({ color: this.#colours("--ink-2") }), stroke: new Stroke({ color: this.#colours("--sea"), width: 3 }), textBaseline: "bottom", overflow: true }) });
  }
  #drafted(): Style {
    return new Style({ fill: new Fill({ color: "transparent" }), stroke: new Stroke({ color: this.#colours("--ink"), width: 2, lineDash: [1, 4] }) });
  }
  readonly #styles = new Map<string, Style>();
  #area(feature: Feature): Style {
    const { whose, faint, chosen, label } = feature.get("area") as Area;
    // Among very many a label of each would only hide the others.
    const shown = chosen || this.#shown.length <= LABELS ? label : "";
    const known = this.#styles.get(`${whose} ${faint} ${chosen} ${shown}`);
    if (known) return known;
    const line = this.#colours(`--${whose}`);
    const ground = this.#colours(whose === "third" ? "--third" : `--${whose}-fill`);
    const made = new Style({
      fill: new Fill({ color: withAlpha(ground, faint ? 0.04 : 0.1) }),
      stroke: new Stroke({ color: faint ? withAlpha(line, 0.5) : line, width: chosen ? 3.5 : 2.25, ...(whose === "other" ? { lineDash: [9, 5] } : {}) }),
      ...(shown ? { text: new Text({ text: shown, font: this.#font(13, 600), fill: new Fill({ color: this.#colours("--ink") }), stroke: new Stroke({ color: this.#colours("--sea"), width: 4 }), overflow: true }) } : {}),
      zIndex: chosen ? 2 : 1,
    });
    if (this.#styles.size > STYLES) this.#styles.clear();
    this.#styles.set(`${whose} ${faint} ${chosen} ${shown}`, made);
    return made;
  }
  #pattern: CanvasPattern | null = null;
  #hatch(feature: Feature): Style {
    const colour = this.#colours("--conflict");
    const between = feature.get("between") as string | undefined;
    if (between !== undefined) return new Style({ stroke: new Stroke({ color: colour, width: 2 }), text: new Text({ text: between, font: this.#font(12, 600), placement: "line", fill: new Fill({ color: this.#colours("--alarm-text") || colour }), stroke: new Stroke({ color: this.#colours("--sea"), width: 4 }), textBaseline: "bottom", overflow: true }), zIndex: 4 });
    const first = feature.get("first") as number;
    const style = new Style({ zIndex: 3 });
    style.setRenderer((pixels, { context }) => {
      const polygons = pixels as Coordinate[][][];
      const at = context as CanvasRenderingContext2D;
      at.save();
      for (const part of [polygons.slice(0, first), polygons.slice(first)]) {
        at.beginPath();
        for (const ring of part.flat()) ring.forEach(([x = 0, y = 0], number) => (number ? at.lineTo(x, y) : at.moveTo(x, y)));
        at.clip("evenodd");
      }
      this.#pattern ??= hatching(at, colour);
      at.fillStyle = this.#pattern ?? colour;
      at.fillRect(0, 0, at.canvas.width, at.canvas.height);
      at.restore();
    });
    return style;
  }
}

function viewOf(seen: Seen): View {
  if (seen === "mercator") return new View({ projection: MERCATOR, center: [0, 0], zoom: 2, minZoom: 1, maxZoom: 18, enableRotation: false });
  return new View({ projection: POLES[seen], center: [0, 0], resolution: 12000, minResolution: 5, maxResolution: 40000, enableRotation: false });
}
function closed(ring: readonly Position[]): readonly Position[] {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
}
function coloursOf(host: HTMLElement): (name: string) => string {
  const found = getComputedStyle(host);
  return (name) => found.getPropertyValue(name).trim();
}
function withAlpha(colour: string, alpha: number): string {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  return hex ? `#${hex}${Math.round(alpha * 255).toString(16).padStart(2, "0")}` : colour;
}
function degrees(value: number, above: string, below: string, width: number): string {
  const minutes = Math.round(Math.abs(value) * 60);
  return `${String(Math.floor(minutes / 60)).padStart(width, "0")}°${String(minutes % 60).padStart(2, "0")}′${value < 0 ? below : above}`;
}
function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const side = 10;
  const tile = document.createElement("canvas");
  tile.width = tile.height = side;
  const at = tile.getContext("2d");
  if (!at) return null;
  at.strokeStyle = colour;
  at.lineWidth = 2;
  for (const from of [-side, 0, side]) {
    at.moveTo(from, side);
    at.lineTo(from + side, 0);
  }
  at.stroke();
  return context.createPattern(tile, "repeat");
}
/** Distance on a sphere, to show a radius while it is drawn; the node measures on the ellipsoid. */
function metres([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const rad = Math.PI / 180;
  const h = Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}
