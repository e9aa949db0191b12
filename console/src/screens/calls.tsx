// Calls: what was asked for and what became of it, the next one or that none is scheduled, and each side's readout.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Call, Contact } from "../api.gen";
import { useAnswer } from "../answer";
import { Acts } from "../calls/acts";
import { Readouts } from "../calls/later";
import { Request } from "../calls/request";
import { actWord, outcomeWord, reasonWord, stateWord, windowWord } from "../calls/words";
import { offer } from "../keys";
import { now, status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Pane, PartyChip, Ref } from "../parts/signs";
import { Said, Warnings } from "../parts/text";
import { go, where } from "../places";
import { date, DAY, dtg, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";

const STEP = 20;

export function Calls() {
  const limit = useSignal(STEP);
  const found = useAnswer("calls", { query: { limit: limit.value } });
  const asking = useSignal(false);
  const own = status.value?.party ?? "";
  const calls = [...(found.value?.calls ?? [])].reverse().sort((one, two) => Number(two.open) - Number(one.open));
  // The first of the board when the screen opened stays before the officer.
  const first = useSignal("");
  if (!first.value && calls[0]) first.value = calls[0].ref;
  const wanted = where.value.rest || first.value;
  const chosen = calls.find((call) => call.ref === wanted || call.place === wanted);

  function move(by: number): void {
    const at = calls.findIndex((call) => call.ref === chosen?.ref);
    const next = calls[Math.min(calls.length - 1, Math.max(0, at + by))];
    if (next) go("calls", next.ref);
  }
  useLayoutEffect(() => {
    offer("calls", [
      { key: "j", shown: "j", does: "the next call of the board", run: () => move(1) },
      { key: "k", shown: "k", does: "the call before", run: () => move(-1) },
      ...(may("speak") ? [{ key: "c", shown: "c", does: "ask for a call", run: () => (asking.value = true) }] : []),
    ]);
    return () => offer("calls", []);
  });
  return (
    <main id="main" class="page page-calls" tabIndex={-1}>
      <h1 class="vh">{t("Calls")}</h1>
      <Pane title={t("Requests for a call")} aside={t("open first, then newest")}>
        <div class="stack">
          <Fault problem={found.problem} />
          {calls.length ? <Board calls={calls} chosen={chosen?.ref ?? ""} own={own} /> : found.value ? <Empty>{t("No call was asked for yet. Press c to ask for the first.")}</Empty> : null}
          {found.value?.more ? <p><button class="quiet" type="button" onClick={() => (limit.value += STEP * 2)}>{t("Bring older calls")}</button></p> : null}
          <NextCalls contacts={status.value?.contacts ?? []} calls={calls} />
          {may("speak") ? <div class="acts"><button class="btn" type="button" onClick={() => (asking.value = true)}>{t("Ask for a call")} <kbd>c</kbd></button></div> : null}
        </div>
      </Pane>
      {asking.value ? <Request known={found.value?.calls ?? []} onLeave={() => (asking.value = false)} /> : chosen ? <OneCall key={chosen.ref} call={chosen} own={own} /> : where.value.rest && found.value ? <Elsewhere at={where.value.rest} own={own} /> : <None />}
      {chosen ? <Readouts key={chosen.ref} call={chosen} /> : <Pane title={t("Readouts")} kind="ro"><Empty>{t("No call is chosen.")}</Empty></Pane>}
    </main>
  );
}

const None = () => <Pane title={t("Call")} kind="raised"><Empty>{t("No call is chosen.")}</Empty></Pane>;

/** A call of the address that is not on the board's part. */
function Elsewhere({ at, own }: { at: string; own: string }) {
  const found = useAnswer("call", { path: { ref: at } });
  if (found.value) return <OneCall call={found.value} own={own} />;
  return found.problem ? <Pane title={t("Call")} kind="raised"><Fault problem={found.problem} /></Pane> : <None />;
}

function Board({ calls, chosen, own }: { calls: readonly Call[]; chosen: string; own: string }) {
  return (
    <div class="scrollx">
      <table class="tbl">
        <thead><tr><th scope="col">{t("Reference")}</th><th scope="col">{t("Level")}</th><th scope="col">{t("Asked by")}</th><th scope="col">{t("Asked")}</th><th scope="col" class="wide">{t("Read")}</th><th scope="col">{t("State")}</th><th scope="col" class="num wide">{t("Attempts")}</th></tr></thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.place} class={call.ref === chosen ? "sel" : ""}>
              <th scope="row"><a href={`#/calls/${call.ref}`} aria-current={call.ref === chosen ? "true" : undefined}><Ref>{call.ref}</Ref></a></th>
              <td><bdi dir="auto">{visible(call.level ?? "—")}</bdi></td>
              <td><PartyChip code={call.from} own={own} /></td>
              <td><bdi dir="ltr">{dtg(call.t).slice(0, -3)}</bdi></td>
              <td class="wide">{call.read ? <bdi dir="ltr">{dtg(call.read.t).slice(0, -3)}</bdi> : <span class="q">{t("not yet")}</span>}</td>
              <td><State call={call} /></td>
              <td class="num wide">{call.attempts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function State({ call }: { call: Call }) {
  const waits = call.open && !call.scheduled && !call.lapsed;
  const until = call.valid_until && waits ? ` · ${t("stands until {at}", { at: dtg(call.valid_until) })}` : "";
  return <><b>{stateWord(call)}</b>{call.scheduled ? <> · <bdi dir="ltr">{dtg(call.scheduled)}</bdi></> : null}{waits ? ` · ${t("for {span}", { span: span(now.value - call.t) })}` : ""}{until}{call.confirmed ? ` · ${t("both say held")}` : ""}</>;
}

function NextCalls({ contacts, calls }: { contacts: readonly Contact[]; calls: readonly Call[] }) {
  const next = [
    ...calls.flatMap((call) => (call.open && call.scheduled ? [{ ref: call.ref, at: call.scheduled, stated_by: [call.from, call.to], office: call.office ?? "" }] : [])),
    ...contacts.flatMap((item) => (item.next ? [{ ...item.next, office: item.between[0]?.office ?? "" }] : [])),
  ].filter((item) => item.at > now.value - DAY).sort((one, two) => one.at - two.at);
  const first = next[0];
  const none = contacts.filter((item) => !item.next);
  return (
    <div class="next2">
      <div>
        <h3>{t("Next call at any level")}</h3>
        <div class="t28">{first ? <bdi dir="ltr">{dtg(first.at)}</bdi> : t("None scheduled")}</div>
        <p class="q">{first ? <>{visible(first.office)} · <a href={`#/calls/${first.ref}`}><Ref>{first.ref}</Ref></a> · {first.stated_by.length > 1 ? t("stated by both") : t("stated by {party}", { party: first.stated_by.join() })}</> : t("Neither side has accepted a time, and no account states a next call.")}</p>
      </div>
      <div>
        <h3>{t("Without a next call")}</h3>
        {none.length ? none.slice(0, 3).map((item) => <p key={item.sentence}><b>{visible([...new Set(item.between.map((office) => office.office))].join(" – "))}</b> <span class="q">{item.days_since === null ? t("never held") : t("{n} days since the last", { n: item.days_since })}</span></p>) : <p class="q">{t("Every pair of offices that spoke has a next call.")}</p>}
      </div>
    </div>
  );
}

function OneCall({ call, own }: { call: Call; own: string }) {
  const asked = (call.times.length ? call.times : call.windows).map((item) => windowWord(item.from, item.to));
  const row = (name: string, value: string | null | undefined) => (value ? <><dt>{name}</dt><dd><bdi dir="auto"><Said text={value} /></bdi></dd></> : null);
  return (
    <section class="pane raised" aria-label={t("Call")} tabIndex={0}>
      <header><h2>{t("Call")} <bdi dir="ltr">{visible(call.ref)}</bdi></h2><span class="aside"><PartyChip code={call.from} own={own} /> → <PartyChip code={call.to} own={own} /> <bdi dir="ltr">{dtg(call.t)}</bdi></span></header>
      <div class="stack">
        <div><div class="t28">{stateWord(call)}</div><p class="q">{visible(call.state_words)}{call.scheduled_outside ? ` ${t("The time lies outside the windows that were proposed.")}` : ""}{call.crossing.length ? ` ${t("Crosses {refs}: settle one, cancel the other.", { refs: call.crossing.join(", ") })}` : ""}</p></div>
        <dl class="meta">
          {row(t("Level"), call.level)}
          {row(t("Between"), `${call.from} ${call.office ?? ""} – ${call.to} ${call.with_office ?? ""}`)}
          {row(t("About"), call.purpose)}
          <dt>{t("Times")}</dt><dd>{asked.length ? asked.map((words) => <div key={words}><bdi dir="ltr">{words}</bdi></div>) : t("any time")}{asked.length && call.times_by ? <span class="q"> {t("proposed by {party}", { party: call.times_by })}</span> : null}</dd>
          <dt>{t("Stands until")}</dt><dd>{call.valid_until ? <bdi dir="ltr">{dtg(call.valid_until)}</bdi> : t("it is answered or withdrawn")}</dd>
          {row(t("Initiative"), call.initiative ? t("of {who}, as {party} states", { who: call.initiative, party: call.from }) : null)}
          {row(t("Interpreter"), call.interpreter)}
          <dt>{t("Attempts")}</dt><dd>{call.attempts}</dd>
        </dl>
        <Warnings texts={[call.purpose ?? "", call.office ?? "", call.with_office ?? "", ...call.acts.map((act) => act.text ?? "")]} />
        <Acts call={call} />
        <History call={call} own={own} />
        <Accounts call={call} own={own} />
        <p class="note">{t("An acceptance of a call is no agreement on its matter.")}</p>
      </div>
    </section>
  );
}

function History({ call, own }: { call: Call; own: string }) {
  if (!call.acts.length) return <p class="q t12">{t("Nobody wrote about it yet.")}</p>;
  return (
    <div>
      <h3>{t("What was written")}</h3>
      <ul class="rows hist">
        {call.acts.map((act) => (
          <li key={act.ref}>
            <bdi class="when" dir="ltr">{dtg(act.t)}</bdi>
            <span><PartyChip code={act.from} own={own} /> {actWord(act)}{act.at ? <> {t("for")} <bdi dir="ltr">{dtg(act.at)}</bdi></> : null}{act.outcome ? `: ${outcomeWord(act.outcome)}` : ""}{act.reason ? `, ${reasonWord(act.reason)}` : ""}{act.windows?.map((item) => <span key={item.from} class="t12 block"><bdi dir="ltr">{windowWord(item.from, item.to)}</bdi></span>)}{act.text ? <span class="block"><bdi dir="auto"><Said text={act.text} /></bdi></span> : null}{call.without_effect.some((item) => item.ref === act.ref) ? <span class="t12 q block">{t("without effect: it had no place in that state")}</span> : null}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Accounts({ call, own }: { call: Call; own: string }) {
  if (!call.accounts.length) return null;
  return (
    <div class="sign2">
      {call.accounts.map((item) => (
        <div key={item.ref} class={`did ${item.from === own ? "" : "other"}`}>
          <h3><PartyChip code={item.from} own={own} /> {t("says: {outcome}", { outcome: outcomeWord(item.outcome) })}</h3>
          {item.started ? <bdi dir="ltr">{dtg(item.started)}{item.ended ? ` – ${dtg(item.ended).slice(2, 7)}` : ""}</bdi> : null}
          <div class="t12 q">{item.next ? t("next {at}", { at: dtg(item.next) }) : t("no next call is stated")} · {date(item.t)}</div>
          {item.text ? <p><bdi dir="auto"><Said text={item.text} /></bdi></p> : null}
        </div>
      ))}
      {call.differences.length ? <p class="wide2 t12 q">{t("They differ in: {fields}. A difference is normal.", { fields: call.differences.map((item) => item.field).join(", ") })}</p> : null}
    </div>
  );
}
