// All alarms: those that last, worst first, and those that ended in the last day.
import { alarms, wordsOf } from "../alarms";
import { status } from "../live";
import { AlertLine } from "../parts/frame";
import { Empty } from "../parts/fault";
import { Pane } from "../parts/signs";
import { dtg, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";

export function Alarms() {
  const ended = [...(status.value?.alarms_ended ?? [])].reverse();
  const more = status.value?.alarms_more ?? 0;
  return (
    <main id="main" class="page page-two" tabIndex={-1}>
      <h1 class="vh">{t("Alarms")}</h1>
      <Pane title={t("Alarms that last")} aside={t("worst first, then oldest; nothing acknowledges all")}>
        <p class="note">{t("Acknowledging stops the sound on our desks and tells the other side nothing. It is not the acknowledgement of a message.")}</p>
        {alarms.value.length ? alarms.value.map((alarm) => <AlertLine key={alarm.situation} alarm={alarm} />) : <Empty>{t("No alarm lasts. That is how it is on most days.")}</Empty>}
        {more ? <p class="q">{t("{n} more are not shown here; the command line lists them: watchline status.", { n: more })}</p> : null}
      </Pane>
      <Pane title={t("Ended in the last day")} aside={t("newest first")}>
        {ended.length ? (
          <ul class="rows">
            {ended.map((alarm) => (
              <li key={`${alarm.situation}${alarm.since}`}><b>{t(alarm.level.toUpperCase())}</b> {visible(wordsOf(alarm))} <span class="t12 q"><bdi dir="ltr">{dtg(alarm.since)}</bdi> · {t("lasted {span}", { span: span((alarm.ended ?? alarm.since) - alarm.since) })}</span></li>
            ))}
          </ul>
        ) : <Empty>{t("None ended in the last day.")}</Empty>}
      </Pane>
    </main>
  );
}
