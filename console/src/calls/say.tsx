// What our watch may say of the readouts of a call: commit, share, publish, correct, supplement, and whether they stay confidential.
import { useSignal } from "@preact/signals";
import type { Call, Confidentiality, Problem, Readout } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { look, pulse } from "../live";
import { reads } from "../messages/draft";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { direction, Said } from "../parts/text";
import { t } from "../words";
import { Form, type Field, type Values } from "./form";

type Act = "commit" | "share" | "publish" | "correct" | "supplement" | "propose" | "agree" | "refuse";
interface Open { act: Act; ref: string }

export function Say({ call, own, standing, kept }: { call: Call; own: string; standing: readonly Readout[]; kept: Confidentiality | null }) {
  const open = useSignal<Open | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  if (!may("speak") || ![call.from, call.to].includes(own)) return null;
  const ours = standing.filter((item) => item.ours);
  const waiting = ours.filter((item) => !item.published.length);
  const theirs = kept?.proposals.some((item) => item.from !== own && !item.answer) ?? false;

  async function write({ act, ref }: Open, values: Values): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await said(act, ref, call.ref, values);
      open.value = null;
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
      if (problem.value.code === "sign_in") void look();
    }
    busy.value = false;
  }
  const offer = (act: Act, ref = "", more = "") => <button key={act + ref} class="btn" type="button" onClick={() => { open.value = { act, ref }; problem.value = null; }}>{label(act)}{more ? <> <bdi dir="ltr">{more}</bdi></> : null}</button>;
  const now = open.value;
  return (
    <div class="stack say-ro">
      {now ? (
        <>
          <h3>{label(now.act)}{now.ref ? <> <bdi dir="ltr">{now.ref}</bdi></> : null}</h3>
          {now.act === "publish" || now.act === "share" ? <Kept at={now.ref} /> : null}
          {now.act === "publish" && kept?.agreed ? <p class="fault"><b>{t("That these readouts stay confidential is agreed in {ref}.", { ref: kept.agreed.ref })}</b> {t("If it is published, both records show that.")}</p> : null}
          <Form key={now.act + now.ref} id={`ro-${now.act}`} fields={fieldsOf(now.act, ours)} send={sends(now.act)} busy={busy.value} onSend={(values) => void write(now, values)} onLeave={() => (open.value = null)} />
        </>
      ) : (
        <div class="acts">
          {offer("commit")}
          {waiting.flatMap((item) => [...(item.shared.length ? [] : [offer("share", item.ref, item.ref)]), offer("publish", item.ref, item.ref)])}
          {ours.filter((item) => item.published.length).flatMap((item) => [offer("correct", item.ref, item.ref), offer("supplement", item.ref, item.ref)])}
          {theirs ? [offer("agree"), offer("refuse")] : kept?.state === "agreed" ? null : offer("propose")}
        </div>
      )}
      <Fault problem={problem.value} />
    </div>
  );
}

/** The text that would be shown, as it is kept here. */
function Kept({ at }: { at: string }) {
  const found = useAnswer("readout", { path: { ref: at } });
  const text = found.value?.kept_text;
  if (!found.value) return <Fault problem={found.problem} />;
  return text ? <><p class="text" lang={found.value.language} dir={direction(found.value.language)}><Said text={text} /></p>{found.value.kept_points.length ? <ul>{found.value.kept_points.map((point) => <li key={point.key}><b><Said text={point.key} /></b>: <Said text={point.statement} /></li>)}</ul> : null}</> : <p class="q">{t("The text of it is not kept here.")}</p>;
}

const label = (act: Act): string => t({ commit: "Commit to a readout", share: "Share with the other side", publish: "Publish", correct: "Correct", supplement: "Supplement", propose: "Propose confidentiality", agree: "Agree to confidentiality", refuse: "Do not agree to confidentiality" }[act]);
const sends = (act: Act): string => t({ commit: "Sign the commitment", share: "Sign and show the text", publish: "Sign that it is public", correct: "Sign the correction", supplement: "Sign the supplement", propose: "Sign the proposal", agree: "Sign the agreement", refuse: "Sign that we do not agree" }[act]);

function fieldsOf(act: Act, ours: readonly Readout[]): Field[] {
  switch (act) {
    case "commit":
      return [
        { name: "text", label: t("Text"), kind: "words", must: true, hint: t("The record gets its hash; the text stays on this node until it is shared or published.") },
        { name: "language", label: t("Language"), kind: "text", start: reads(), must: true },
        { name: "scope", label: t("Meant to become public"), kind: "select", options: [["", t("not said")], ["full", t("all of it")], ["agreed_text", t("a text agreed by both")], ["fact_only", t("the fact of the call")], ["nothing", t("nothing")]] },
        { name: "not_before", label: t("Not before"), kind: "time" },
        { name: "points", label: t("Points"), kind: "words", hint: t("One a line, KEY = STATEMENT; published with it and compared with theirs.") },
        // One that was published stands as well: a further one in its language names it.
        ...(ours.length ? [{ name: "replaces", label: t("Replaces"), kind: "select" as const, options: [...ours.map((item) => [item.ref, `${item.ref} ${item.language}`] as [string, string]), ["", t("none: it is in another language")] as [string, string]] }] : []),
      ];
    case "publish":
      return [{ name: "where", label: t("Published where"), kind: "text" }];
    case "share":
      return [];
    case "correct":
    case "supplement":
      return [{ name: "text", label: t("Text"), kind: "words", must: true, hint: t("What was published stands beside it.") }, { name: "language", label: t("Language"), kind: "text", start: reads(), must: true }];
    default:
      return [{ name: "text", label: t("Words"), kind: "words" }];
  }
}

/** Points as they are typed; one without "=" is kept whole, and the node says what is wrong with it. */
const pointsOf = (text: string): [string, string][] => text.split("\n").filter((row) => row.trim()).map((row) => {
  const at = row.indexOf("=");
  return at < 0 ? [row.trim(), ""] : [row.slice(0, at).trim(), row.slice(at + 1).trim()];
});

function said(act: Act, ref: string, call: string, values: Values): Promise<unknown> {
  const text = values["text"] ?? "";
  const language = values["language"] ?? "en";
  switch (act) {
    case "commit":
      return ask("readout_commit", { body: { call, text, language, scope: (values["scope"] ?? "") as "", points: pointsOf(values["points"] ?? ""), replaces: values["replaces"] ?? "", not_before: values["not_before"] ? Number(values["not_before"]) : null } });
    case "share":
      return ask("readout_share", { path: { ref }, body: {} });
    case "publish":
      return ask("readout_publish", { path: { ref }, body: { where: values["where"] ?? "" } });
    case "correct":
      return ask("readout_correct", { path: { ref }, body: { text, language } });
    case "supplement":
      return ask("readout_supplement", { path: { ref }, body: { text, language } });
    default:
      return ask("confidentiality", { path: { ref: call }, body: { how: act, text } });
  }
}
