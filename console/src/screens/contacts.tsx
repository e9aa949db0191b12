// Contacts: which offices spoke, when last, at whose initiative, and what of it is ours only. Each figure with what it rests on.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { ContactRecord, ContactRow, OfficeOf, Spoken } from "../api.gen";
import { addressOf } from "../api";
import { useAnswer } from "../answer";
import { offer } from "../keys";
import { status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { Pane, PartyChip, Ref } from "../parts/signs";
import { Said } from "../parts/text";
import { FactSheet } from "../contacts/facts";
import { inMatrix, Matrix } from "../contacts/matrix";
import { rungWord } from "../contacts/words";
import { go, where } from "../places";
import { day, dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";

const FACTS = "facts";
const SCALE = 120;
const NOTE = "watchline call DIR note";

export const Contacts = () => (where.value.rest === FACTS ? <FactSheet /> : <Whole />);

function Whole() {
  const states = useSignal(false);
  const table = useSignal(true);
  const found = useAnswer("contacts", { query: { states: states.value } });
  const wanted = useSignal("");
  const rows = found.value?.contacts ?? [];
  const own = status.value?.party ?? found.value?.party ?? "";
  const chosen = rows.find((row) => nameOf(row) === wanted.value) ?? rows[0];
  // What the table has no place for, since nobody of ours took part, stands below it.
  const shown = table.value ? rows.filter((row) => !inMatrix(row, own)) : rows;

  function move(by: number): void {
    const at = rows.findIndex((row) => row === chosen);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) wanted.value = nameOf(next);
  }
  useLayoutEffect(() => {
    offer("contacts", [
      { key: "j", shown: "j", does: "the next pair of offices", run: () => move(1) },
      { key: "k", shown: "k", does: "the pair before", run: () => move(-1) },
      { key: "v", shown: "v", does: "a table of offices, or gauges", run: () => (table.value = !table.value) },
      { key: "f", shown: "f", does: "the fact sheet", run: () => go("contacts", FACTS) },
    ]);
    return () => offer("contacts", []);
  });
  return (
    <main id="main" class="page page-con" tabIndex={-1}>
      <h1 class="vh">{t("Contacts")}</h1>
      <section class="pane" aria-label={t("Who last spoke with whom")} tabIndex={0}>
        <header>
          <h2>{t("Who last spoke with whom")}</h2>
          <span class="tabs" role="group" aria-label={t("Between whom")}>
            <button type="button" aria-pressed={!states.value} onClick={() => (states.value = false)}>{t("Offices")}</button>
            <button type="button" aria-pressed={states.value} onClick={() => (states.value = true)}>{t("Parties")}</button>
          </span>
          <span class="tabs" role="group" aria-label={t("How it is shown")}>
            <button type="button" aria-pressed={table.value} onClick={() => (table.value = true)}>{t("Table")}</button>
            <button type="button" aria-pressed={!table.value} onClick={() => (table.value = false)}>{t("Gauges")}</button>
          </span>
          <span class="aside">{t("days since, as of the end of today (UTC)")}</span>
        </header>
        <div class="stack">
          <Fault problem={found.problem} />
          {table.value ? <Matrix rows={rows} chosen={chosen} own={own} onChoose={(row) => (wanted.value = nameOf(row))} /> : null}
          {shown.length ? <Pairs rows={shown} chosen={chosen} own={own} onChoose={(row) => (wanted.value = nameOf(row))} /> : rows.length ? null : found.value ? <Empty>{t("No contact stands in this record. Ask for a call: g c.")}</Empty> : null}
          {found.value ? <p class="q" dir="auto">{visible(found.value.words)}</p> : null}
        </div>
      </section>
      {chosen ? <Pair key={nameOf(chosen)} row={chosen} own={own} /> : <Pane title={t("Two offices")}><Empty>{found.value ? t("No pair is chosen.") : t("Not known yet.")}</Empty></Pane>}
      {found.value ? <Beside found={found.value} own={own} /> : <Pane title={t("Beside the record of the line")} kind="beside"><Empty>{t("Not known yet.")}</Empty></Pane>}
      <Pane title={t("Over time")} aside={t("open: ours only · half: held · full: established")} kind="time">
        {rows.length ? <p class="acts"><a class="btn" href={addressOf("contact_chart", { query: { states: states.value } })} target="_blank" rel="noopener">{t("The drawing alone, for print")}</a> <a class="btn" href={addressOf("contact_sheet", { query: { states: states.value } })} download>{t("Save the table, to be printed")}</a></p> : null}
        {rows.length ? <img class="chart" src={`${addressOf("contact_chart", { query: { states: states.value } })}#${found.value?.on ?? ""}`} alt={t("The contact record over time; the table has the same facts.")} /> : <Empty>{found.value ? t("Nothing to draw yet.") : t("Not known yet.")}</Empty>}
      </Pane>
    </main>
  );
}

const nameOf = (row: ContactRow): string => row.between.map((item) => `${item.party} ${item.office}`).join(" – ");

function Between({ between, own }: { between: readonly OfficeOf[]; own: string }) {
  return <>{between.map((item, at) => <span key={`${item.party}${item.office}`}>{at ? " – " : ""}<PartyChip code={item.party} own={own} /> <bdi dir="auto">{visible(item.office)}</bdi></span>)}</>;
}

/** At whose initiative: a party's code, or a word of ours. */
const whoWord = (who: string): string => t({ both: "both", third: "a third", not_stated: "not stated" }[who] ?? visible(who));
const initiativeWords = (row: ContactRow): string => Object.entries(row.initiative).map(([who, n]) => t("{who} {n}", { who: whoWord(who), n })).join(", ");

function Pairs({ rows, chosen, own, onChoose }: { rows: readonly ContactRow[]; chosen: ContactRow | undefined; own: string; onChoose: (row: ContactRow) => void }) {
  return (
    <ul class="pairs">
      {rows.map((row) => (
        <li key={nameOf(row)} class={row === chosen ? "sel" : ""}>
          <button class="quiet" type="button" aria-pressed={row === chosen} onClick={() => onChoose(row)}><Between between={row.between} own={own} /></button>
          <Gauge row={row} />
          <span class="d">{row.days_since === null ? "—" : `${row.days_since} d`}</span>
          <span class="why q t12">{[row.last_date ? t("last {day}", { day: row.last ? day(row.last) : visible(row.last_date) }) : t("none held"), rungWord(row.rung), row.count ? t("{n} contacts", { n: row.count }) : "", initiativeWords(row) ? t("at the initiative of {who}", { who: initiativeWords(row) }) : ""].filter(Boolean).join(" · ")}</span>
        </li>
      ))}
    </ul>
  );
}

function Gauge({ row }: { row: ContactRow }) {
  const { days_since: days, gap_days: before } = row;
  const to = (number: number): number => Math.min(400, (number / SCALE) * 400);
  const over = days !== null && before !== null && days > before ? to(days) - to(before) : 0;
  return (
    <svg viewBox="0 0 400 16" preserveAspectRatio="none" role="img" aria-label={days === null ? t("never") : before === null ? t("{n} days since the last contact", { n: days }) : t("{n} days since the last contact; the gap before was {gap}", { n: days, gap: before })}>
      <path class="g-tick" d="M100 0v16M200 0v16M300 0v16" />
      <path class="g-track" d="M0 15.5h400" />
      {days === null ? null : <rect class="g-fill" x="0" y="3" width={Math.max(1.5, to(days) - over)} height="10" />}
      {over ? <rect class="g-over" x={to(days ?? 0) - over} y="3" width={over} height="10" /> : null}
      {before === null ? null : <path class="g-max" d={`M${to(before)} 0v16`} />}
    </svg>
  );
}

function Pair({ row, own }: { row: ContactRow; own: string }) {
  return (
    <section class="pane raised" aria-label={t("Two offices")} tabIndex={0}>
      <header><h2><Between between={row.between} own={own} /></h2></header>
      <div class="stack">
        <div class="deriv"><div class="first" dir="auto"><Said text={row.sentence} /></div>{row.if_today ? <p class="q" dir="auto"><Said text={row.if_today} /></p> : null}<p class="q" dir="auto"><Said text={row.silence} /></p></div>
        <details class="deriv" open>
          <summary><h3>{t("How it is computed")}</h3></summary>
          <ol>
            {[...row.contacts].slice(-2).map((item, at, all) => <li key={at}><span>{at === all.length - 1 ? t("Last contact") : t("Contact before")} {item.refs[0] ? <Place at={item.refs[0]} source={item.source} /> : null}</span><bdi dir="ltr">{item.date}</bdi></li>)}
            {row.gap_days === null ? null : <li><span>{t("Days between the last two")}</span><span>{row.gap_days}</span></li>}
            <li class="sum"><span>{t("Days from the last to today")}</span><span>{row.days_since ?? "—"}</span></li>
          </ol>
          {row.derivation.length ? <p class="t12 q">{t("It rests on: {refs}", { refs: row.derivation.join(", ") })}</p> : null}
        </details>
        <dl class="meta">
          <dt>{t("Next")}</dt><dd>{row.next ? <>{row.next.at ? <bdi dir="ltr">{dtg(row.next.at)}</bdi> : visible(row.next.date)} <span class="q">{t("stated by {party}", { party: row.next.stated_by.join(", ") })}</span></> : row.next_none ? t("None: an account says that no next contact is agreed.") : t("Nothing is stated.")}</dd>
          <dt>{t("Standing requests")}</dt><dd>{row.requests.length ? row.requests.map((item) => <div key={item.ref}><Place at={item.ref} source={item.source} /> {t(item.status.replaceAll("_", " "))} <span class="q">{t("since {day}, asked {n} times", { day: item.since ? day(item.since) : visible(item.date), n: item.attempts })}</span></div>) : t("none")}</dd>
          <dt>{t("Days to an answer")}</dt><dd>{row.answer_days.length ? row.answer_days.join(", ") : "—"}</dd>
          <dt>{t("Rungs")}</dt><dd>{Object.entries(row.by_rung).map(([rung, n]) => `${rungWord(rung)} ${n}`).join(", ")}</dd>
          {row.tests_since ? <><dt>{t("Line tests since")}</dt><dd>{t("{n} made, {missed} missed", { n: row.tests_since.tested, missed: row.tests_since.missed })}</dd></> : null}
          {row.noted.map((item) => <><dt>{t("Noted ahead")}</dt><dd>{visible(item.status.replaceAll("_", " "))} {visible(item.date)} <span class="q">{t("our annex")}</span></dd></>)}
        </dl>
        {row.differs.map((item) => <p key={item.words} class="note" dir="auto">{visible(item.words)}</p>)}
        <h3>{t("Every contact, newest first")}</h3>
        <ul class="rows">{[...row.contacts].reverse().map((item, at) => <One key={at} item={item} />)}</ul>
      </div>
    </section>
  );
}

/** A reference: of the line it can be opened; of the annex it is ours alone and named as such. */
function Place({ at, source }: { at: string; source: string }) {
  return source === "line" ? <a href={`#/record/${at}`}><Ref>{at}</Ref></a> : <><Ref>{at}</Ref> <span class="q">{t("our annex")}</span></>;
}

function One({ item }: { item: Spoken }) {
  return (
    <li>
      <b>{item.at ? <bdi dir="ltr">{dtg(item.at)}</bdi> : visible(item.date)}</b> {item.means ? <span>{visible(item.means)}</span> : null} {item.initiative ? <span class="q">{t("at the initiative of {who}", { who: whoWord(item.initiative) })}</span> : null}
      <span class="t12 block">{visible(item.rung_words)} · {item.refs.map((ref) => <span key={ref}><Place at={ref} source={item.source} /> </span>)}</span>
      {item.names.length ? <span class="t12 q block">{item.names.map((one) => `${visible(one.party)}: ${visible(one.name)}`).join("; ")}</span> : null}
    </li>
  );
}

function Beside({ found, own }: { found: ContactRecord | null; own: string }) {
  return (
    <Pane title={t("Beside the record of the line")} kind="beside">
      <div class="stack">
        <p class="acts"><a class="btn" href={`#/contacts/${FACTS}`}>{t("Fact sheet")} <kbd>f</kbd></a><a class="btn" href="#/press/timeline">{t("Press")}</a></p>
        <h3>{t("Owed, from our annex")}</h3>
        {found?.owed.length ? <ul class="rows">{found.owed.map((item) => <li key={`${item.ref}${item.number}`}><PartyChip code={item.who} own={own} /> <Said text={item.words} />{item.overdue ? <> <span class="due-soon">{t("its time has passed")}</span></> : null}</li>)}</ul> : <p class="q t12">{t("nothing")}</p>}
        <h3>{t("Telephone tests")}</h3>
        {found?.phone_tests.length ? <ul class="rows">{found.phone_tests.map((item) => <li key={item.state}>{visible(item.words)}</li>)}</ul> : <p class="q t12">{t("none noted")}</p>}
        <h3>{t("Our private annex")}</h3>
        <p class="q">{found?.annex ? visible(found.annex) : t("This node has no annex: only calls of the line are counted.")}</p>
        <p class="note">{t("A contact outside the line is noted on the node’s machine: {verb}. It leaves this side never.", { verb: NOTE })}</p>
        <p class="t12 q">{t("What the press alone says has its own rung, and is shown as the press.")}</p>
      </div>
    </Pane>
  );
}
