// Line status: is the line up, does anything wait, when is the next test, how long since we spoke. Two metres, two seconds.
import { useLayoutEffect } from "preact/hooks";
import { computed, useSignal } from "@preact/signals";
import type { Calendar, Circuit, Contact, LineTests, Log, Message, Peer, Problem, Slot, Status } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { offer } from "../keys";
import { Coming, Spoken, Telephones } from "../line/coming";
import { State, Stated } from "../line/stated";
import { agreed, now, part, status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { Dark } from "../parts/dark";
import { may } from "../parts/frame";
import { Pane, PartyChip, Ref } from "../parts/signs";
import { clock, count, day, DAY, dtg, hhmm, HOUR, mmss, month, seconds, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";

const DAYS = 14;

export function Line() {
  const tests = useAnswer("tests", { query: { days: DAYS, limit: 100 } });
  const calendar = useAnswer("calendar", {}, () => [agreed.value, part("next_test")]);
  const messages = useAnswer("messages", { query: { limit: 100 } });
  const problem = useSignal<Problem | null>(null);

  async function test(): Promise<void> {
    try {
      await ask("test", { body: {} });
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  async function answer(): Promise<void> {
    const waits = [...(tests.value?.slots ?? []), ...(tests.value?.unscheduled ?? [])].find((item) => item.waits_for_us && item.ref);
    if (!waits?.ref) return;
    try {
      await ask("test_answer", { path: { ref: waits.ref }, body: { quality: 5 } });
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  useLayoutEffect(() => {
    offer("line", may("speak") ? [
      { key: "t", shown: "t", does: "test the line now", run: () => void test() },
      { key: "y", shown: "y", does: "answer the line test that waits for us", run: () => void answer() },
    ] : []);
    return () => offer("line", []);
  });

  return (
    <main id="main" class="page page-line" tabIndex={-1}>
      <h1 class="vh">{t("Line status")}</h1>
      <Circuits />
      <NextHours calendar={calendar.value} />
      <Tests tests={tests.value} problem={problem.value ?? tests.problem} onTest={() => void test()} onAnswer={() => void answer()} />
      <Silences />
      <Owed messages={messages.value?.messages ?? null} />
    </main>
  );
}

function Circuits() {
  const found = status.value;
  return (
    <Pane title={t("Line")} aside={found ? visible(found.title) : ""}>
      {found ? <Dark peers={found.peers} /> : null}
      {found ? <Stated found={found} /> : null}
      {found?.missing.map((words) => <Empty key={words}>{visible(words.replace(/ ?\(`[^`]*`\)/g, ""))}</Empty>)}
      {found?.peers.map((peer) => <Duet key={peer.party} found={found} peer={peer} />)}
      {found ? <Spoken found={found} /> : null}
      {found ? <State found={found} /> : null}
    </Pane>
  );
}

const newest = (logs: Log[], code: string): Log | undefined => logs.filter((log) => log.party === code).sort((one, two) => two.epoch - one.epoch)[0];

function Duet({ found, peer }: { found: Status; peer: Peer }) {
  const own = newest(found.logs, found.party);
  const their = newest(found.logs, peer.party);
  const first = peer.circuits.findIndex((circuit) => circuit.alive);
  const held = own?.sizes[peer.party];
  return (
    <div class="duet">
      <div class="side own">
        <div class="name"><bdi>{visible(found.party)}</bdi></div>
        <dl>
          <div><dt>{t("Our log")}</dt><dd>{own ? t("{n} entries", { n: count(own.size) }) : "—"}</dd></div>
          <div><dt>{t("{party} holds", { party: peer.party })}</dt><dd>{held === undefined ? t("not known") : count(held)}</dd></div>
          <div><dt>{t("Clock")}</dt><dd>{found.clock.step_ms ? visible(found.clock.words) : t("as our timer expects")}</dd></div>
        </dl>
      </div>
      <div class="wires">{peer.circuits.map((circuit, at) => <Wire key={circuit.circuit} circuit={circuit} number={at + 1} use={at === first} />)}</div>
      <div class="side other">
        <div class="name"><bdi>{visible(peer.party)}</bdi></div>
        <dl>
          <div><dt>{t("{party}’s log", { party: peer.party })}</dt><dd>{their ? t("{n} entries", { n: count(their.size) }) : "—"}</dd></div>
          <div><dt>{t("Clocks apart")}</dt><dd>{peer.clock_apart_ms === null ? t("not known") : <bdi dir="ltr">{seconds(peer.clock_apart_ms)} s</bdi>}</dd></div>
          <div><dt>{t("We hold")}</dt><dd>{their ? count(their.size) : "—"}</dd></div>
          <div><dt>{t("Last entry by a person")}</dt><dd>{peer.last_contact ? <bdi dir="ltr">{dtg(peer.last_contact.t)}</bdi> : t("none yet")}</dd></div>
        </dl>
      </div>
    </div>
  );
}

function Wire({ circuit, number, use }: { circuit: Circuit; number: number; use: boolean }) {
  const heard = circuit.silent_s === null ? t("no echo since the start") : circuit.alive ? t("heard {s} s ago", { s: Math.round(circuit.silent_s) }) : t("silent for {s} s", { s: Math.round(circuit.silent_s) });
  return (
    <div class={`wire ${use ? "use" : circuit.alive ? "" : "down"}`}>
      <i />
      <div>
        <span><b>{number} {visible(circuit.circuit)}</b></span>
        <span class="end">{use ? t("in use") : circuit.alive ? t("standby") : t("silent")}</span>
        <span class="q">{heard}</span>
        <span class="end num">{circuit.connected ? t("connected") : t("is dialled")}</span>
      </div>
      <i />
    </div>
  );
}

function NextHours({ calendar }: { calendar: Calendar | null }) {
  const at = now.value;
  const own = part("party");
  const contacts = part("contacts") ?? [];
  const rows = [
    ...(calendar?.due ?? []).filter((due) => due.due < at + 12 * HOUR).map((due) => ({ at: due.due, what: due.ours ? t("Line test, we ask") : t("Line test, {party} asks", { party: due.initiator }), words: t("circuit {name} · a watch answers by {by}", { name: due.circuit, by: hhmm(due.due + (calendar?.answer_s ?? 0) * 1000) }) })),
    ...contacts.filter((item) => item.next && item.next.at > at && item.next.at < at + 12 * HOUR).map((item) => ({ at: item.next!.at, what: t("Call, {office}", { office: item.between[0]?.office ?? "" }), words: item.next!.stated_by.length > 1 ? t("stated by both") : t("stated by {party}", { party: item.next!.stated_by.join() }) })),
  ].sort((one, two) => one.at - two.at);
  return (
    <Pane title={t("Next 12 hours")} aside={t("times in Z")} kind="next">
      {rows.length ? (
        <ul class="plan rows">
          {rows.map((row) => (
            <li key={`${row.at}${row.what}`}>
              <bdi class="at" dir="ltr">{hhmm(row.at)}</bdi>
              <span class="in_">{t("in {span}", { span: span(row.at - at) })}</span>
              <span>{visible(row.what)}<span class="t12">{visible(row.words)}</span></span>
            </li>
          ))}
        </ul>
      ) : (
        <Empty>{calendar && own ? t("Nothing is due. The calendar of the charter asks for no test in these hours, and no call is scheduled.") : t("Not known yet.")}</Empty>
      )}
      {calendar ? <Coming calendar={calendar} after={at + 12 * HOUR} own={own ?? ""} /> : null}
      {own ? <Telephones /> : null}
    </Pane>
  );
}

function Tests({ tests, problem, onTest, onAnswer }: { tests: LineTests | null; problem: Problem | null; onTest: () => void; onAnswer: () => void }) {
  const slots = tests?.slots ?? [];
  const next = part("next_test") ?? null;
  const own = part("party") ?? "";
  const days = [...new Set([...slots.map((slot) => Math.floor(slot.due / DAY)), ...(next ? [Math.floor(next.due / DAY)] : [])])].sort((one, two) => one - two).slice(-DAYS);
  const times = [...new Set([...slots.map((slot) => slot.due % DAY), ...(next ? [next.due % DAY] : [])])].sort((one, two) => one - two);
  const figures = tests?.figures;
  const waits = part("tests_waiting_for_us") ?? 0;
  return (
    <Pane title={t("Line tests")} aside={t("minutes to an officer’s answer · solid: we asked, dashed: the other side asked")}>
      {days.length ? (
        <table class="tests">
          <thead><tr><th scope="row">{month((days.at(-1) ?? 0) * DAY)}</th>{days.map((at, number) => <th scope="col" key={at} class={number < days.length - 6 ? "old" : ""}>{new Date(at * DAY).getUTCDate()}</th>)}</tr></thead>
          <tbody>
            {times.map((time) => (
              <tr key={time}>
                <th scope="row">{hhmm(time)}</th>
                {days.map((at, number) => <Cell key={at} slot={slots.find((slot) => slot.due === at * DAY + time)} next={next?.due === at * DAY + time} own={own} old={number < days.length - 6} />)}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Empty>{tests ? t("No test of the calendar was due yet.") : t("Not known yet.")}</Empty>
      )}
      {figures ? <p class="t12 q">{t("{due} due in {days} days: {good} answered in time, {late} late, {missed} not answered, {none} not asked. Both sides count the same.", { due: figures.due, days: tests?.days ?? 0, good: figures.good, late: figures.late, missed: figures.missed, none: figures.not_initiated })}</p> : null}
      <div class="acts gap">
        {waits && may("speak") ? <button class="btn main" type="button" onClick={onAnswer}>{t("Answer the test that waits")} <kbd>y</kbd></button> : null}
        {may("speak") ? <button class="btn" type="button" onClick={onTest}>{t("Test now")} <kbd>t</kbd></button> : null}
      </div>
      <Fault problem={problem} />
    </Pane>
  );
}

function Cell({ slot, next, own, old }: { slot: Slot | undefined; next: boolean; own: string; old: boolean }) {
  const hide = old ? "old" : "";
  if (!slot) return <td class={`${next ? "due" : "none"} ${hide}`}><span>{next ? t("next") : ""}</span></td>;
  const words: Record<string, string> = { missed: t("none"), "not initiated": t("not asked"), waiting: t("waits"), "answered by node": t("node") };
  const kind = { late: "late", missed: "miss", "not initiated": "miss", waiting: "due" }[slot.outcome] ?? "";
  const said = slot.answered_s === null ? (words[slot.outcome] ?? slot.outcome) : mmss(slot.answered_s);
  return <td class={`${slot.initiator === own ? "ours" : "theirs"} ${kind} ${hide}`}><span>{said}<span class="vh"> {t(slot.outcome)}, {slot.initiator}</span></span></td>;
}

const SCALE = 120;

function Silences() {
  const contacts = part("contacts");
  return (
    <Pane title={t("Since the last call")} aside={t("bar: days since · mark: the gap before · strong: longer than that")}>
      {contacts?.length ? <div class="rows">{contacts.map((item) => <Gauge key={item.sentence} item={item} />)}</div> : <Empty>{contacts ? t("No call stands in this record. Ask for one: g c.") : t("Not known yet.")}</Empty>}
    </Pane>
  );
}

function Gauge({ item }: { item: Contact }) {
  const days = item.days_since;
  const before = item.gap_days;
  const to = (number: number): number => Math.min(400, (number / SCALE) * 400);
  const over = days !== null && before !== null && days > before ? to(days) - to(before) : 0;
  const asked = item.requests[0];
  const why = item.next ? t("next {at}", { at: dtg(item.next.at) }) : asked ? t("{ref} {state} since {day}", { ref: asked.ref, state: t(asked.status.replaceAll("_", " ")), day: day(asked.since) }) : t("no next call is stated");
  return (
    <div class="gauge">
      <span>{visible(item.between.map((office) => office.office).filter((office, at, all) => all.indexOf(office) === at).join(" – "))}</span>
      <svg viewBox="0 0 400 16" preserveAspectRatio="none" role="img" aria-label={days === null ? t("never") : t("{n} days since the last call", { n: days })}>
        <path class="g-tick" d="M100 0v16M200 0v16M300 0v16" />
        <path class="g-track" d="M0 15.5h400" />
        {days === null ? null : <rect class="g-fill" x="0" y="3" width={Math.max(1.5, to(days) - over)} height="10" />}
        {over ? <rect class="g-over" x={to(days ?? 0) - over} y="3" width={over} height="10" /> : null}
        {before === null ? null : <path class="g-max" d={`M${to(before)} 0v16`} />}
      </svg>
      <span class="d">{days === null ? "—" : `${days} d`}</span>
      <span class="why q t12">{item.last ? t("last {day}", { day: day(item.last) }) : t("none held")} · {visible(why)}</span>
    </div>
  );
}

const others = computed(() => (status.value?.peers ?? []).map((peer) => peer.party).join());

function Owed({ messages }: { messages: Message[] | null }) {
  const own = part("party");
  if (!own || !messages) return <Pane title={t("Owed")} kind="owed"><Empty>{t("Not known yet.")}</Empty></Pane>;
  const ours = messages.filter((item) => !item.ours && !item.states[own]?.acknowledged);
  return (
    <Pane title={t("Owed")} aside={t("oldest first; it is not a score")} kind="owed">
      <div class="owe2">
        <div class="own">
          <h3>{t("By")} <PartyChip code={own} own={own} /></h3>
          <Waits items={ours} who={own} />
        </div>
        {others.value.split(",").map((party) => (
          <div class="other" key={party}>
            <h3>{t("By")} <PartyChip code={party} own={own} /></h3>
            <Waits items={messages.filter((item) => item.ours && item.to.includes(party) && !item.states[party]?.acknowledged)} who={party} />
          </div>
        ))}
      </div>
    </Pane>
  );
}

const SHOWN = 6;

function Waits({ items, who }: { items: Message[]; who: string }) {
  const sorted = [...items].sort((one, two) => one.t - two.t);
  if (!sorted.length) return <p class="q t12">{t("nothing")}</p>;
  return (
    <ul>
      {sorted.slice(0, SHOWN).map((item) => {
        const state = item.states[who];
        const word = state?.read ? t("read {at}Z, not acknowledged", { at: clock(state.read.t) }) : state?.held ? t("held, not read") : t("not held yet");
        return (
          <li key={item.place}>
            <a href={`#/messages/${item.ref}`}><Ref>{item.ref}</Ref></a> {item.precedence_name} {!state?.read && item.overdue ? <span class="due-soon">{t("overdue")}</span> : null}
            <span class="t12">{word} · {span(now.value - item.t)}</span>
          </li>
        );
      })}
      {sorted.length > SHOWN ? <li class="q">{t("{n} more", { n: sorted.length - SHOWN })}</li> : null}
    </ul>
  );
}
