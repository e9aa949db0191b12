// Builds the console: node build.mjs OUT SOURCE (the digest of the sources, for the manifest). The same bytes on every machine; nothing is minified, so that it can be read and compared.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [, , out, source = ""] = process.argv;
if (!out) throw new Error("usage: node build.mjs OUT [SOURCE]");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = { absWorkingDir: here, bundle: true, charset: "utf8", legalComments: "inline", logLevel: "warning", target: ["es2022"], write: true };
// OpenLayers measures the height of a line by innerHTML, its one use of markup; the desk allows none (Trusted Types), and text does the same.
const withoutMarkup = {
  name: "without-markup",
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]ol[\\/]render[\\/]canvas\.js$/ }, ({ path }) => {
    const had = readFileSync(path, "utf8");
    const contents = had.replace("measureElement.innerHTML = 'M';", "measureElement.textContent = 'M';");
    if (contents === had) throw new Error("OpenLayers measures text another way now: look at ol/render/canvas.js, and mend withoutMarkup in build.mjs");
    return { contents, loader: "js" };
  }),
};
// Screens that are imported later become files of their own, named by what is in them.
await build({ ...common, entryPoints: { console: "src/main.tsx", first: "src/first/main.tsx" }, outdir: out, chunkNames: "[name]-[hash]", splitting: true, format: "esm", jsx: "automatic", jsxImportSource: "preact", plugins: [withoutMarkup] });
await build({ ...common, entryPoints: ["style/main.css"], outfile: join(out, "console.css") });
// Styles that only a later screen needs come with it.
await build({ ...common, entryPoints: ["style/press.css", "style/search.css"], outdir: out });
for (const name of ["index.html", "first.html", "mark.svg"]) copyFileSync(join(here, name), join(out, name));

// The coast and nothing else: no border and no name (Natural Earth, public domain). Rings of [longitude, latitude] in hundredths of a degree, each from the one before.
for (const scale of ["110m", "50m"]) {
  const { arcs, objects, transform } = JSON.parse(readFileSync(join(here, "node_modules", "world-atlas", `land-${scale}.json`), "utf8"));
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * transform.scale[0] + transform.translate[0], (y += dy) * transform.scale[1] + transform.translate[1]]);
  });
  const line = (at) => (at < 0 ? [...lines[~at]].reverse() : lines[at]);
  const ring = (parts) => parts.flatMap((at, number) => line(at).slice(number ? 1 : 0));
  const steps = (points) => {
    const seen = points.map((pair) => pair.map((value) => Math.round(value * 100)));
    return seen.flatMap(([x, y], at) => (at ? [x - seen[at - 1][0], y - seen[at - 1][1]] : [x, y]));
  };
  const polygons = objects.land.geometries.flatMap(({ type, arcs: parts }) => (type === "Polygon" ? [parts] : parts)).map((polygon) => polygon.map((parts) => steps(ring(parts))));
  writeFileSync(join(out, `coast-${scale}.json`), JSON.stringify(polygons) + "\n");
}

// One catalogue: gettext files, English sentences as keys. A sentence without a translation is left out and said in English.
// What only the node says is kept apart, so that no browser fetches it; the template tells who says what.
const template = entries(readFileSync(join(here, "locale", "watchline.pot"), "utf8"));
const said = (kind) => new Set(template.filter(({ places }) => places.some((place) => place.endsWith(".py") === (kind === "node"))).map(({ id }) => id));
const [ofNode, ofConsole] = [said("node"), said("console")];
for (const name of readdirSync(join(here, "locale")).sort()) {
  if (!name.endsWith(".po")) continue;
  const all = entries(readFileSync(join(here, "locale", name), "utf8"));
  const plural = all.find(({ id }) => !id).forms[0].match(/^Plural-Forms:.*plural=([^;]*);/m)?.[1] ?? "n != 1";
  const words = (of) => Object.fromEntries(all.filter(({ id, forms, fuzzy }) => of.has(id) && !fuzzy && forms.every(Boolean)).map(({ id, forms }) => [id, forms.length > 1 ? forms : forms[0]]));
  writeFileSync(join(out, `words-${name.slice(0, -3)}.json`), JSON.stringify(words(ofConsole), null, 1) + "\n");
  writeFileSync(join(out, `node-words-${name.slice(0, -3)}.json`), JSON.stringify({ plural, words: words(ofNode) }, null, 1) + "\n");
}

const files = readdirSync(out).sort().map((path) => {
  const data = readFileSync(join(out, path));
  return { path, sha256: createHash("sha256").update(data).digest("hex"), bytes: data.length };
});
const wanted = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const packages = [...Object.keys(wanted.dependencies), "@preact/signals-core", "esbuild"].sort().map((name) => {
  const found = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
  return { name, version: found.version, licence: found.license };
});
writeFileSync(join(out, "manifest.json"), JSON.stringify({ source, files, packages }, null, 1) + "\n");

/** The entries of a gettext file: id, forms (one for each number that the language tells apart), who says it. */
function entries(text) {
  return text.split(/\n\n+/).filter((entry) => /^msgid /m.test(entry)).map((entry) => {
    const get = (field) => [...entry.matchAll(new RegExp(`^${field} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`, "gm"))].map((at) => at[1].match(/"(?:[^"\\]|\\.)*"/g).map((part) => JSON.parse(part)).join(""));
    const places = [...entry.matchAll(/^#: (.*)$/gm)].flatMap((at) => at[1].split(" "));
    return { id: get("msgid")[0], forms: get("msgstr(?:\\[\\d\\])?"), places, fuzzy: /^#,.*fuzzy/m.test(entry) };
  });
}
