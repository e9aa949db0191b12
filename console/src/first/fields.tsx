// Fields of the first run: a label, one field, what it is for, and what is wrong with it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { base64 } from "../base64";
import { t } from "../words";
import { busy } from "./state";

interface Field { name: string; label: string; hint?: string; type?: "text" | "password" | "number"; value?: string; needed?: boolean; most?: number; pattern?: string; auto?: string }

export function Field({ name, label, hint = "", type = "text", value = "", needed = true, most = 256, pattern, auto = "off" }: Field) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input class="in" id={name} name={name} type={type as "text"} defaultValue={value} required={needed} maxLength={most} pattern={pattern} autocomplete={auto} autocapitalize="none" spellcheck={false} aria-describedby={hint ? `${name}-hint` : undefined} />
      {hint ? <span class="hint" id={`${name}-hint`}>{hint}</span> : null}
    </div>
  );
}

/** A new secret, typed twice; the form sends nothing while the two differ. */
export function Secret({ name, label, hint = "" }: { name: string; label: string; hint?: string }) {
  const one = useSignal("");
  const two = useSignal("");
  const differ = two.value !== "" && one.value !== two.value;
  return (
    <>
      <div class="field"><label for={name}>{label}</label><input class="in" id={name} name={name} type="password" required maxLength={256} autocomplete="new-password" onInput={(event) => (one.value = event.currentTarget.value)} aria-describedby={hint ? `${name}-hint` : undefined} />{hint ? <span class="hint" id={`${name}-hint`}>{hint}</span> : null}</div>
      <div class="field"><label for={`${name}-again`}>{t("The same again")}</label><input class="in" id={`${name}-again`} name={`${name}-again`} type="password" required maxLength={256} autocomplete="new-password" onInput={(event) => { two.value = event.currentTarget.value; event.currentTarget.setCustomValidity(event.currentTarget.value === one.value ? "" : t("The two differ.")); }} />{differ ? <span class="wrong" role="status">{t("The two differ.")}</span> : null}</div>
    </>
  );
}

export function Tick({ name, children, on = false }: { name: string; children: ComponentChildren; on?: boolean }) {
  return <label class="tick"><input type="checkbox" name={name} defaultChecked={on} /><span>{children}</span></label>;
}

/** A file that another party sent; it is taken as soon as it is chosen. */
export function Take({ id, label, taken }: { id: string; label: string; taken: (file: string) => void }) {
  async function chosen(event: Event): Promise<void> {
    const field = event.currentTarget as HTMLInputElement;
    const file = field.files?.[0];
    if (file) taken(await base64(file));
    field.value = "";
  }
  return <div class="field"><label for={id}>{label}</label><input class="in" id={id} type="file" disabled={busy.value} onChange={(event) => void chosen(event)} /></div>;
}

export const Main = ({ children }: { children: ComponentChildren }) => <div class="acts"><button class="btn main" type="submit" disabled={busy.value}>{children}</button>{busy.value ? <span class="q" role="status">{t("Under way: keys are sealed slowly on purpose.")}</span> : null}</div>;
