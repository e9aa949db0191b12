// What each party states of its use of the line, beside what is measured; stating it ourselves, in two steps.
import { useSignal } from "@preact/signals";
import type { Problem, Status, Suspended } from "../api.gen";
import { ask, problemOf } from "../api";
import { Form, type Values } from "../calls/form";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { PartyChip, Ref } from "../parts/signs";
import { Said, tongue } from "../parts/text";
import { clock, dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";

/** Every suspension that stands: the stated fact, and in the same sentence who in fact answers. Nobody is judged by it. */
export function Stated({ found }: { found: Status }) {
  return <>{found.suspended.map((item) => <One key={item.ref} item={item} found={found} />)}</>;
}

function One({ item, found }: { item: Suspended; found: Status }) {
  const since = { party: item.party, at: dtg(item.since) };
  const what = item.agreement ? t("Agreement {name}: SUSPENDED", { name: visible(item.agreement) }) : t("SUSPENDED");
  const answers = item.in_fact_answering;
  return (
    <section class={`stated ${item.ours ? "own" : "other"}`} aria-label={what}>
      <p class="t16"><b>{what}</b> {item.announced ? t("from {at}, as {party} states;", since) : t("since {at}, as {party} states;", since)} <b>{t("in fact {state}", { state: found.state ? t(found.state) : t("not known") })}</b></p>
      <p>{answers.length ? answers.map((one) => <span key={one.ref} class="block"><PartyChip code={one.party} own={found.party} /> {t("answered a test at {at} by {circuit}", { at: `${clock(one.at)}Z`, circuit: visible(one.circuit) })} <a href={`#/record/${one.ref}`}><Ref>{one.ref}</Ref></a></span>) : t("No test that a watch answered since is known here.")}</p>
      {[item, ...item.again].filter((said) => said.text).map((said) => <p key={said.ref} class="note" lang={said.language ?? undefined}><bdi dir="auto"><Said text={said.text ?? ""} /></bdi>{said.language ? <span class="t12 q"> {tongue(said.language)}</span> : null}</p>)}
      <p class="t12 q"><a href={`#/record/${item.ref}`}><Ref>{item.ref}</Ref></a> {item.observed.map(visible).join(" ")} {t("It stops nothing: entries, tests and FLASH go on.")}</p>
    </section>
  );
}

/** Suspend or resume our use of the line: written first, read again, then stated. */
export function State({ found }: { found: Status }) {
  const step = useSignal<"" | "write" | "read">("");
  const values = useSignal<Values>({});
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const draft = useSignal("");
  if (!may("release")) return null;
  const stands = found.suspended.some((item) => item.ours && item.agreement === null);

  function begin(): void {
    values.value = {};
    problem.value = null;
    draft.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    step.value = "write";
  }
  async function say(): Promise<void> {
    busy.value = true;
    const { text = "", start } = values.value;
    try {
      if (stands) await ask("line_resume", { body: { text, draft: draft.value } });
      else await ask("line_suspend", { body: { text, draft: draft.value, ...(start ? { start: Number(start) } : {}) } });
      step.value = "";
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  const name = stands ? t("State that we resume") : t("State that we suspend");
  if (step.value === "") return <div class="acts gap"><button class="btn" type="button" onClick={begin}>{name}…</button></div>;
  const fields = [
    ...(stands ? [] : [{ name: "start", label: t("From"), kind: "time" as const, hint: t("empty: from now") }]),
    { name: "text", label: t("Words, public"), kind: "words" as const, hint: t("may stay empty") },
  ];
  return (
    <section class="deriv" aria-label={name}>
      <h3>{name}</h3>
      {step.value === "write" ? (
        <Form id="suspend" fields={fields} send={t("Read it again")} busy={false} onSend={(given) => { values.value = given; step.value = "read"; }} onLeave={() => (step.value = "")} />
      ) : (
        <div class="stack">
          <p class="t16">{stands ? t("{party} states that it takes up its use of the line again.", { party: found.party }) : values.value["start"] ? t("{party} states that it suspends its use of the line from {at}.", { party: found.party, at: dtg(Number(values.value["start"])) }) : t("{party} states that it suspends its use of the line from now.", { party: found.party })}</p>
          {values.value["text"] ? <p class="note"><bdi dir="auto"><Said text={values.value["text"]} /></bdi></p> : <p class="q">{t("No words are given with it.")}</p>}
          <p class="q">{t("It is a signed entry, for good, and shown to every party by our name. It stops nothing: entries, tests and FLASH go on. Only we can take it back, by a second entry.")}</p>
          <Fault problem={problem.value} />
          <div class="acts"><button class="btn main" type="button" disabled={busy.value} onClick={() => void say()}>{stands ? t("State it: we resume") : t("State it: we suspend")}</button><button class="btn" type="button" onClick={() => (step.value = "write")}>{t("Back")}</button><button class="btn" type="button" onClick={() => (step.value = "")}>{t("Leave it")}</button></div>
        </div>
      )}
    </section>
  );
}
