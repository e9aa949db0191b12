// What comes after the next hours, circuits that are spoken, and telephones.
import type { Calendar, Status } from "../api.gen";
import { part } from "../live";
import { PartyChip, Ref } from "../parts/signs";
import { Phones } from "../parts/dark";
import { date, DAY, dtg, hhmm } from "../time";
import { visible } from "../visible";
import { t } from "../words";

/** Tests of the coming days, a line a day. */
export function Coming({ calendar, after, own }: { calendar: Calendar; after: number; own: string }) {
  const due = calendar.due.filter((item) => item.due >= after);
  const days = [...new Set(due.map((item) => Math.floor(item.due / DAY)))];
  if (!days.length) return null;
  return (
    <div>
      <h3>{t("Coming days")}</h3>
      <ul class="rows">
        {days.map((day) => (
          <li key={day} class="coming">
            <bdi dir="ltr">{date(day * DAY)}</bdi>
            <span>{due.filter((item) => Math.floor(item.due / DAY) === day).map((item) => <span key={`${item.due}${item.circuit}`} class="slotted"><bdi dir="ltr">{hhmm(item.due)}</bdi> <PartyChip code={item.initiator} own={own} /> <span class="q">{visible(item.circuit)}</span></span>)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Circuits that no node carries: what is known of them is what a person wrote after speaking on them. */
export function Spoken({ found }: { found: Status }) {
  const carried = new Set(found.peers.flatMap((peer) => peer.circuits.map((circuit) => circuit.circuit)));
  const spoken = found.circuits_answered.filter((item) => !carried.has(item.circuit));
  if (!spoken.length) return null;
  return (
    <div>
      <h3>{t("Spoken circuits")}</h3>
      <ul class="rows">
        {spoken.map((item) => (
          <li key={item.circuit} class="spoken">
            <b>{visible(item.circuit)}</b>
            <span class="q">{item.answered_at ? <>{t("last answered")} <bdi dir="ltr">{dtg(item.answered_at)}</bdi> {item.answered_by ? t("by {who}", { who: visible(item.answered_by) }) : ""} {item.ref ? <Ref>{item.ref}</Ref> : null}</> : t("no answered test is known here")}</span>
          </li>
        ))}
      </ul>
      <p class="t12 q">{t("No node hears them: what stands here is what a person wrote after speaking.")}</p>
    </div>
  );
}

export const Telephones = () => <details class="phonebox"><summary><h3>{t("Telephones")}</h3></summary><Phones peers={part("peers") ?? []} /></details>;
