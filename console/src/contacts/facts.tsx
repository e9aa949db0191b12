// The fact sheet: sentences with their arithmetic. An officer ticks; only what is ticked is written out, and that is noted in our annex.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { FactsReleasedHere, FactShown, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { useAnswer } from "../answer";
import { offer } from "../keys";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Ref } from "../parts/signs";
import { Said } from "../parts/text";
import { go } from "../places";
import { post } from "../press/words";
import { rungWord } from "./words";
import { visible } from "../visible";
import { t } from "../words";

export function FactSheet() {
  const found = useAnswer("facts");
  const ticked = useSignal<ReadonlySet<string>>(new Set());
  const given = useSignal("");
  const made = useSignal<FactsReleasedHere | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const facts = found.value?.facts ?? [];
  // By its sentence: a contact that comes meanwhile moves the numbers, and nothing is released that nobody ticked.
  const chosen = facts.filter((fact) => ticked.value.has(fact.sentence));

  function tick(fact: FactShown): void {
    const next = new Set(ticked.value);
    if (!next.delete(fact.sentence)) next.add(fact.sentence);
    ticked.value = next;
  }
  async function release(): Promise<void> {
    if (busy.value || !chosen.length) return;
    busy.value = true;
    problem.value = null;
    try {
      made.value = await ask("facts_release", { body: { ticked: chosen.map((fact) => fact.number), sentences: chosen.map((fact) => fact.sentence), given_to: given.value.trim(), post: post() } });
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  useLayoutEffect(() => {
    offer("facts", [{ key: "Escape", shown: "Esc", does: "back to the contacts", run: () => go("contacts") }, { key: "f", shown: "f", does: "back to the contacts", run: () => go("contacts") }]);
    return () => offer("facts", []);
  });
  return (
    <main id="main" class="page page-facts" tabIndex={-1}>
      <h1 class="vh">{t("Fact sheet")}</h1>
      <section class="pane raised facts-pane" aria-label={t("Facts that can be released")} tabIndex={0}>
        <header><h2>{t("Facts that can be released")}</h2><span class="aside">{found.value ? t("as of the end of {day} (UTC)", { day: found.value.on }) : ""}</span></header>
        <Fault problem={found.problem} />
        {found.value && !facts.length ? <Empty>{t("There is nothing to say yet: no contact and no request is in this record.")}</Empty> : null}
        <ul class="rows">
          {facts.map((fact) => (
            <li key={fact.number}>
              <label><input type="checkbox" checked={ticked.value.has(fact.sentence)} disabled={!may("release")} onChange={() => tick(fact)} /> <span dir="auto"><Said text={fact.sentence} /></span></label>
              <p class="t12 q" dir="auto">{t("Arithmetic: {words}", { words: visible(fact.arithmetic) })}</p>
              <p class="t12 q">{rungWord(fact.rung) || t("what was asked for")} · {fact.refs.slice(0, 12).map((ref) => <span key={ref}><Ref>{ref}</Ref> </span>)}{fact.refs.length > 12 ? t("and {n} more", { n: fact.refs.length - 12 }) : ""} {fact.sources.map(visible).join("; ")}</p>
            </li>
          ))}
        </ul>
      </section>
      <section class="pane sheet-pane" aria-label={t("The sheet")} tabIndex={0}>
        <header><h2>{t("The sheet")}</h2><span class="aside">{t("{n} ticked", { n: chosen.length })}</span></header>
        <div class="stack">
          <Fault problem={problem.value} />
          {may("release") ? (
            <form class="form" onSubmit={(event) => { event.preventDefault(); void release(); }}>
              <p class="note">{t("Facts that rest on our own record alone say so. What is released is noted in our annex, with whom it was given to.")}</p>
              <div class="field"><label for="facts-to">{t("Given to")}</label><input id="facts-to" class="in" dir="auto" autocomplete="off" maxLength={200} value={given.value} onInput={(event) => (given.value = event.currentTarget.value)} /></div>
              <div class="acts"><button class="btn main" type="submit" disabled={busy.value || !chosen.length}>{t("Make the sheet and note it")}</button><button class="btn" type="button" onClick={() => go("contacts")}>{t("Back")} <kbd>Esc</kbd></button></div>
            </form>
          ) : <p class="note">{t("An officer who may release makes the sheet.")}</p>}
          {made.value ? (
            <>
              <p class="q t12" role="status">{t("{ref} notes that it was released.", { ref: made.value.ref })} <button class="btn" type="button" onClick={() => window.print()}>{t("Print the sheet")}</button></p>
              <pre class="sheet" dir="auto" tabIndex={0}>{visible(made.value.sheet)}</pre>
            </>
          ) : <Empty>{t("Tick what is to be released; nothing is released by itself.")}</Empty>}
        </div>
      </section>
    </main>
  );
}
