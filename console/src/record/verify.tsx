// Verify all, in words; the whole record as a file; what neither of them shows.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Problem, RecordWork } from "../api.gen";
import { addressOf, ask, problemOf } from "../api";
import { offer } from "../keys";
import { now, pulse } from "../live";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { clock, count, date, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { Compare, ComparedWith } from "./compare";

const LOOK_MS = 700;

export function Verify() {
  const work = useSignal<RecordWork | null>(null);
  const problem = useSignal<Problem | null>(null);

  async function turn(name: "record_work" | "record_verify" | "record_export"): Promise<void> {
    try {
      work.value = await (name === "record_work" ? ask(name) : ask(name, { body: {} }));
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  useSignalEffect(() => {
    pulse.value;
    void turn("record_work");
  });
  const runs = work.value?.state === "runs";
  useEffect(() => {
    if (!runs) return;
    const timer = window.setInterval(() => void turn("record_work"), LOOK_MS);
    return () => window.clearInterval(timer);
  }, [runs]);
  useLayoutEffect(() => {
    offer("verify", [{ key: "v", shown: "v", does: "verify the whole record", run: () => void turn("record_verify") }]);
    return () => offer("verify", []);
  }, []);
  return (
    <section class="pane verify" aria-label={t("Verify")} tabIndex={0}>
      <header><h2>{t("Verify")}</h2><span class="aside">{t("on this machine, without the network")}</span></header>
      <div class="stack">
        <div aria-live="polite"><Outcome work={work.value} /></div>
        <Fault problem={problem.value} />
        <div class="acts">
          <button class="btn main" type="button" disabled={runs} onClick={() => void turn("record_verify")}>{t("Verify all")} <kbd>v</kbd></button>
          {may("export") ? <button class="btn" type="button" disabled={runs} onClick={() => void turn("record_export")}>{t("Export")}</button> : null}
        </div>
        {runs ? <p class="t12 q">{t("One work at a time: the buttons wait until this one is done.")}</p> : null}
        {may("export") ? null : <p class="t12 q">{t("An export holds every text; it takes an officer who may export.")}</p>}
        <Found work={work.value} />
        <p><a href="#/record/about">{t("What a verified record shows, and what it does not")}</a></p>
        <DaySheet />
        <Compare runs={runs} onBegun={(begun) => (work.value = begun)} />
      </div>
    </section>
  );
}

const DAY_MS = 86_400_000;

/** One UTC day on one page, saved to be printed. */
function DaySheet() {
  const chosen = useSignal<number | null>(null);
  const on = chosen.value ?? Math.floor(now.value / DAY_MS);
  return (
    <p class="inrow">
      <label for="day-sheet">{t("UTC day")}</label>
      <input class="in" id="day-sheet" type="date" value={new Date(on * DAY_MS).toISOString().slice(0, 10)} onInput={(event) => (chosen.value = Number.isNaN(event.currentTarget.valueAsNumber) ? null : event.currentTarget.valueAsNumber / DAY_MS)} />
      <a class="btn" href={addressOf("day_sheet", { query: { on } })} download>{t("Save the day sheet, to be printed")}</a>
      <a class="btn" href={addressOf("telephone_card")} download>{t("Save the telephone card, to be printed")}</a>
    </p>
  );
}

const entries = (work: RecordWork): number => work.heads.reduce((sum, head) => sum + head.size, 0);

function Outcome({ work }: { work: RecordWork | null }) {
  if (!work || work.state === "none") return <Empty>{t("Nothing was checked here since the node began. Press v to check every entry now.")}</Empty>;
  if (work.state === "runs") {
    if (work.what === "compare") return <p class="words">{work.of ? t("The file is being compared: {n} of {of} steps.", { n: count(work.done), of: count(work.of) }) : t("The file is being compared.")}</p>;
    const words = work.what === "export" ? t("The record is being written into a file: {n} parts.", { n: count(work.done) }) : work.of ? t("Being checked: {n} of {of} steps.", { n: count(work.done), of: count(work.of) }) : t("A copy is being made: {n} parts.", { n: count(work.done) });
    return <p class="words">{words}</p>;
  }
  const took = work.began && work.ended ? t("{day} {at}Z, took {span}", { day: date(work.ended), at: clock(work.ended), span: span(work.ended - work.began) }) : "";
  if (work.state === "failed") return <div class="fault"><b>{t("It was not done.")}</b> {visible(work.words)} <span class="q">{took}</span></div>;
  if (work.what === "export")
    return (
      <div class="deriv">
        <p class="words">{t("The record is in a file of {n} bytes.", { n: count(work.bytes) })}</p>
        <p class="t12 q">{took}. {t("It holds every text: whoever has it can read all that was said. {effect}", { effect: visible(work.legal_effect) })}</p>
        {work.left_out.length ? <p class="t12">{t("Not in it: {logs}. They were opened for a change of parties, which no verifier of this version judges.", { logs: work.left_out.join(", ") })}</p> : null}
        {work.file && may("export") ? <div class="acts"><a class="btn" href={addressOf("record_file")} download>{t("Save the file")}</a></div> : null}
        <p class="t12 q">{t("Whoever verifies it needs the root fingerprints by another way than this file:")}</p>
        <dl class="kv">{work.roots.map((root) => [<dt key={root.party}>{root.party}</dt>, <dd key={`${root.party} `} class="mono"><bdi dir="ltr">{root.fingerprint}</bdi></dd>])}</dl>
      </div>
    );
  if (work.compared) return <ComparedWith found={work.compared} took={took} />;
  const n = count(entries(work));
  const said: Record<string, string> = {
    verified: t("All {n} entries verified. Nothing is missing and nothing was changed.", { n }),
    incomplete: t("All that is here of {n} entries verified; something is missing.", { n }),
    "not checked": t("What this program can check of {n} entries verified; something it cannot check.", { n }),
    rejected: t("The record does not verify. Save it, tell both sides, and write nothing more until it is understood."),
  };
  return <div class={work.verdict?.result === "rejected" ? "fault" : ""}><p class="words">{said[work.verdict?.result ?? ""] ?? work.words}</p><p class="t12 q"><bdi dir="auto">{took}</bdi></p></div>;
}

function Found({ work }: { work: RecordWork | null }) {
  const verdict = work?.state === "done" ? work.verdict : null;
  if (!verdict) return null;
  const part = (title: string, sentences: readonly string[], mark: string) => sentences.map((sentence) => <li key={sentence}><span aria-hidden="true">{mark}</span><span><b>{title}</b> <bdi dir="auto">{visible(sentence)}</bdi></span></li>);
  return (
    <ul class="checks" aria-label={work?.what === "compare" ? t("The file by itself") : t("Our record")}>
      {part(t("Because:"), verdict.reasons, "■")}
      {part(t("Missing:"), verdict.missing, "□")}
      {part(t("Not checked:"), verdict.not_checked, "□")}
      {part(t("Found:"), verdict.found, "■")}
      {work?.what === "verify" ? <li><span aria-hidden="true">□</span><span><a href={addressOf("check_sheet")} download>{t("Save the report, to be printed")}</a></span></li> : null}
      <li><span aria-hidden="true">□</span><span><b>{t("Not shown by this:")}</b> <bdi dir="auto">{verdict.not_shown.map(visible).join("; ")}</bdi></span></li>
    </ul>
  );
}
