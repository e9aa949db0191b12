// Fields of what is written about a call. Times are typed as the field writes them, in Z; the node refuses what does not fit, in words.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { now } from "../live";
import { dtg, readDtg } from "../time";
import { t } from "../words";

export type Values = Record<string, string>;
export interface Field {
  name: string;
  label: string;
  kind: "text" | "words" | "time" | "select";
  options?: readonly [string, string][];
  start?: string;
  must?: boolean;
  hint?: string;
  /** Shown only while this holds. */
  when?: (values: Values) => boolean;
}

/** A form of some fields; times come back as milliseconds in digits. */
export function Form({ id, fields, send, busy, onSend, onLeave, children }: { id: string; fields: readonly Field[]; send: string; busy: boolean; onSend: (values: Values) => void; onLeave: () => void; children?: ComponentChildren }) {
  const values = useSignal<Values>(Object.fromEntries(fields.map((field) => [field.name, field.start ?? (field.kind === "select" ? (field.options?.[0]?.[0] ?? "") : "")])));
  const wrong = useSignal<Record<string, string>>({});
  const box = useRef<HTMLFormElement>(null);
  const shown = fields.filter((field) => !field.when || field.when(values.value));
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>("input, textarea, select")?.focus(), []);

  function submit(): void {
    const faults: Record<string, string> = {};
    const found: Values = {};
    for (const field of shown) {
      const value = (values.value[field.name] ?? "").trim();
      if (field.must && !value) faults[field.name] = t("This is missing.");
      else if (field.kind === "time" && value) {
        const at = readDtg(value);
        if (at === null) faults[field.name] = t("Type it like {example}.", { example: dtg(now.value) });
        else found[field.name] = String(at);
      } else if (value) found[field.name] = value;
    }
    wrong.value = faults;
    const first = Object.keys(faults)[0];
    if (first) document.getElementById(`${id}-${first}`)?.focus();
    else onSend(found);
  }
  return (
    <form class="stack form" ref={box} onSubmit={(event) => { event.preventDefault(); submit(); }} onKeyDown={(event) => { if (event.key === "Escape") onLeave(); if (event.key === "Enter" && event.ctrlKey) submit(); }}>
      {shown.map((field) => <One key={field.name} id={`${id}-${field.name}`} field={field} value={values.value[field.name] ?? ""} fault={wrong.value[field.name] ?? ""} onChange={(value) => (values.value = { ...values.value, [field.name]: value })} />)}
      {children}
      <div class="acts"><button class="btn main" type="submit" disabled={busy}>{send} <kbd>Ctrl Enter</kbd></button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")} <kbd>Esc</kbd></button></div>
    </form>
  );
}

function One({ id, field, value, fault, onChange }: { id: string; field: Field; value: string; fault: string; onChange: (value: string) => void }) {
  const said = fault || field.hint || (field.kind === "time" ? t("in Z, like {example}", { example: dtg(now.value) }) : "");
  const common = { id, value, class: "in", "aria-invalid": fault ? ("true" as const) : undefined, "aria-describedby": said ? `${id}-is` : undefined };
  return (
    <div class={`field ${field.kind === "words" ? "tall" : ""}`}>
      <label for={id}>{field.label}</label>
      <span>
        {field.kind === "select" ? <select {...common} class="select" onChange={(event) => onChange(event.currentTarget.value)}>{field.options?.map(([key, word]) => <option key={key} value={key}>{word}</option>)}</select>
          : field.kind === "words" ? <textarea {...common} rows={3} dir="auto" maxLength={20_000} onInput={(event) => onChange(event.currentTarget.value)} />
          : <input {...common} dir={field.kind === "time" ? "ltr" : "auto"} autocomplete="off" maxLength={256} onInput={(event) => onChange(event.currentTarget.value)} />}
        {said ? <span class={`t12 block ${fault ? "due-soon" : "q"}`} id={`${id}-is`}>{said}</span> : null}
      </span>
    </div>
  );
}

/** Windows typed as pairs of times. */
export const windowsOf = (values: Values): [number, number][] => [1, 2, 3].flatMap((at) => (values[`from${at}`] && values[`to${at}`] ? [[Number(values[`from${at}`]), Number(values[`to${at}`])] as [number, number]] : []));
export const windowFields = (many: number, must: boolean): Field[] =>
  Array.from({ length: many }, (_, at) => at + 1).flatMap((at) => [
    { name: `from${at}`, label: t("Window {n}, from", { n: at }), kind: "time" as const, must: must && at === 1 },
    { name: `to${at}`, label: t("to"), kind: "time" as const, must: must && at === 1 },
  ]);
