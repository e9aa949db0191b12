// Another side's file beside our record: chosen here, compared by our own node, sent nowhere.
import { useSignal } from "@preact/signals";
import type { Compared, LogCompared, Problem, RecordWork } from "../api.gen";
import { addressOf, ask, problemOf } from "../api";
import { base64 } from "../base64";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { count } from "../time";
import { visible } from "../visible";
import { t } from "../words";

const BYTES_MAX = 5 * 1024 * 1024;
const FILES_MAX = 4096;

export function Compare({ runs, onBegun }: { runs: boolean; onBegun: (work: RecordWork) => void }) {
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  async function take(input: HTMLInputElement): Promise<void> {
    const chosen = [...(input.files ?? [])];
    input.value = ""; // the same file may be chosen again
    if (!chosen.length || busy.value || runs) return;
    const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
    problem.value = null;
    if (bytes > BYTES_MAX || chosen.length > FILES_MAX) {
      problem.value = {
        code: "limit",
        what: t("That is {n} bytes in {files} files; here at most {most} bytes are compared.", { n: count(bytes), files: count(chosen.length), most: count(BYTES_MAX) }),
        means: t("Nothing was compared."),
        then: t("Compare it on the node’s machine: {verb}. Or ask the other side for its heads.", { verb: "watchline log compare DIR FILE" }),
      };
      return;
    }
    busy.value = true;
    try {
      const files = await Promise.all(chosen.map(async (file) => ({ name: (file.webkitRelativePath || file.name).slice(-400), data: await base64(file) })));
      onBegun(await ask("record_compare", { body: { files } }));
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  const off = runs || busy.value;
  return (
    <section aria-label={t("Compare with the other side’s file")}>
      <h3>{t("Compare with the other side’s file")}</h3>
      <p class="t12 q">{t("Its export or its heads, from the other side by any way. It is compared by our own node and goes nowhere else.")}</p>
      <Fault problem={problem.value} />
      <p class="inrow">
        <label for="compare-file">{t("A file: the export of a desk, or heads")}</label>
        <input class="in" id="compare-file" type="file" disabled={off} onChange={(event) => void take(event.currentTarget)} />
      </p>
      <p class="inrow">
        <label for="compare-folder">{t("Or the folder of an export")}</label>
        <input class="in" id="compare-folder" type="file" multiple disabled={off} {...{ webkitdirectory: true }} onChange={(event) => void take(event.currentTarget)} />
      </p>
      {may("export") ? <p class="acts"><a class="btn" href={addressOf("record_heads")} download>{t("Save our heads for the other side")}</a> <span class="t12 q">{t("Sizes and hashes, no text.")}</span></p> : null}
    </section>
  );
}

/** What came of it, in words that every language has. */
export function ComparedWith({ found, took }: { found: Compared; took: string }) {
  const said: Record<string, string> = {
    same: t("Both copies are the same: every log has the same size and the same root."),
    "one holds more": t("Nothing differs as far as both go; one of both holds more."),
    parted: t("The copies are not the same. Keep this file, export our record, and tell the other side; by itself neither copy shows how the other came about."),
    "not verified": t("The file does not verify: it was damaged or changed, or is not what those keys signed. Ask for it again by another way, and keep this one."),
    "not told": t("The file holds too little to tell. Ask the other side for an export; heads alone do not show what goes before them."),
  };
  const apart = found.result === "parted" || found.result === "not verified";
  return (
    <div class={apart ? "fault" : ""}>
      <p class="words">{said[found.result] ?? visible(found.headline)}</p>
      <p class="t12 q"><bdi dir="auto">{took}</bdi></p>
      <ul class="checks">
        {found.logs.map((log) => <li key={`${log.party}/${log.epoch}`}><span aria-hidden="true">{log.relation === "same" ? "■" : "□"}</span><span><b><bdi dir="ltr">{visible(`${log.party}/${log.epoch}`)}</bdi></b> {stands(log)} {signature(log)}</span></li>)}
      </ul>
    </div>
  );
}

function stands(log: LogCompared): string {
  const here = log.here ?? 0, there = log.there ?? 0;
  const n = { here: count(here), there: count(there), same: count(log.same ?? 0), more: count(Math.abs(here - there)) };
  switch (log.relation) {
    case "same": return t("The same head here and in the file: {here} entries.", n);
    case "more here": return t("The {there} entries of the file are the first here; {more} more are here.", n);
    case "more in the file": return t("The {here} entries here are the first of the file; {more} more are in the file.", n);
    case "parted":
      return log.differs_at === null
        ? t("At size {there} the file names another root than the entries here have. Where they part, heads alone do not show.", n)
        : t("The first {same} entries are the same; entry {at} is another one in the file than here ({here} here, {there} in the file).", { ...n, at: log.differs_at });
    case "only here": return t("{here} entries here; this log is not in the file.", n);
    case "only in the file": return t("{there} entries in the file; this log is not here.", n);
    case "not told": return t("The file’s head names {there} entries, {here} are here. Whether these are its first, heads alone do not show.", n);
    default: return visible(log.words);
  }
}

function signature(log: LogCompared): string {
  if (log.there === null) return "";
  if (log.signed === null) return t("Whose key signed that head was not checked: no key for this log is known here.");
  if (!log.signed) return t("That head bears no valid signature of {party}.", { party: visible(log.party) });
  return log.cosigned_by.length ? t("That head is signed by {party}, cosigned by {others}.", { party: visible(log.party), others: log.cosigned_by.map(visible).join(", ") }) : t("That head is signed by {party}, cosigned by nobody.", { party: visible(log.party) });
}
