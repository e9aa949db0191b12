// A report comes in: pasted, dropped or chosen. Its bytes go to our own node and nowhere else.
import { signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { base64 } from "../base64";
import { offer } from "../keys";
import { Fault } from "../parts/fault";
import { count } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { post, REPORT_BYTES_MAX, tooLong } from "./words";

/** What is typed is kept while the page is open: through another screen, and through a session that ended. */
const EMPTY = { name: "", outlet: "", published: "", grade: "", keep: "text" as "text" | "facts" };
const file = signal<File | null>(null);
const paste = signal("");
const fields = signal(EMPTY);

export function Add({ onDone, onLeave }: { onDone: (ref: string, already: boolean) => void; onLeave: () => void }) {
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const over = useSignal(false);
  const box = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>("textarea")?.focus(), []);

  function take(found: File | undefined): void {
    problem.value = null;
    if (!found) return;
    if (found.size > REPORT_BYTES_MAX) problem.value = tooLong(found.name, found.size);
    else file.value = found;
  }
  async function send(): Promise<void> {
    if (busy.value) return;
    const { name, ...rest } = fields.value;
    const data: Blob | null = file.value ?? (paste.value.trim() ? new Blob([paste.value]) : null);
    problem.value = null;
    if (!data) {
      problem.value = { code: "empty", what: t("There is no report yet."), means: t("Nothing was sent."), then: t("Paste its words, drop a file here, or choose one.") };
      return;
    }
    if (data.size > REPORT_BYTES_MAX) {
      problem.value = tooLong(name || t("The paste"), data.size);
      return;
    }
    busy.value = true;
    try {
      const called = file.value?.name ?? `${name.trim() || paste.value.trim().split("\n")[0]?.slice(0, 60).trim() || "report"}.txt`;
      const done = await ask("press_add", { body: { ...rest, name: called.slice(0, 200), published: rest.published.trim() || "unknown", data: await base64(data), post: post() } });
      const ref = done.added[0]?.ref ?? done.already[0]?.ref ?? "";
      [file.value, paste.value, fields.value] = [null, "", EMPTY];
      onDone(ref, done.added.length === 0);
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  useLayoutEffect(() => {
    offer("press-add", [
      { key: "Ctrl+Enter", shown: "Ctrl Enter", does: "add the report", run: () => void send(), always: true },
      { key: "Escape", shown: "Esc", does: "leave without adding", run: onLeave },
    ]);
    return () => offer("press-add", []);
  });
  const set = (name: "name" | "outlet" | "published") => (event: Event) => (fields.value = { ...fields.value, [name]: (event.currentTarget as HTMLInputElement).value });
  const row = (name: "name" | "outlet" | "published", label: string, hint: string) => (
    <div class="field"><label for={`add-${name}`}>{label}</label><span><input id={`add-${name}`} class="in" dir="auto" autocomplete="off" maxLength={120} value={fields.value[name]} onInput={set(name)} aria-describedby={`add-${name}-is`} /><span class="t12 q block" id={`add-${name}-is`}>{hint}</span></span></div>
  );
  const grade = fields.value.grade;
  return (
    <section class="pane raised wide" aria-label={t("Add a report")} tabIndex={0}>
      <header><h2>{t("Add a report")}</h2><span class="aside">{t("it stays on our own node")}</span></header>
      <Fault problem={problem.value} />
      <p role="status">{busy.value ? t("The report is being sent and read.") : ""}</p>
      <form class="stack form" ref={box} onSubmit={(event) => { event.preventDefault(); void send(); }} onKeyDown={(event) => { if (event.key === "Escape") onLeave(); }}>
        <div
          class={`drop ${over.value ? "over" : ""}`}
          onDragOver={(event) => { event.preventDefault(); over.value = true; }}
          onDragLeave={() => (over.value = false)}
          onDrop={(event) => { event.preventDefault(); over.value = false; take(event.dataTransfer?.files[0]); }}
        >
          <label for="add-file">{t("A text file, a saved page, or facts that another node read: drop it here, or choose it")}</label>
          <input id="add-file" type="file" accept=".txt,.text,.html,.htm,.json,text/plain,text/html" onChange={(event) => take(event.currentTarget.files?.[0])} />
          {file.value ? <p>{t("{name}, {n} bytes", { name: visible(file.value.name), n: count(file.value.size) })} <button class="quiet" type="button" onClick={() => (file.value = null)}>{t("take it away")}</button></p> : null}
        </div>
        {file.value ? null : <div class="field tall"><label for="add-paste">{t("or paste its words")}</label><textarea id="add-paste" class="in" rows={10} dir="auto" value={paste.value} onInput={(event) => (paste.value = event.currentTarget.value)} /></div>}
        {file.value ? null : row("name", t("What it is called here"), t("Empty: its first words."))}
        {row("outlet", t("Outlet"), t("Who published it."))}
        {row("published", t("Published"), t("Like 2022-05-13. Without it most dates in the text cannot be known."))}
        <div class="field"><label for="add-grade">{t("Our grade of the source")}</label><span class="acts">
          <select id="add-grade" class="in select" value={grade[0] ?? ""} onChange={(event) => (fields.value = { ...fields.value, grade: event.currentTarget.value ? event.currentTarget.value + (grade[1] ?? "") : "" })}><option value="">{t("none")}</option>{["A", "B", "C", "D", "E", "F"].map((one) => <option key={one}>{one}</option>)}</select>
          <select class="in select" aria-label={t("Our grade of the information")} value={grade[1] ?? ""} disabled={!grade} onChange={(event) => (fields.value = { ...fields.value, grade: (grade[0] ?? "") + event.currentTarget.value })}><option value="">{t("none")}</option>{["1", "2", "3", "4", "5", "6"].map((one) => <option key={one}>{one}</option>)}</select>
          <span class="t12 q">{t("It stays with us and is in no export.")}</span>
        </span></div>
        <fieldset class="params"><legend>{t("Its words")}</legend>
          <label class="block"><input type="radio" name="keep" checked={fields.value.keep === "text"} onChange={() => (fields.value = { ...fields.value, keep: "text" })} /> {t("are kept on this node, beside our annex, and can be thrown away")}</label>
          <label class="block"><input type="radio" name="keep" checked={fields.value.keep === "facts"} onChange={() => (fields.value = { ...fields.value, keep: "facts" })} /> {t("are thrown away: hash, outlet, dates, typed claims and the hash of each place stay")}</label>
        </fieldset>
        <div class="acts"><button class="btn main" type="submit" disabled={busy.value}>{t("Add")} <kbd>Ctrl Enter</kbd></button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")} <kbd>Esc</kbd></button></div>
      </form>
    </section>
  );
}
