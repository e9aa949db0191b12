// What is about to be said: free text, agreed phrases with typed parameters, both languages, the bytes, and who must agree.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Previewed, Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { offer } from "../keys";
import { look, pulse, session, status } from "../live";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { PrecedenceWord, Ref } from "../parts/signs";
import { tongue, Two, Warnings } from "../parts/text";
import { go } from "../places";
import { clock, count } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { change, drop, PRECEDENCES, reads, say, type Draft } from "./draft";
import { Phrases } from "./phrases";
import { opened } from "./release";

const WAIT_MS = 250;
/** The slowest circuit that a line is planned for. */
const SLOW_BITS = 2400;

/** What the node says about the draft, asked a moment after the last change. */
function usePreview(item: Draft): { value: Previewed | null; problem: Problem | null; of: string } {
  const found = useSignal<{ value: Previewed | null; problem: Problem | null; of: string }>({ value: null, problem: null, of: "" });
  const key = JSON.stringify(say(item));
  useEffect(() => {
    let alive = true;
    const timer = window.setTimeout(() => {
      ask("message_preview", { body: say(item) }).then(
        (value) => alive && (found.value = { value, problem: null, of: key }),
        (why) => alive && (found.value = { value: found.value.value, problem: problemOf(why), of: key }),
      );
    }, WAIT_MS);
    return () => {
      alive = false;
      window.clearTimeout(timer);
    };
  }, [key]);
  return found.value;
}

export function Compose({ item, newest }: { item: Draft; newest: { t: number; ref: string } }) {
  const preview = usePreview(item);
  const calendar = useAnswer("calendar");
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const free = useSignal(false);
  const found = preview.value;
  const current = preview.of === JSON.stringify(say(item));
  const two = (found?.persons ?? 1) > 1;
  const name = PRECEDENCES.find(([code]) => code === item.precedence)?.[1] ?? "";

  async function act(doing: () => Promise<string>): Promise<void> {
    if (busy.value || !found?.ready || !current) return;
    busy.value = true;
    try {
      const ref = await doing();
      drop();
      pulse.value += 1;
      if (ref) go("messages", ref);
    } catch (why) {
      problem.value = problemOf(why);
      if (problem.value.code === "sign_in") void look();
    }
    busy.value = false;
  }
  const send = (): void => void act(async () => (await ask("message_send", { body: say(item) })).ref);
  const propose = (): void => void act(async () => {
    opened.value = (await ask("draft_propose", { body: { message: say(item) } })).id;
    return "";
  });
  const submit = (): void => (two || !may("speak") ? propose() : send());
  useLayoutEffect(() => {
    offer("compose", [
      { key: "Ctrl+Enter", shown: "Ctrl Enter", does: two ? "put the draft before a second officer" : "sign and send the draft", run: submit, always: true },
    ]);
    return () => offer("compose", []);
  });
  const ready = !!found?.ready && current && !busy.value;

  return (
    <section class="pane compose" aria-label={t("Draft")} tabIndex={0}>
      <header>
        <h2>{t("Draft")}</h2>
        <PrecedenceWord code={item.precedence} name={t(name)} />
        <span class="aside">{t("kept in this browser until it is said")}</span>
      </header>
      <div class="stack">
        {newest.t > item.began ? <div class="newer"><b>{t("Newer message:")}</b> <a href={`#/messages/${newest.ref}`}><Ref>{newest.ref}</Ref></a> {t("was written at {at}Z, after you began. Read it before you send.", { at: clock(newest.t) })}</div> : null}
        <Head item={item} posts={calendar.value?.posts ?? [item.post]} />
        {item.refs.length ? <p class="t12">{t("About")} {item.refs.map((ref) => <span key={ref}><Ref>{ref}</Ref> <button class="quiet" type="button" onClick={() => change({ refs: item.refs.filter((one) => one !== ref) })}>{t("take out")}<span class="vh"> {ref}</span></button> </span>)}</p> : null}
        <Phrases item={item} found={current ? found : null} />
        {item.phrases.length && !item.text && !free.value ? <p><button class="quiet" type="button" onClick={() => (free.value = true)}>{t("Add free text")}</button></p> : <Text item={item} />}
        {item.precedence === "Z" ? <div class="fault"><b>{t("FLASH rings at every desk of the other side at once, and goes out on every circuit.")}</b> {t("It is for danger to life that is there now.")}</div> : null}
        <Shown item={item} found={found} />
        <Fault problem={preview.problem} />
        {found?.problems.map((words) => (!item.text && !item.phrases.length ? null : <p key={words} class="newer">{visible(words)}</p>))}
        {found?.rules.map((words) => <p key={words} class="t12 q">{visible(words)}</p>)}
        <div class="acts">
          {may("speak") && !two ? <button class="btn main" type="button" disabled={!ready} onClick={send}>{t("Sign and send")} <kbd>Ctrl Enter</kbd></button> : null}
          <button class={`btn ${two || !may("speak") ? "main" : ""}`} type="button" disabled={!ready} onClick={propose}>{t("Put before a releaser")} {two || !may("speak") ? <kbd>Ctrl Enter</kbd> : null}</button>
          <button class="btn" type="button" onClick={drop}>{t("Drop the draft")}</button>
        </div>
        <Fault problem={problem.value} />
        <p class="t12 q">{two ? t("Two officers must agree to say this: you draft, another one releases exactly this text.") : t("One officer may say this. What is signed cannot be taken back, only corrected; both texts stay.")}</p>
      </div>
    </section>
  );
}

