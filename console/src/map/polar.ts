// Two views from above the poles: the polar stereographic projection of a sphere (Snyder, Map Projections, USGS 1395, 21). To look at; nothing is measured on it.
import { addCoordinateTransforms, addProjection, Projection } from "ol/proj";

export const POLES = { north: "watchline:north", south: "watchline:south" } as const;
const RADIUS = 6371008.8;
const EDGE = 2 * RADIUS;

function add(code: string, sign: 1 | -1): void {
  const here = new Projection({ code, units: "m", extent: [-EDGE, -EDGE, EDGE, EDGE], worldExtent: sign > 0 ? [-180, 0, 180, 90] : [-180, -90, 180, 0], global: false });
  addProjection(here);
  addCoordinateTransforms("EPSG:4326", here,
    ([lon = 0, lat = 0]) => {
      const east = (lon * Math.PI) / 180;
      const above = Math.max(-89, sign * lat); // the other pole is at infinity
      const far = 2 * RADIUS * Math.tan(Math.PI / 4 - (above * Math.PI) / 360);
      return [far * Math.sin(east), -sign * far * Math.cos(east)];
    },
    ([x = 0, y = 0]) => {
      const far = Math.hypot(x, y);
      return [(Math.atan2(x, -sign * y) * 180) / Math.PI, sign * (90 - (2 * Math.atan(far / (2 * RADIUS)) * 180) / Math.PI)];
    });
}

export function addPoles(): void {
  add(POLES.north, 1);
  add(POLES.south, -1);
}
