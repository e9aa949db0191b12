// What our watch may write about a call now: the node says which acts have a place; each has its own form.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Call, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { offer } from "../keys";
import { look, pulse } from "../live";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { dtg } from "../time";
import { t } from "../words";
import { Form, windowFields, windowsOf, type Field, type Values } from "./form";
import { windowWord } from "./words";

interface Offered { kind: string; verb: string; label: string; key: string; does: string; send: string }
const OFFERED: readonly Offered[] = [
  { kind: "call_read", verb: "read", label: "Sign read", key: "Enter", does: "sign that our watch has the request before it", send: "" },
  { kind: "call_accepted", verb: "accept", label: "Accept", key: "a", does: "accept the call for a time", send: "Sign the acceptance" },
  { kind: "call_proposed", verb: "propose", label: "Propose times", key: "o", does: "propose other times for the call", send: "Sign the proposal" },
  { kind: "call_declined", verb: "decline", label: "Decline", key: "d", does: "decline the call", send: "Sign that it is declined" },
  { kind: "call_attempt", verb: "attempt", label: "Ask again", key: "i", does: "ask for the call again", send: "Sign the attempt" },
  { kind: "call_postponed", verb: "postpone", label: "Postpone", key: "z", does: "postpone the call", send: "Sign the postponement" },
  { kind: "call_cancelled", verb: "cancel", label: "Cancel it", key: "q", does: "cancel the call", send: "Sign that it is cancelled" },
  { kind: "call_account", verb: "account", label: "Account", key: "v", does: "give our account of the call", send: "Sign our account" },
];
const reasons = (): readonly [string, string][] => [["none", t("none given")], ["private", t("there is one, not for the record")], ["public", t("in words, for the record")]];
const REASON = (must: boolean): Field[] => [
  { name: "reason", label: t("Reason"), kind: "select", options: reasons(), must },
  { name: "text", label: t("In words"), kind: "words", must: true, when: (values) => values["reason"] === "public" },
];

function fieldsOf(kind: string, call: Call): Field[] {
  const own = call.ours ? call.office : call.with_office;
  const other = call.ours ? call.with_office : call.office;
  const first = call.times[0] ?? call.windows[0];
  switch (kind) {
    case "call_accepted":
      return [{ name: "at", label: t("For"), kind: "time", must: true, ...(first ? { start: dtg(first.from), hint: t("within {windows}", { windows: (call.times.length ? call.times : call.windows).map((item) => windowWord(item.from, item.to)).join("; ") }) } : {}) }, { name: "text", label: t("Words"), kind: "words" }];
    case "call_proposed":
      return [...windowFields(2, true), { name: "text", label: t("Words"), kind: "words" }];
    case "call_declined":
      return REASON(true);
    case "call_attempt":
      return [{ name: "valid_until", label: t("Stands until"), kind: "time" }, { name: "text", label: t("Words"), kind: "words" }];
    case "call_postponed":
      return [...windowFields(1, false), ...REASON(false)];
    case "call_cancelled":
      return REASON(false);
    default:
      return [
        { name: "outcome", label: t("What became of it"), kind: "select", options: [["held", t("was held")], ["no_answer", t("no answer")], ["deputy", t("a deputy took it")], ["cut_off", t("cut off")]] },
        { name: "office", label: t("Who spoke for us"), kind: "text", start: own ?? "", must: true },
        { name: "with_office", label: t("Who spoke for them"), kind: "text", start: other ?? "", must: true },
        { name: "started", label: t("Began"), kind: "time", ...(call.scheduled ? { start: dtg(call.scheduled) } : {}) },
        { name: "ended", label: t("Ended"), kind: "time" },
        { name: "verified", label: t("Verification words"), kind: "select", options: [["", t("not compared")], ["1", t("compared, the same")]], when: (values) => values["outcome"] === "held" },
        { name: "next", label: t("Next call agreed"), kind: "time", hint: t("empty: our account states that none was agreed") },
        { name: "text", label: t("What we keep of it"), kind: "words" },
      ];
  }
}

const NUMBERS = new Set(["at", "valid_until", "started", "ended", "next", "verified"]);

function said(kind: string, values: Values): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) if (!/^(from|to)\d$/.test(name)) fields[name] = NUMBERS.has(name) ? Number(value) : value;
  const windows = windowsOf(values);
  if (windows.length) fields["windows"] = windows;
  if (kind === "call_account" && fields["text"]) fields["language"] = "en";
  return fields;
}

export function Acts({ call }: { call: Call }) {
  const open = useSignal("");
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const speak = may("speak");
  const offered = speak ? OFFERED.filter((item) => call.can_write.includes(item.verb)) : [];

  async function write(kind: string, fields: Record<string, unknown>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await ask("call_act", { path: { ref: call.ref }, body: { kind, fields } });
      open.value = "";
      problem.value = null;
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
      if (problem.value.code === "sign_in") void look();
    }
    busy.value = false;
  }
  const begin = (kind: string): void => {
    if (kind === "call_read") void write(kind, {});
    else open.value = kind;
  };
  useLayoutEffect(() => {
    offer("call", offered.map((item) => ({ key: item.key, shown: item.key, does: item.does, run: () => begin(item.kind) })));
    return () => offer("call", []);
  });
  if (!speak) return null;
  return (
    <>
      {offered.some((item) => item.kind === open.value) ? (
        <Form key={open.value} id={open.value} fields={fieldsOf(open.value, call)} send={t(OFFERED.find((item) => item.kind === open.value)?.send ?? "")} busy={busy.value} onSend={(values) => void write(open.value, said(open.value, values))} onLeave={() => (open.value = "")} />
      ) : (
        <div class="acts">{offered.map((item, at) => <button key={item.kind} class={`btn ${at ? "" : "main"}`} type="button" disabled={busy.value} onClick={() => begin(item.kind)}>{t(item.label)} <kbd>{item.key}</kbd></button>)}</div>
      )}
      {offered.length ? null : <p class="q t12">{t("Nothing more can be written about this call; another call is another request.")}</p>}
      <Fault problem={problem.value} />
    </>
  );
}