function Head({ item, posts }: { item: Draft; posts: readonly string[] }) {
  const allowed = session.value?.officer?.posts ?? [];
  const mine = allowed.length ? posts.filter((post) => allowed.includes(post)) : posts;
  const others = status.value?.peers.map((peer) => peer.party) ?? [];
  const turn = (code: string, on: boolean): void => {
    const now = item.to.length ? item.to : others;
    const to = on ? [...now, code] : now.filter((one) => one !== code);
    change({ to: to.length === others.length ? [] : to });
  };
  return (
    <div>
      <div class="field">
        <label for="compose-precedence">{t("Precedence")}</label>
        <span class="inrow">
          <select class="select" id="compose-precedence" value={item.precedence} onChange={(event) => change({ precedence: event.currentTarget.value as Draft["precedence"] })}>
            {PRECEDENCES.map(([code, word]) => <option key={code} value={code}>{code} {t(word)}</option>)}
          </select>
          <label class="q" for="compose-post">{t("speaks as")}</label>
          <select class="select" id="compose-post" value={item.post} onChange={(event) => change({ post: event.currentTarget.value })}>{mine.map((post) => <option key={post} value={post}>{visible(post)}</option>)}</select>
        </span>
      </div>
      {others.length > 1 ? (
        <div class="field"><span>{t("To")}</span><span class="inrow">{others.map((code) => <label key={code}><input type="checkbox" checked={!item.to.length || item.to.includes(code)} onChange={(event) => turn(code, event.currentTarget.checked)} /> <bdi>{visible(code)}</bdi></label>)}</span></div>
      ) : null}
    </div>
  );
}

const TAGS = ["en", "ru", "uk", "fr", "ar", "zh"];

function Text({ item }: { item: Draft }) {
  return (
    <div>
      <div class="field tall">
        <label for="compose-text">{t("Free text")}</label>
        <textarea class="in" id="compose-text" rows={3} maxLength={30000} lang={item.language} dir="auto" value={item.text} onInput={(event) => change({ text: event.currentTarget.value })} />
      </div>
      <div class="field">
        <label for="compose-language">{t("Written in")}</label>
        <span class="inrow"><select class="select" id="compose-language" value={item.language} onChange={(event) => change({ language: event.currentTarget.value })}>{TAGS.map((tag) => <option key={tag} value={tag} lang={tag}>{tongue(tag)}</option>)}</select>{item.text ? <span class="t12 q">{t("no agreed translation")}</span> : null}</span>
      </div>
    </div>
  );
}

/** The bytes as they will be signed, and both languages. */
function Shown({ item, found }: { item: Draft; found: Previewed | null }) {
  const texts = (found?.phrases ?? []).map((phrase) => phrase.texts).filter((all) => all.length);
  const first = reads();
  const second = texts[0]?.find((text) => text.language !== first && text.language !== "en")?.language ?? "en";
  const other = useSignal("");
  const languages = texts[0]?.flatMap((text) => (text.language ? [text.language] : [])) ?? [];
  const beside = languages.includes(other.value) ? other.value : (localStorage.getItem("watchline.beside") ?? second);
  const pick = (tag: string) => texts.flatMap((all) => all.filter((text) => text.language === tag).slice(0, 1));
  const turn = (tag: string): void => {
    other.value = tag;
    localStorage.setItem("watchline.beside", tag);
  };
  if (!found) return null;
  const seconds = (found.size * 8) / SLOW_BITS;
  return (
    <>
      {texts.length ? (
        <>
          <p class="t12 q"><label for="compose-beside">{t("Beside it:")}</label> <select class="select" id="compose-beside" value={beside} onChange={(event) => turn(event.currentTarget.value)}>{languages.filter((tag) => tag !== first).map((tag) => <option key={tag} value={tag} lang={tag}>{tongue(tag)}</option>)}</select></p>
          <Two small sides={[
            { language: first, note: first === item.language ? t("original") : "", unreviewed: pick(first).some((text) => text.unreviewed), text: null, phrases: pick(first) },
            { language: beside, note: beside === item.language ? t("original") : "", unreviewed: pick(beside).some((text) => text.unreviewed), text: null, phrases: pick(beside) },
          ]} />
        </>
      ) : null}
      <Warnings texts={[item.text]} />
      {found.ready ? (
        <div>
          <div class="t12 q">{t("These bytes will be signed: {n} B, {s} s at 2,400 bit/s. The time in them is set when they are written.", { n: count(found.size), s: seconds < 10 ? seconds.toFixed(1) : Math.round(seconds) })}</div>
          <div class="bytes" dir="ltr" lang="en">
            {item.phrases.map((slot) => `${[slot.op, slot.ref, slot.code].filter(Boolean).join(" ")} ${Object.entries(slot.params).map(([name, value]) => `${name}=${visible(value)}`).join(" ")}\n`)}
            {item.text ? `text ${item.language} ${visible(item.text)}\n` : ""}
            {`precedence ${item.precedence}${item.to.length ? ` to ${item.to.join(" ")}` : ""}${item.refs.length ? ` refs ${item.refs.join(" ")}` : ""} post ${item.post}\n`}
            {`sha256 ${found.digest.slice(0, 16)} … ${found.digest.slice(-8)}`}
          </div>
          <details><summary class="t12 q">{t("All bytes, hexadecimal")}</summary><div class="bytes" dir="ltr">{found.bytes}</div></details>
        </div>
      ) : null}
    </>
  );
}
