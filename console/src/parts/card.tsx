// An action card.
import type { Alarm } from "../api.gen";
import { useAnswer } from "../answer";
import { waits, wordsOf } from "../alarms";
import { cardOf } from "../cards";
import { now, status } from "../live";
import { begin, reads } from "../messages/draft";
import { ask } from "../api";
import { add } from "../messages/draft";
import { clock, down, dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { Phones } from "./dark";
import { may } from "./frame";
import { Said } from "./text";

export function ActionCard({ alarm }: { alarm: Alarm }) {
  const card = cardOf(alarm);
  const book = useAnswer("phrases", { query: { language: reads() } });
  const phrases = card.phrases.flatMap((code) => (book.value?.phrases ?? []).filter((one) => one.code.startsWith(code)));
  const by = alarm.alarm_acknowledged;

  async function take(code: string): Promise<void> {
    begin();
    add(await ask("phrase", { path: { code }, query: { language: reads() } }));
    location.hash = "/messages";
  }
  return (
    <article class="card" aria-label={t("Action card")}>
      <h3 class="t28">{card.title}</h3>
      <p><Said text={wordsOf(alarm)} /></p>
      <div class="next2">
        <div><div class="q">{t("Since")} <bdi dir="ltr">{dtg(alarm.since)}</bdi></div><div class="clock"><bdi dir="ltr">{down(now.value - alarm.since)}</bdi></div></div>
        <div><div class="q">{t("Acknowledged here")}</div><div class="t28">{by ? <bdi dir="ltr">{clock(by.at)}Z</bdi> : t("not yet")}</div><p class="q t12">{by ? visible(by.officer) : waits(alarm) ? t("it sounds until somebody does") : t("a caution does not sound")}</p></div>
      </div>
      <ol class="steps">{card.steps.map((step) => <li key={step}>{step}</li>)}</ol>
      {card.place !== "alarms" ? <p><a class="btn" href={`#/${card.place}`}>{t("Open where it is worked on")}</a></p> : null}
      {phrases.length ? (
        <>
          <h3>{t("Phrases that say it")}</h3>
          <ul class="replies">{phrases.map((one) => <li key={one.code}><span class="ref"><bdi dir="ltr">{one.code}</bdi></span>{may("draft") ? <button class="quiet say" type="button" onClick={() => void take(one.code)}><bdi dir="auto">{one.text}</bdi></button> : <bdi dir="auto">{one.text}</bdi>}</li>)}</ul>
        </>
      ) : null}
      {card.ring ? <><h3>{t("Whom to ring")}</h3><Phones peers={status.value?.peers ?? []} /></> : null}
    </article>
  );
}
