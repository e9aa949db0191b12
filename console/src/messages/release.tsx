// Drafts that wait for a second officer. He reads exactly what will be said, and signs it with his passkey; without one, with his password.
import { signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { DraftShown, Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { offer } from "../keys";
import { look, now, pulse, session } from "../live";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Pane, PrecedenceWord, Ref } from "../parts/signs";
import { Two, Warnings } from "../parts/text";
import { available, sign } from "../passkey";
import { go } from "../places";
import { clock, down, dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { begin, PRECEDENCES, reads, type Draft } from "./draft";

/** Which draft is before the officer: the one he put there last, else the oldest. */
export const opened = signal("");

export function Drafts({ onNew, onPhrase }: { onNew: () => void; onPhrase: () => void }) {
  const found = useAnswer("drafts");
  const drafts = found.value?.drafts ?? [];
  const waiting = drafts.filter((item) => item.state === "waits" && item.not_after > now.value);
  const settled = drafts.filter((item) => item.state !== "waits" || item.not_after <= now.value).slice(-5).reverse();
  const at = opened;
  const open = waiting.find((item) => item.id === at.value) ?? waiting[0];
  return (
    <Pane title={waiting.length ? t("Waits for a releaser") : t("Drafts")} kind={open ? "compose" : "compose idle"} aside={waiting.length > 1 ? t("{n} wait", { n: waiting.length }) : ""}>
      <div class="stack">
        <Fault problem={found.problem} />
        {waiting.length > 1 ? <ul class="rows">{waiting.map((item) => <li key={item.id}><button class="quiet" type="button" aria-pressed={item === open} onClick={() => (at.value = item.id)}>{t("drafted {at}Z by {who}", { at: clock(item.at), who: item.drafted_by })}</button></li>)}</ul> : null}
        {open ? <Waiting key={open.id} item={open} /> : <Empty>{t("No draft waits for a second officer. What is said here is drafted, shown, and then signed.")}</Empty>}
        {may("draft") ? <div class="acts"><button class="btn" type="button" onClick={onNew}>{t("Write a message")} <kbd>n</kbd></button><button class="btn" type="button" onClick={onPhrase}>{t("By phrase code")} <kbd>p</kbd></button></div> : null}
        {settled.length ? (
          <div>
            <h3>{t("Settled lately")}</h3>
            <ul class="rows">{settled.map((item) => <li key={item.id} class="t12">{item.state === "released" ? <>{t("Released by {who}:", { who: item.released_by })} <a href={`#/messages/${item.ref}`}><Ref>{item.ref}</Ref></a></> : item.state === "returned" ? <>{t("Returned to {who}", { who: item.drafted_by })}{item.words ? <>: <bdi dir="auto">{visible(item.words)}</bdi></> : null} {item.drafted_by === session.value?.officer?.name ? <button class="quiet" type="button" onClick={() => anew(item)}>{t("Take it up again")}</button> : null}</> : t("Nobody released it until {at}.", { at: dtg(item.not_after) })}</li>)}</ul>
          </div>
        ) : null}
      </div>
    </Pane>
  );
}

function anew(item: DraftShown): void {
  const { draft: _old, ...said } = item.message as unknown as Draft & { draft: string };
  begin({ ...said, began: now.value });
}

function Waiting({ item }: { item: DraftShown }) {
  const said = item.message as unknown as Draft;
  const me = session.value?.officer;
  const mine = me?.name === item.drafted_by;
  const name = useSignal(!mine && may("release") ? (me?.name ?? "") : "");
  const password = useSignal("");
  const words = useSignal("");
  const back = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const preview = useSignal<Awaited<ReturnType<typeof shown>> | null>(null);
  useEffect(() => {
    let alive = true;
    void shown(said).then((value) => alive && (preview.value = value), (why) => alive && (problem.value = problemOf(why)));
    return () => {
      alive = false;
    };
  }, [item.id]);

  async function act(doing: () => Promise<string>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const ref = await doing();
      problem.value = null;
      pulse.value += 1;
      if (ref) go("messages", ref);
    } catch (why) {
      problem.value = why instanceof DOMException ? { code: "passkey", what: t("No passkey was used."), means: t("Nothing was released."), then: t("Try again, or ask an administrator for a password reset.") } : problemOf(why);
      if (problem.value.code === "sign_in" && !password.value) void look();
    }
    password.value = "";
    busy.value = false;
  }
  const byPasskey = (): void => void act(async () => {
    const { options } = await ask("release_options", { path: { id: item.id }, body: { name: name.value } });
    return (await ask("release", { path: { id: item.id }, body: { name: name.value, credential: await sign(options) } })).ref;
  });
  const byPassword = (): void => void act(async () => (await ask("release", { path: { id: item.id }, body: { name: name.value, password: password.value } })).ref);
  const giveBack = (): void => void act(async () => {
    await ask("draft_return", { path: { id: item.id }, body: { words: words.value } });
    return "";
  });
  const release = (): void => {
    if (!name.value) document.getElementById("release-name")?.focus();
    else if (password.value) byPassword();
    else if (available()) byPasskey();
    else document.getElementById("release-password")?.focus();
  };
  useLayoutEffect(() => {
    offer("release", may("draft") ? [{ key: "Ctrl+Shift+Enter", shown: "Ctrl ⇧ Enter", does: "release the draft that waits, as the second officer", run: release, always: true }] : []);
    return () => offer("release", []);
  });
  const [first, second] = preview.value?.sides ?? [];
  const title = PRECEDENCES.find(([code]) => code === said.precedence)?.[1] ?? "";
  return (
    <>
      <p><PrecedenceWord code={said.precedence} name={t(title)} /> {t("speaks as")} <b>{visible(said.post)}</b> {said.refs.length ? <>· {t("About")} {said.refs.map((ref) => <span key={ref}><a href={`#/messages/${ref}`}><Ref>{ref}</Ref></a> </span>)}</> : null}</p>
      {first && second ? <Two small sides={[first, second]} /> : null}
      <Warnings texts={[said.text]} />
      <div>
        <div class="t12 q">{t("Exactly this is released; its digest is what the passkey signs")}</div>
        <div class="bytes" dir="ltr" lang="en">{`sha256 ${item.digest}`}</div>
        <details><summary class="t12 q">{t("All bytes, hexadecimal")}</summary><div class="bytes" dir="ltr">{item.preview}</div></details>
      </div>
      <div class="sign2">
        <div class="did"><h3>{t("Drafter")}</h3>{visible(item.drafted_by)}<div class="t12 q">{clock(item.at)}Z</div></div>
        <div class="wait"><h3>{t("Releaser, second officer")}</h3><span class="due-soon">{t("waits {span}", { span: down(now.value - item.at) })}</span><div class="t12 q">{t("until {at}Z", { at: clock(item.not_after) })}</div></div>
      </div>
      {item.rules.map((rule) => <p key={rule} class="t12 q">{visible(rule)}</p>)}
      {may("draft") ? (
        <form class="stack" onSubmit={(event) => { event.preventDefault(); release(); }} aria-label={t("Release")}>
          {mine || !may("release") ? <p class="q">{mine ? t("You drafted this. A second officer releases it: here, by name, or at a desk of his own.") : t("Your role releases nothing. A releaser comes here, or does it at a desk of his own.")}</p> : null}
          <div class="field"><label for="release-name">{t("Releaser")}</label><input class="in" id="release-name" autocomplete="off" autocapitalize="none" spellcheck={false} maxLength={32} value={name.value} onInput={(event) => (name.value = event.currentTarget.value.trim())} /></div>
          <div class="field"><label for="release-password">{t("Password")}</label><input class="in" id="release-password" type="password" autocomplete="off" maxLength={256} value={password.value} aria-describedby="release-is" onInput={(event) => (password.value = event.currentTarget.value)} /></div>
          <p class="t12 q" id="release-is">{t("With a passkey: leave the password empty. Who has a passkey releases with it.")}</p>
          <div class="acts">
            <button class="btn main" type="submit" disabled={busy.value || !name.value}>{t("Release")} <kbd>Ctrl ⇧ Enter</kbd></button>
            <button class="btn" type="button" onClick={() => (back.value = !back.value)} aria-expanded={back.value}>{t("Return with a note")}</button>
          </div>
          {back.value ? (
            <>
              <label class="q" for="return-words">{t("Note to the drafter; it stays on this side")}</label>
              <textarea class="in" id="return-words" rows={2} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
              <div class="acts"><button class="btn" type="button" disabled={busy.value} onClick={giveBack}>{t("Return")}</button></div>
            </>
          ) : null}
        </form>
      ) : null}
      <Fault problem={problem.value} />
    </>
  );
}

/** A draft's text in both languages, as the node shows it. */
async function shown(said: Draft) {
  const { problems, phrases } = await ask("message_preview", { body: { text: said.text, precedence: said.precedence, language: said.language, refs: said.refs, phrases: said.phrases, post: said.post, to: said.to } });
  const first = reads();
  const kept = localStorage.getItem("watchline.beside") ?? "";
  const languages = phrases[0]?.texts.flatMap((text) => (text.language ? [text.language] : [])) ?? [];
  const second = languages.includes(kept) && kept !== first ? kept : said.language !== first ? said.language : (languages.find((tag) => tag !== first && tag !== "en") ?? "en");
  const side = (tag: string) => ({
    language: tag,
    note: tag === said.language ? t("original") : "",
    unreviewed: phrases.some((phrase) => phrase.texts.some((text) => text.language === tag && text.unreviewed)),
    text: said.text ? (tag === said.language ? said.text : "") : null,
    phrases: phrases.flatMap((phrase) => phrase.texts.filter((text) => text.language === tag)),
  });
  return { problems, sides: [side(first), side(second)] as const };
}
