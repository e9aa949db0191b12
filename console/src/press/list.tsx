// The reports in our annex: how many of their claims wait, whether their words are kept, what we think of the source.
import type { PressPage } from "../api.gen";
import type { Asked } from "../answer";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { go } from "../places";
import { visible } from "../visible";
import { t } from "../words";
import { ADD, dateWord, TIMELINE } from "./words";

interface Shown { found: Asked<PressPage>; at: string; waiting: boolean; older: boolean; onWaiting: () => void; onOlder: (before: string) => void }

export function List({ found, at, waiting, older, onWaiting, onOlder }: Shown) {
  const page = found.value;
  const before = page?.next?.before;
  return (
    <section class="pane press-list" aria-label={t("Reports")} tabIndex={0}>
      <header><h2>{t("Press")}</h2><span class="aside">{t("not our record")}</span></header>
      <Fault problem={found.problem} />
      <div class="stack">
        <p class="acts">
          {may("note") ? <a class={`btn ${at === ADD ? "main" : ""}`} href={`#/press/${ADD}`}>{t("Add")} <kbd>a</kbd></a> : null}
          <a class={`btn ${at === TIMELINE ? "main" : ""}`} href={`#/press/${TIMELINE}`}>{t("Timeline")} <kbd>t</kbd></a>
          <button class="btn" type="button" aria-pressed={waiting} onClick={onWaiting}>{t("Waiting only")} <kbd>w</kbd></button>
        </p>
        {page ? <p class="t12 q">{t("{n} reports. Claims: {confirmed} confirmed, {suggested} wait, {rejected} rejected. Only what is confirmed counts; nothing of it reaches the peer.", { n: page.all, ...page.claims })}</p> : null}
        {page && !page.reports.length ? <Empty>{waiting ? t("No claim waits for an officer.") : t("No report is in our annex. Add one: a; or on the node’s machine: watchline press add DIR FOLDER.")}</Empty> : null}
        <ul class="rows reports">
          {[...(page?.reports ?? [])].reverse().map((report) => (
            <li key={report.ref} class={report.ref === at ? "sel" : ""}>
              <button class="quiet" type="button" aria-pressed={report.ref === at} onClick={() => go("press", report.ref)}><bdi dir="auto">{visible(report.name)}</bdi></button>
              <span class="t12 q block" dir="auto">{[report.outlet ? visible(report.outlet) : t("outlet not noted"), dateWord(report.published), report.grade ? t("our grade {grade}", { grade: report.grade }) : ""].filter(Boolean).join(" · ")}</span>
              <span class="t12 block"><span class={report.claims.suggested ? "" : "q"}>{t("{n} wait", { n: report.claims.suggested })}</span> <span class="q">· {t("{n} confirmed", { n: report.claims.confirmed })} · {report.text === "text kept" ? t("words kept") : t("facts only")}</span></span>
            </li>
          ))}
        </ul>
        <p class="acts">{older ? <button class="btn" type="button" onClick={() => onOlder("")}>{t("The newest")}</button> : null}{before ? <button class="btn" type="button" onClick={() => onOlder(before)}>{t("Older ones")}</button> : null}</p>
      </div>
    </section>
  );
}
