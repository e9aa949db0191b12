// Readouts of a call side by side: what both say, what one says, what they say differently. A difference is normal.
import type { Call, Comparison, Readout, ReadoutsOfCall } from "../api.gen";
import { useAnswer } from "../answer";
import { addressOf } from "../api";
import { status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { PartyChip } from "../parts/signs";
import { direction, Said, tongue } from "../parts/text";
import { dtg } from "../time";
import { Say } from "./say";
import { t } from "../words";

export function Readouts({ call }: { call: Call }) {
  const found = useAnswer("readouts", { query: { call: call.ref } });
  const own = status.value?.party ?? "";
  const all = found.value?.calls[0] ?? null;
  const standing = all?.readouts.filter((item) => !item.replaced_by) ?? [];
  const kept = all?.confidentiality ?? null;
  const held = call.accounts.find((item) => item.started)?.started ?? null;
  return (
    <section class="pane ro" aria-label={t("Readouts")} tabIndex={0}>
      <header><h2>{t("Readouts")}</h2><span class="q"><bdi dir="ltr">{call.ref}</bdi>{held ? ` · ${t("held {at}", { at: dtg(held) })}` : ""}</span><span class="aside">{t("A difference is normal.")}</span></header>
      <Fault problem={found.problem?.code === "rule" ? null : found.problem} />
      {all && (standing.length || all.without_commitment.length) ? <Beside all={all} standing={standing} call={call.ref} own={own} /> : <Empty>{t("No readout of this call is committed to. Each side writes its own; the hash first, the text when it is published.")}</Empty>}
      {kept && kept.state !== "none" && kept.proposals.length ? <p class="t12 q kept">{t("Confidentiality: {state}", { state: t(kept.state.replaceAll("_", " ")) })}{kept.published_while_agreed.map((item) => ` · ${t("{ref} was published by {party} while it was agreed in {agreed}", { ref: item.published, party: item.from, agreed: item.agreed })}`)}</p> : null}
      <Say call={call} own={own} standing={standing} kept={kept} />
      <p class="acts"><a class="btn" href={addressOf("call_sheet", { path: { ref: call.place } })} download>{t("Save the call sheet, to be printed")}</a></p>
    </section>
  );
}

function Beside({ all, standing, call, own }: { all: ReadoutsOfCall; standing: readonly Readout[]; call: string; own: string }) {
  const left = all.parties.find((code) => code === own) ?? all.parties[0] ?? "";
  const right = all.parties.find((code) => code !== left) ?? "";
  const of = (code: string): Readout | undefined => standing.filter((item) => item.from === code).at(-1);
  const both = [left, right].every((code) => of(code)?.published.length);
  return (
    <div class="cmp">
      <div class="l"><OneSays code={left} item={of(left)} own={own} /></div>
      <div class="mid">
        {both ? <Compared call={call} left={left} right={right} /> : <p class="q">{t("Compared point by point when both are published.")}</p>}
      </div>
      <div class="rr"><OneSays code={right} item={of(right)} own={own} /></div>
    </div>
  );
}

function OneSays({ code, item, own }: { code: string; item: Readout | undefined; own: string }) {
  if (!item) return <><h3><PartyChip code={code} own={own} /></h3><p class="q">{t("has committed to no readout")}</p></>;
  const shown = item.published.at(-1) ?? item.shared.at(-1);
  return (
    <>
      <h3><PartyChip code={code} own={own} /> {item.published.length ? t("published") : shown ? t("shared with us, not public") : t("committed to a text, not public")}</h3>
      {shown?.text ? <p class="text" lang={item.language} dir={direction(item.language)}><Said text={shown.text} /></p> : <p class="text q">{t("The record has its hash since {at}.", { at: dtg(item.t) })}</p>}
      <p class="t12 q">{tongue(item.language)}. {t("Hash committed {at}", { at: dtg(item.t) })}{shown ? ` · ${item.published.length ? t("published {at}", { at: dtg(shown.t) }) : t("shared {at}", { at: dtg(shown.t) })}` : ""}{shown?.matches === true ? ` · ${t("the text matches the hash")}` : shown?.matches === false ? ` · ${t("the text is not the one of the hash")}` : ""}{shown?.held_before === true ? ` · ${t("held by the other side before it was public")}` : ""}</p>
      {item.corrected.map((made) => <p key={made.ref} class="t12">{t("Corrected {at}:", { at: dtg(made.t) })} <bdi dir="auto"><Said text={made.text ?? ""} /></bdi></p>)}
      {item.supplemented.map((made) => <p key={made.ref} class="t12">{t("Supplemented {at}:", { at: dtg(made.t) })} <bdi dir="auto"><Said text={made.text ?? ""} /></bdi></p>)}
    </>
  );
}

function Compared({ call, left, right }: { call: string; left: string; right: string }) {
  const found = useAnswer("comparison", { path: { ref: call } });
  const pair = found.value?.pairs.at(-1);
  return pair ? <Points pair={pair} left={left} right={right} /> : <Fault problem={found.problem} />;
}

function Points({ pair, left, right }: { pair: Comparison["pairs"][number]; left: string; right: string }) {
  const rows = [
    ...pair.both.map((item) => ({ key: item.key, one: item.statements, two: item.statements, words: "" })),
    ...pair.differently.map((item) => ({ key: item.key, one: item.by_party[left] ?? [], two: item.by_party[right] ?? [], words: t("differs") })),
    ...pair.one.map((item) => ({ key: item.key, one: item.from === left ? item.statements : [], two: item.from === right ? item.statements : [], words: t("one side") })),
  ];
  if (!rows.length) return <p class="q">{pair.same_text ? t("Both published the same text.") : t("Neither side stated points; the texts stand beside each other.")}</p>;
  const cell = (statements: readonly string[]) => (statements.length ? <bdi dir="auto"><Said text={statements.join("; ")} /></bdi> : <span class="qq">{t("not said")}</span>);
  return (
    <table>
      <thead><tr><th scope="col" class="end">{t("{party} says", { party: left })}</th><th scope="col"><span class="vh">{t("Point")}</span></th><th scope="col">{t("{party} says", { party: right })}</th></tr></thead>
      <tbody>{rows.map((row, at) => <tr key={at} class={row.words ? "diff" : ""}><td>{cell(row.one)}</td><th scope="row"><b><bdi dir="auto"><Said text={row.key} /></bdi></b>{row.words ? `, ${row.words}` : ""}</th><td>{cell(row.two)}</td></tr>)}</tbody>
    </table>
  );
}
