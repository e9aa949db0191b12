// Phrases of a draft: found by code, by words or by what they are about; parameters typed and checked by the node's own rules.
import { useSignal } from "@preact/signals";
import type { Phrase, Previewed } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import type { Problem } from "../api.gen";
import { Fault } from "../parts/fault";
import { t } from "../words";
import { add, change, reads, type Draft, type Slot } from "./draft";

const SHOWN = 8;

export function Phrases({ item, found }: { item: Draft; found: Previewed | null }) {
  const book = useAnswer("phrases", { query: { language: reads() } });
  const all = book.value?.phrases ?? [];
  return (
    <div class="phrases">
      {item.phrases.map((slot, at) => <Typed key={at} item={item} slot={slot} at={at} phrase={all.find((one) => one.code === slot.code)} found={found?.phrases[at] ?? null} />)}
      <Picker all={all} categories={book.value?.categories ?? []} many={item.phrases.length} />
      <Fault problem={book.problem} />
    </div>
  );
}

function Typed({ item, slot, at, phrase, found }: { item: Draft; slot: Slot; at: number; phrase: Phrase | undefined; found: Previewed["phrases"][number] | null }) {
  const set = (fields: Partial<Slot>): void => change({ phrases: item.phrases.map((one, number) => (number === at ? { ...one, ...fields } : one)) });
  const typed = Object.values(slot.params).some((value) => value.trim());
  return (
    <fieldset class="params">
      <legend><bdi class="ref" dir="ltr">{slot.code}</bdi> {phrase ? <span class="q">{t("{precedence} or faster", { precedence: phrase.least_precedence })}{phrase.persons > 1 ? ` · ${t("two officers")}` : ""}{phrase.read_back ? ` · ${t("is read back")}` : ""}</span> : null}</legend>
      {phrase ? <p class="t12 q"><bdi dir="auto">{phrase.text}</bdi></p> : null}
      {phrase?.takes.map((take) => {
        const id = `p-${at}-${take.name}`;
        const fault = found?.faults[take.name];
        const shown = fault && (slot.params[take.name] || typed) ? fault : "";
        return (
          <div class="field" key={take.name}>
            <label for={id}>{take.name}</label>
            <span>
              <input class="in" id={id} dir="ltr" autocomplete="off" spellcheck={false} maxLength={256} value={slot.params[take.name] ?? ""} aria-invalid={shown && slot.params[take.name] ? "true" : undefined} aria-describedby={`${id}-is`} onInput={(event) => set({ params: { ...slot.params, [take.name]: event.currentTarget.value } })} />
              <span class={`t12 ${shown && slot.params[take.name] ? "due-soon" : "q"}`} id={`${id}-is`} lang="en">{shown && slot.params[take.name] ? shown : take.means}</span>
            </span>
          </div>
        );
      })}
      <div class="inrow">
        <label class="q" for={`p-${at}-op`}>{t("said as")}</label>
        <select class="select" id={`p-${at}-op`} value={slot.op} onChange={(event) => set({ op: event.currentTarget.value as Slot["op"], ref: "" })}>
          <option value="">{t("a statement")}</option><option value="QUERY">{t("a question")}</option><option value="CANCEL">{t("cancelled")}</option><option value="REPEAT">{t("said again")}</option>
        </select>
        {slot.op === "CANCEL" || slot.op === "REPEAT" ? <input class="in" dir="ltr" size={12} aria-label={t("Where it was said")} value={slot.ref} onInput={(event) => set({ ref: event.currentTarget.value.toUpperCase() })} /> : null}
        <button class="quiet push-end" type="button" onClick={() => change({ phrases: item.phrases.filter((_, number) => number !== at) })}>{t("Take out")}<span class="vh"> {slot.code}</span></button>
      </div>
      {found?.problem ? <p class="due-soon" lang="en">{found.problem}</p> : null}
    </fieldset>
  );
}

function Picker({ all, categories, many }: { all: readonly Phrase[]; categories: readonly string[]; many: number }) {
  const wanted = useSignal("");
  const category = useSignal("");
  const problem = useSignal<Problem | null>(null);
  const words = wanted.value.trim().toLowerCase();
  const code = words.replace(/[^a-z0-9]/g, "");
  const fits = words || category.value ? all.filter((one) => (!category.value || one.category === category.value) && (!words || one.code.toLowerCase().replace("-", "").startsWith(code) || words.split(/\s+/).every((word) => one.text.toLowerCase().includes(word)))) : [];

  async function take(chosen: string): Promise<void> {
    try {
      add(await ask("phrase", { path: { code: chosen }, query: { language: reads() } }));
      wanted.value = "";
      category.value = "";
      problem.value = null;
      window.setTimeout(() => [...document.querySelectorAll<HTMLElement>(".params")].at(-1)?.querySelector<HTMLElement>(".in")?.focus());
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); const first = fits[0]; if (words) void take(code.length > 3 || !first ? words.toUpperCase() : first.code); }}>
      <div class="field">
        <label for="compose-code">{many ? t("One more phrase") : t("Phrase")}</label>
        <span class="inrow">
          <input class="in wide" id="compose-code" dir="auto" autocomplete="off" spellcheck={false} maxLength={60} aria-describedby="compose-code-is" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
          <select class="select" id="compose-category" aria-label={t("What it is about")} value={category.value} onChange={(event) => (category.value = event.currentTarget.value)}>
            <option value="">{t("about anything")}</option>
            {categories.map((name) => <option key={name} value={name}>{t(name)}</option>)}
          </select>
        </span>
      </div>
      <p class="t12 q vh" id="compose-code-is">{t("A code such as WN03-P, or words of the phrase; Enter takes the first.")}</p>
      {fits.length ? (
        <ul class="replies picked">
          {fits.slice(0, SHOWN).map((one) => <li key={one.code}><span class="ref"><bdi dir="ltr">{one.code}</bdi></span><button class="quiet say" type="button" onClick={() => void take(one.code)}><bdi dir="auto">{one.text}</bdi></button></li>)}
          {fits.length > SHOWN ? <li class="q"><span /><span>{t("{n} more; type another word", { n: fits.length - SHOWN })}</span></li> : null}
        </ul>
      ) : words || category.value ? <p class="t12 q">{t("No phrase has these words. A code is checked by its last character.")}</p> : null}
      <Fault problem={problem.value} />
    </form>
  );
}
