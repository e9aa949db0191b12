// Putting a warning or a caution aside for a time, with a reason: our own desks alone. It comes back by itself.
import { useSignal } from "@preact/signals";
import { shelved } from "../alarms";
import type { Alarm, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { t } from "../words";

const TIMES = [15, 60, 180, 480] as const;
const LONGEST = 200;

export function Shelve({ alarm }: { alarm: Alarm }) {
  const reason = useSignal("");
  const minutes = useSignal(60);
  const problem = useSignal<Problem | null>(null);
  if (!["warning", "caution"].includes(alarm.level) || !may("speak")) return null;

  async function say(length: number): Promise<void> {
    try {
      await ask("alarm_shelve", { body: { situation: alarm.situation, since: alarm.since, minutes: length, reason: reason.value.trim() } });
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  if (shelved(alarm)) return <><Fault problem={problem.value} /><p class="acts gap"><button class="btn" type="button" onClick={() => void say(0)}>{t("Take it back from the shelf")}</button></p></>;
  return (
    <form onSubmit={(event) => { event.preventDefault(); void say(minutes.value); }}>
      <h3>{t("Shelve it")}</h3>
      <p class="q t12">{t("On our desks alone, for a time; then it comes back by itself, and sooner if it grows worse. The other side is told nothing.")}</p>
      <div class="field"><label for="shelve-reason">{t("Reason")}</label><input class="in" id="shelve-reason" required maxLength={LONGEST} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} /></div>
      <div class="field"><label for="shelve-time">{t("For")}</label><select class="select" id="shelve-time" value={String(minutes.value)} onChange={(event) => (minutes.value = Number(event.currentTarget.value))}>{TIMES.map((time) => <option key={time} value={String(time)}>{time < 60 ? t("{n} minutes", { n: time }) : t("{n} h", { n: time / 60 })}</option>)}</select></div>
      <Fault problem={problem.value} />
      <p class="acts gap"><button class="btn" type="submit">{t("Shelve")}</button></p>
    </form>
  );
}
