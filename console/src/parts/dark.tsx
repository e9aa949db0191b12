// The telephone card that belongs to a line that is DARK.
import type { Peer, Phone } from "../api.gen";
import { now, status } from "../live";
import { span } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { Empty } from "./fault";
import { Said } from "./text";

export function Phones({ peers }: { peers: readonly Peer[] }) {
  const all = peers.flatMap((peer) => peer.phones.map((phone) => ({ peer: peer.party, phone })));
  return all.length ? <ul class="phones">{all.map(({ peer, phone }) => <Number key={peer + phone.number} peer={peer} phone={phone} />)}</ul> : <Empty>{t("The charter’s fallback numbers are shown while the line is DARK. If there is none then, use the paper card.")}</Empty>;
}

const Number = ({ peer, phone }: { peer: string; phone: Phone }) => <li><div class="clock"><bdi dir="ltr">{visible(phone.number)}</bdi></div><div><bdi dir="ltr">{visible(peer)}</bdi> {visible(phone.desk)} <span class="q"><Said text={phone.words} /></span></div></li>;

/** What an officer sees of a line that is DARK: since when, whom to ring, what waits. */
export function Dark({ peers }: { peers: readonly Peer[] }) {
  const dark = peers.filter((peer) => peer.state === "DARK");
  const found = status.value;
  if (!dark.length || !found) return null;
  const since = found.alarms.find((alarm) => alarm.situation.startsWith("dark/"))?.since;
  return (
    <section class="dark" aria-label={t("The line is DARK")}>
      <h3 class="t28">{t("Nothing is heard from {party}", { party: dark.map((peer) => peer.party).join(", ") })}{since ? <> · <bdi dir="ltr">{span(now.value - since)}</bdi></> : null}</h3>
      <p>{t("Silence, refusal and a dead link look alike from here; none of them is known. Ring the other side:")}</p>
      <Phones peers={dark} />
      <p>{visible(found.held.words)} {t("What is written here now stands in our log, and goes out by itself when the line is back.")}</p>
    </section>
  );
}
