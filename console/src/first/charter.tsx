// The charter article by article: what each is for, its bounds, what stops it; a line made like another; then the proposal.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ArticleAsked, CharterDrafted, FirstState } from "../api.gen";
import { ask, problemOf } from "../api";
import { visible } from "../visible";
import { t } from "../words";
import { Take } from "./fields";
import { busy, does, problem } from "./state";

export function Charter({ found }: { found: FirstState }) {
  return found.founding ? <p class="note">{t("A founding file lies here; go on to its signatures. A proposal made anew would found another line.")}</p> : <Write found={found} />;
}

function Write({ found }: { found: FirstState }) {
  const articles = useSignal<readonly ArticleAsked[]>([]);
  const texts = useSignal<Record<string, string>>(found.texts);
  const drafted = useSignal<CharterDrafted | null>(null);
  const timer = useRef(0);

  async function look(): Promise<void> {
    try {
      drafted.value = await ask("first_charter", { body: { texts: texts.value } });
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  useEffect(() => {
    void ask("first_articles").then((answer) => (articles.value = answer.articles), (why: unknown) => (problem.value = problemOf(why)));
    void look();
    return () => window.clearTimeout(timer.current);
  }, []);

  function write(name: string, text: string): void {
    texts.value = { ...texts.value, [name]: text };
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void look(), 400);
  }
  async function like(given: { file: string } | { path: string }): Promise<void> {
    problem.value = null;
    try {
      drafted.value = await ask("first_like", { body: given });
      texts.value = drafted.value.texts;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  const faults = drafted.value?.faults ?? {};
  const unknown = Object.keys(texts.value).filter((name) => articles.value.length && !articles.value.some((item) => item.name === name));
  const path = useSignal("");
  return (
    <>
      <p>{t("One side writes the charter and sends it; the other reads it and signs. Whoever proposes gains nothing by it. Is it the other side? Then go on to the next step.")}</p>
      <details><summary>{t("Make it like another line")}</summary>
        <Take id="like-file" label={t("A founding file")} taken={(file) => void like({ file })} />
        <div class="field"><label for="like-path">{t("Or a path on this machine")}</label><input class="in" id="like-path" value={path.value} maxLength={1024} onInput={(event) => (path.value = event.currentTarget.value)} /><span class="hint">{t("The folder of a node, or a founding file. What is typed below is replaced.")}</span></div>
        <div class="acts"><button class="btn" type="button" disabled={!path.value} onClick={() => void like({ path: path.value })}>{t("Take its articles")}</button></div>
      </details>
      <form onSubmit={(event) => { event.preventDefault(); void does("first_propose", { body: { texts: texts.value } }); }}>
        {articles.value.map((item) => <Article key={item.name} item={item} text={texts.value[item.name] ?? ""} fault={faults[item.name] ?? ""} write={write} />)}
        {unknown.map((name) => <Article key={name} item={{ name, form: "draft", title: name, words: t("This version does not know this article; it is kept as it is."), limit: "", example: "", choices: [] }} text={texts.value[name] ?? ""} fault={faults[name] ?? ""} write={write} />)}
        <p role="status">{drafted.value?.problem ? visible(drafted.value.problem) : Object.keys(faults).length ? t("{n} articles cannot stand as they are.", { n: Object.keys(faults).length }) : drafted.value ? t("{n} of {most} bytes.", { n: drafted.value.bytes, most: drafted.value.bytes_max }) : ""}</p>
        {drafted.value?.pages.map((page) => <details key={page.language} open={page.language === "en"}><summary>{t("As a page")} ({page.language})</summary><pre tabIndex={0} lang={page.language} dir="auto">{visible(page.text)}</pre></details>)}
        <div class="acts"><button class="btn main" type="submit" disabled={busy.value || !drafted.value || !!drafted.value.problem || Object.keys(faults).length > 0}>{t("Propose this charter")}</button></div>
      </form>
    </>
  );
}

const TALL = new Set(["words", "list", "circuits", "calendar", "draft"]);

function Article({ item, text, fault, write }: { item: ArticleAsked; text: string; fault: string; write: (name: string, text: string) => void }) {
  const id = `article-${item.name}`;
  const hints = `${id}-hint`;
  const given = { id, "aria-describedby": hints, "aria-invalid": fault !== "" } as const;
  return (
    <div class="field">
      <label for={id}>{t(item.title)}</label>
      {item.form === "flag" ? <span><input {...given} type="checkbox" checked={text !== ""} onChange={(event) => write(item.name, event.currentTarget.checked ? "1" : "")} /></span>
        : item.form === "choice" ? <select {...given} class="select" value={text} onChange={(event) => write(item.name, event.currentTarget.value)}><option value="">{t("left out")}</option>{item.choices.map((word) => <option key={word} value={word}>{word}</option>)}</select>
        : TALL.has(item.form) ? <textarea {...given} class="in" rows={Math.min(8, Math.max(2, text.split("\n").length))} value={text} placeholder={item.example} onInput={(event) => write(item.name, event.currentTarget.value)} dir="auto" />
        : <input {...given} class="in" value={text} placeholder={item.example} onInput={(event) => write(item.name, event.currentTarget.value)} dir="auto" />}
      <span class="hint" id={hints}>{t(item.words)} {item.limit ? `${t(item.limit)}.` : ""}</span>
      {fault ? <span class="wrong" role="status">{visible(fault)}</span> : null}
    </div>
  );
}
