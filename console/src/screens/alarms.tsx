// All alarms: those that last, worst first, and those that ended in the last day.
import { alarms, wordsOf } from "../alarms";
import { addressOf } from "../api";
import { status } from "../live";
import { Shelve } from "../aside/shelve";
import { ActionCard } from "../parts/card";
import { AlertLine } from "../parts/frame";
import { Empty } from "../parts/fault";
import { Pane } from "../parts/signs";
import { where } from "../places";
import { tryOut } from "../sound";
import { dtg, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";

export function Alarms() {
  const ended = [...(status.value?.alarms_ended ?? [])].reverse();
  const more = status.value?.alarms_more ?? 0;
  // A card is of the alarm that was asked for or of none: what is done on it must never be done to another.
  const chosen = where.value.rest ? alarms.value.find((alarm) => alarm.situation === where.value.rest) : alarms.value[0];
  return (
    <main id="main" class="page page-two page-alarms" tabIndex={-1}>
      <h1 class="vh">{t("Alarms")}</h1>
      <Pane title={t("Alarms that last")} aside={t("worst first, then oldest; nothing acknowledges all")}>
        <p class="note">{t("Acknowledging stops the sound on our desks and tells the other side nothing. It is not the acknowledgement of a message.")}</p>
        {alarms.value.length ? alarms.value.map((alarm) => <div key={alarm.situation} class={`pick ${alarm === chosen ? "sel" : ""}`}><AlertLine alarm={alarm} /><a class="quiet" href={`#/alarms/${encodeURI(alarm.situation)}`} aria-current={alarm === chosen ? "true" : undefined}>{t("Action card")}<span class="vh"> {visible(alarm.situation)}</span></a></div>) : <Empty>{t("No alarm lasts. That is how it is on most days.")}</Empty>}
        {more ? <p class="q">{t("{n} more are not shown here; the command line lists them: watchline status.", { n: more })}</p> : null}
        <p class="acts gap"><button class="btn" type="button" onClick={tryOut}>{t("Try the sounds")}</button> <a class="btn" href={addressOf("telephone_card")} download>{t("Save the telephone card, to be printed")}</a></p>
        <p class="t12 q">{t("Warning: two tones, each half minute. Alarm: four quick tones, over and over. Emergency: two long tones without a pause. A caution makes no sound.")}</p>
        <h3>{t("Ended in the last day")}</h3>
        {ended.length ? (
          <ul class="rows">
            {ended.map((alarm) => (
              <li key={`${alarm.situation}${alarm.since}`}><b>{t(alarm.level.toUpperCase())}</b> {visible(wordsOf(alarm))} <span class="t12 q"><bdi dir="ltr">{dtg(alarm.since)}</bdi> · {t("lasted {span}", { span: span((alarm.ended ?? alarm.since) - alarm.since) })}</span></li>
            ))}
          </ul>
        ) : <Empty>{t("None ended in the last day.")}</Empty>}
      </Pane>
      <Pane title={t("Action card")} aside={t("what to do, in this order")} kind="raised">
        {chosen ? <><ActionCard key={chosen.situation} alarm={chosen} /><p class="acts gap"><button class="btn" type="button" onClick={() => window.print()}>{t("Print the card")}</button></p><Shelve key={`${chosen.situation} ${chosen.since}`} alarm={chosen} /></> : <Empty>{alarms.value.length ? t("This alarm does not last now. Choose one that does.") : t("No alarm lasts, so there is nothing to do. A card for each kind of alarm comes by itself.")}</Empty>}
      </Pane>
    </main>
  );
}
