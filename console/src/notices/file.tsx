// A file of others (GeoJSON, NOTAM, KML, Cursor on Target, a table of positions): what the node understood of it, what it asks, and a draft made of it.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Problem, ShapesGiven, ShapeUnderstood, VolumeGiven } from "../api.gen";
import { ask, problemOf } from "../api";
import { Fault } from "../parts/fault";
import { visible } from "../visible";
import { t } from "../words";
import { drafted } from "./draft";
import { KeepAsZone } from "./zones";

type Format = ShapesGiven["format"];
const FORMATS: readonly [Format, string][] = [["notam", "NOTAM"], ["geojson", "GeoJSON"], ["kml", "KML"], ["cot", "Cursor on Target"], ["csv", "CSV"]];
const ENDING: Record<string, Format> = { geojson: "geojson", json: "geojson", kml: "kml", xml: "cot", cot: "cot", csv: "csv", txt: "notam" };

export function FromFile({ onTake, onLeave }: { onTake: (shape: ShapeUnderstood) => void; onLeave: () => void }) {
  const format = useSignal<Format>("notam");
  const text = useSignal("");
  const answers = useSignal<Record<string, string>>({});
  const found = useSignal<readonly ShapeUnderstood[] | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  useEffect(() => () => { drafted.value = []; }, []);

  async function look(): Promise<void> {
    if (!text.value.trim()) return;
    busy.value = true;
    problem.value = null;
    try {
      found.value = (await ask("shapes", { body: { format: format.value, text: text.value, answers: answers.value } })).shapes;
      drafted.value = found.value.flatMap((shape) => shape.volumes as unknown as VolumeGiven[]);
    } catch (why) {
      [found.value, problem.value] = [null, problemOf(why)];
    }
    busy.value = false;
  }
  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    format.value = ENDING[file.name.split(".").pop()?.toLowerCase() ?? ""] ?? format.value;
    text.value = await file.text();
    answers.value = {};
    await look();
  }
  const answer = (shape: ShapeUnderstood, code: string, value: string): void => {
    answers.value = { ...answers.value, [`${shape.name}:${code}`]: value };
    void look();
  };
  return (
    <>
    <form class="stack form" aria-label={t("From a file or a NOTAM")} onSubmit={(event) => { event.preventDefault(); void look(); }} onKeyDown={(event) => { if (event.key === "Escape") onLeave(); }}>
      <h3>{t("From a file or a NOTAM")} <span class="q t12">{t("read at our node; nothing is written")}</span></h3>
      <div class="field"><label for="ff-format">{t("Format")}</label><span class="inrow"><select id="ff-format" class="select" value={format.value} onChange={(event) => (format.value = event.currentTarget.value as Format)}>{FORMATS.map(([name, word]) => <option key={name} value={name}>{word}</option>)}</select><label class="layerfile">{t("choose a file")} <input type="file" class="vh" onChange={(event) => { const [file] = event.currentTarget.files ?? []; void take(file); event.currentTarget.value = ""; }} /></label></span></div>
      <div class="field tall"><label for="ff-text">{t("Text")}</label><textarea id="ff-text" class="in" dir="ltr" rows={6} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></div>
      <div class="acts"><button class="btn main" type="submit" disabled={busy.value || !text.value.trim()}>{t("What is understood")}</button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")} <kbd>Esc</kbd></button></div>
      <Fault problem={problem.value} />
      {found.value?.map((shape) => (
        <section key={shape.name} class="onenotice" aria-label={t("Shape {name}", { name: shape.name })}>
          <h3><bdi dir="auto">{visible(shape.name)}</bdi></h3>
          <ul class="rows">{shape.understood.map((line) => <li key={line}><bdi dir="auto">{visible(line)}</bdi></li>)}</ul>
          {shape.unsound ? <p class="due-soon">{visible(shape.unsound)}</p> : null}
          {shape.asks.map((question) => (
            <div class="field tall" key={question.code}>
              <label for={`ff-${shape.name}-${question.code}`}>{visible(question.words)}</label>
              {question.choices.length ? <select id={`ff-${shape.name}-${question.code}`} class="select" value={answers.value[`${shape.name}:${question.code}`] ?? ""} onChange={(event) => answer(shape, question.code, event.currentTarget.value)}><option value="">{t("to be decided")}</option>{question.choices.map((choice) => <option key={choice.answer} value={choice.answer}>{choice.words}</option>)}</select> : <input id={`ff-${shape.name}-${question.code}`} class="in" dir="ltr" onChange={(event) => answer(shape, question.code, event.currentTarget.value)} />}
            </div>
          ))}
          <div class="acts"><button class="btn" type="button" disabled={!!shape.asks.length || !!shape.unsound || !shape.volumes.length} onClick={() => onTake(shape)}>{t("Make a draft of it")}</button></div>
        </section>
      ))}
    </form>
    {found.value ? <KeepAsZone shapes={found.value.filter((shape) => !shape.asks.length && !shape.unsound && shape.volumes.length)} onKept={onLeave} /> : null}
    </>
  );
}
