// What we think of a source, and who published the report: on our side alone.
import { useSignal } from "@preact/signals";
import type { PressReportInFull, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { pulse } from "../live";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { t } from "../words";
import { post } from "./words";

export function Source({ report }: { report: PressReportInFull }) {
  const outlet = useSignal(report.outlet ?? "");
  const grade = useSignal(report.grade ?? "");
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  async function save(): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      await ask("press_source", { path: { ref: report.ref }, body: { post: post(), outlet: outlet.value.trim(), grade: grade.value.trim().toUpperCase() } });
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  if (!may("note")) return report.grade ? <p class="t12 q">{t("our grade {grade}", { grade: report.grade })}</p> : null;
  const same = outlet.value.trim() === (report.outlet ?? "") && grade.value.trim().toUpperCase() === (report.grade ?? "");
  return (
    <details>
      <summary>{report.grade ? t("Source, our grade {grade}", { grade: report.grade }) : t("Source, not graded")}</summary>
      <Fault problem={problem.value} />
      <form class="form" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <div class="field"><label for="source-outlet">{t("Outlet")}</label><input id="source-outlet" class="in" dir="auto" autocomplete="off" maxLength={120} value={outlet.value} onInput={(event) => (outlet.value = event.currentTarget.value)} /></div>
        <div class="field"><label for="source-grade">{t("Our grade of the source")}</label><span><input id="source-grade" class="in" dir="ltr" autocomplete="off" maxLength={2} value={grade.value} onInput={(event) => (grade.value = event.currentTarget.value)} aria-describedby="source-grade-is" /><span class="t12 q block" id="source-grade-is">{t("A to F, and 1 to 6 of the information: B2. It stays with us and is in no export.")}</span></span></div>
        <div class="acts"><button class="btn" type="submit" disabled={busy.value || same}>{t("Note it")}</button></div>
      </form>
    </details>
  );
}
