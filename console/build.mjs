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
// Screens that are imported later become files of their own, named by what is in them.
await build({ ...common, entryPoints: { console: "src/main.tsx", first: "src/first/main.tsx" }, outdir: out, chunkNames: "[name]-[hash]", splitting: true, format: "esm", jsx: "automatic", jsxImportSource: "preact" });
await build({ ...common, entryPoints: ["style/main.css"], outfile: join(out, "console.css") });
for (const name of ["index.html", "first.html", "mark.svg"]) copyFileSync(join(here, name), join(out, name));

// One catalogue: gettext files, English sentences as keys. A sentence without a translation is left out and shown in English.
for (const name of readdirSync(join(here, "locale")).sort()) {
  if (!name.endsWith(".po")) continue;
  writeFileSync(join(out, `words-${name.slice(0, -3)}.json`), JSON.stringify(readPo(readFileSync(join(here, "locale", name), "utf8")), null, 1) + "\n");
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

function readPo(text) {
  const found = {};
  for (const entry of text.split(/\n\n+/)) {
    const get = (field) => {
      const at = entry.match(new RegExp(`^${field} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`, "m"));
      return at ? at[1].match(/"(?:[^"\\]|\\.)*"/g).map((part) => JSON.parse(part)).join("") : "";
    };
    if (/^#,.*fuzzy/m.test(entry)) continue;
    const id = get("msgid");
    if (id && get("msgstr")) found[id] = get("msgstr");
  }
  return found;
}
