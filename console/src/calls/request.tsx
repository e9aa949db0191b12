// Asking for a call: of whom, at which level, between which offices, about what, when it would suit.
import { useSignal } from "@preact/signals";
import type { Call, Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { look, pulse, status } from "../live";
import { Fault } from "../parts/fault";
import { Pane } from "../parts/signs";
import { go } from "../places";
import { t } from "../words";
import { Form, windowFields, windowsOf, type Field, type Values } from "./form";

export function Request({ known, onLeave }: { known: readonly Call[]; onLeave: () => void }) {
  const calendar = useAnswer("calendar");
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const found = status.value;
  const parties = found?.parties.map((item) => item.party) ?? [];
  const others = found?.peers.map((peer) => peer.party) ?? [];
  const last = known.at(-1);
  const mine = last?.ours ? last.office : last?.with_office;
  const theirs = last?.ours ? last?.with_office : last?.office;
  if (!calendar.value) return <Pane title={t("Ask for a call")}><Fault problem={calendar.problem} /></Pane>;
  const fields: Field[] = [
    ...(others.length > 1 ? [{ name: "to", label: t("Of"), kind: "select" as const, options: others.map((code) => [code, code] as [string, string]) }] : []),
    { name: "level", label: t("Level"), kind: "select", options: calendar.value.ladder.map((name) => [name, name]), ...(last?.level ? { start: last.level } : {}) },
    { name: "office", label: t("Who of ours"), kind: "text", must: true, start: mine ?? "", hint: t("an office, never a person’s name") },
    { name: "with_office", label: t("With whom"), kind: "text", must: true, start: theirs ?? "" },
    { name: "purpose", label: t("About what"), kind: "words", must: true },
    ...windowFields(2, false),
    { name: "valid_until", label: t("Stands until"), kind: "time", hint: t("empty: it stands until it is answered or withdrawn") },
    { name: "initiative", label: t("At whose initiative"), kind: "select", options: [["", t("not stated")], ...parties.map((code) => [code, code] as [string, string]), ["both", t("of both")], ["third", t("of a third party")]] },
    { name: "interpreter", label: t("Interpreter from"), kind: "select", options: [["", t("not stated")], ...parties.map((code) => [code, code] as [string, string])] },
  ];

  async function send(values: Values): Promise<void> {
    busy.value = true;
    try {
      const { office = "", with_office = "", level = "", purpose = "", initiative = "", interpreter = "", valid_until = "" } = values;
      const body = { to: values["to"] ?? others[0] ?? "", level, office, with_office, purpose, language: "en", windows: windowsOf(values), ...(valid_until ? { valid_until: Number(valid_until) } : {}), ...(initiative ? { initiative } : {}), ...(interpreter ? { interpreter } : {}) };
      const { ref } = await ask("call_request", { body });
      pulse.value += 1;
      onLeave();
      go("calls", ref);
    } catch (why) {
      problem.value = problemOf(why);
      if (problem.value.code === "sign_in") void look();
    }
    busy.value = false;
  }
  return (
    <Pane title={t("Ask for a call")} kind="raised">
      <Form id="request" fields={fields} send={t("Sign the request")} busy={busy.value} onSend={(values) => void send(values)} onLeave={onLeave} />
      <Fault problem={problem.value} />
      <p class="t12 q">{t("An acceptance of a call is no agreement on its matter. Times that suit may be left out: then any time does.")}</p>
    </Pane>
  );
}
