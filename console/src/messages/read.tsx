// One message: both languages, who holds it, who read it, who acknowledged it, and what can be done about it.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Message, PhraseInFull, Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { offer } from "../keys";
import { look, now, status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Pane, PartyChip, PrecedenceWord, Ref } from "../parts/signs";
import { Said, Two, Warnings, type Side } from "../parts/text";
import { clock, day, DAY, dtg, span } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { answer, reads } from "./draft";

/** The language beside the reader's: the author's own, or else the one that was chosen here. */
const KEPT = "watchline.beside";
const beside = (first: string, original: string, languages: readonly string[]): string => {
  if (original && original !== first && languages.includes(original)) return original;
  const kept = localStorage.getItem(KEPT) ?? "";
  return kept !== first && languages.includes(kept) ? kept : (languages.find((tag) => tag !== first) ?? first);
};

export function Read({ at }: { at: string }) {
  const first = reads();
  const found = useAnswer("message", { path: { ref: at }, query: { language: first } });
  const book = useAnswer("phrases", { query: { language: "en", category: "procedure" } });
  const item = found.value?.ref === at || found.value?.place === at ? found.value : null;
  const other = beside(first, item?.language ?? "", book.value?.languages ?? ["en"]);
  const second = useAnswer("message", { path: { ref: at }, query: { language: other } });
  if (!item) {
    return <Pane title={t("Message")}>{found.problem ? <Fault problem={found.problem} /> : <Empty>{t("Being asked for since {at}Z.", { at: clock(now.value) })}</Empty>}</Pane>;
  }
  const twin = second.value?.place === item.place ? second.value : item;
  return <Shown item={item} twin={twin} first={first} other={other} />;
}

function sides(item: Message, twin: Message, first: string, other: string): [Side, Side] {
  const note = (shown: Message, tag: string): string => {
    const code = shown.phrases[0]?.code ?? "";
    if (tag === item.language) return shown.phrases.length ? t("original, prevails; agreed phrase {code}", { code }) : t("original");
    return shown.phrases.length ? t("agreed phrase {code}", { code }) : "";
  };
  const side = (shown: Message, tag: string): Side => ({
    language: tag,
    note: note(shown, tag),
    unreviewed: shown.phrases.some((phrase) => phrase.unreviewed),
    text: item.text ? (tag === item.language ? item.text : "") : null,
    phrases: shown.phrases,
  });
  // A text in a language that is neither: it stands at the start, as it was written.
  if (item.text && item.language !== first && item.language !== other) return [side(item, item.language), side(item, first)];
  return [side(item, first), side(twin, other)];
}

function Shown({ item, twin, first, other }: { item: Message; twin: Message; first: string; other: string }) {
  const own = status.value?.party ?? "";
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const form = useSignal<"" | "read_back" | "correct">("");
  const replies = useReplies(item);
  const mine = item.states[own];
  const speak = may("speak");

  async function act(doing: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await doing();
      problem.value = null;
      form.value = "";
      return true;
    } catch (why) {
      problem.value = problemOf(why);
      if (problem.value.code === "sign_in") void look();
      return false;
    } finally {
      busy.value = false;
    }
  }
  const read = (): void => void act(() => ask("message_read", { path: { ref: item.ref }, body: {} }));
  const understood = (): void => void act(() => ask("message_acknowledge", { path: { ref: item.ref }, body: { how: "understood" } }));
  const reply = (phrase?: PhraseInFull): void => {
    answer(item, phrase);
    window.setTimeout(() => document.querySelector<HTMLElement>(phrase ? ".compose .params .in" : "#compose-code")?.focus());
  };
  const readable = speak && !!mine && !mine.read;
  const acknowledgeable = speak && !!mine?.read && !mine.acknowledged;
  useLayoutEffect(() => {
    offer("message", [
      ...(readable ? [{ key: "Enter", shown: "Enter", does: "sign that our watch has this message before it", run: read }] : []),
      ...(acknowledgeable ? [{ key: "u", shown: "u", does: "acknowledge the message: understood", run: understood }, { key: "b", shown: "b", does: "acknowledge the message by reading it back", run: () => (form.value = "read_back") }] : []),
      ...(may("draft") ? [{ key: "r", shown: "r", does: "answer this message", run: () => reply() }] : []),
      ...(speak && item.ours ? [{ key: "e", shown: "e", does: "correct this message of ours; both texts stay", run: () => (form.value = "correct") }] : []),
    ]);
    return () => offer("message", []);
  });
  const asksReadBack = item.phrases.some((phrase) => phrase.read_back);

  return (
    <section class={`pane ${item.precedence === "Z" && mine && !mine.read ? "flashpane" : ""}`} aria-label={t("Message")} tabIndex={0}>
      <header>
        <h2><bdi dir="ltr">{visible(item.ref)}</bdi></h2>
        <PrecedenceWord code={item.precedence} name={t(item.precedence_name)} done={!item.acknowledged.not_by.length} />
        <span class="aside"><PartyChip code={item.from} own={own} /> <bdi>{visible(item.post)}</bdi> → {item.to.map((code) => <PartyChip key={code} code={code} own={own} />)} &ensp; <bdi dir="ltr">{item.dtg}</bdi></span>
      </header>
      <div class="stack">
        <Two sides={sides(item, twin, first, other)} />
        <Warnings texts={[item.text ?? "", ...item.phrases.map((phrase) => phrase.text)]} />
        {item.labels.length ? <p class="t12 q">{item.labels.map(visible).join(" · ")}</p> : null}
        {item.refs.length ? <p class="t12">{t("About")} {item.refs.map((ref) => <span key={ref}><a href={`#/messages/${ref}`}><Ref>{ref}</Ref></a> </span>)}</p> : null}
        {item.phrases.filter((phrase) => phrase.cancelled_by).map((phrase) => <p key={phrase.code} class="newer">{t("{code} was cancelled by its author in {ref}.", { code: phrase.code, ref: phrase.cancelled_by ?? "" })}</p>)}
        {item.corrections.map((made) => (
          <div key={made.ref} class="newer"><b>{t("Corrected by {party}, {at}", { party: made.from, at: dtg(made.t) })}</b> <bdi dir="auto"><Said text={made.text ?? ""} /></bdi> <span class="t12 q">{t("Both texts stay in the record.")}</span></div>
        ))}
        <Steps item={item} own={own} />
        <p class="note">{t("Acknowledged means understood. It is not consent.")} {item.ours ? "" : t("{party} sees what is signed here: held, read, acknowledged.", { party: item.from })}</p>
        {asksReadBack && acknowledgeable ? <p class="newer">{t("This phrase is read back: press b and type what you would say.")}</p> : null}
        {form.value === "read_back" ? <Words label={t("Read back")} send={t("Sign as read back")} start="" dir={item.language} busy={busy.value} onSend={(text) => act(() => ask("message_acknowledge", { path: { ref: item.ref }, body: { how: "read_back", text } }))} onLeave={() => (form.value = "")} /> : null}
        {form.value === "correct" ? <Words label={t("Correction")} send={t("Sign the correction")} start={item.text ?? ""} dir={item.language} busy={busy.value} onSend={(text) => act(() => ask("correct", { path: { ref: item.ref }, body: { text, language: item.language || "en" } }))} onLeave={() => (form.value = "")} /> : null}
        {speak || may("draft") ? (
          <div class="acts">
            {readable ? <button class="btn main" type="button" disabled={busy.value} onClick={read}>{t("Sign read")} <kbd>{t("Enter")}</kbd></button> : null}
            {acknowledgeable ? <button class="btn main" type="button" disabled={busy.value} onClick={understood}>{t("Understood")} <kbd>u</kbd></button> : null}
            {acknowledgeable ? <button class="btn" type="button" onClick={() => (form.value = "read_back")}>{t("Read back")} <kbd>b</kbd></button> : null}
            {may("draft") ? <button class="btn" type="button" onClick={() => reply()}>{t("Answer")} <kbd>r</kbd></button> : null}
            {speak && item.ours ? <button class="btn" type="button" onClick={() => (form.value = "correct")}>{t("Correct")} <kbd>e</kbd></button> : null}
            <button class="btn" type="button" onClick={() => window.print()}>{t("Print")}</button>
          </div>
        ) : null}
        <Fault problem={problem.value} />
        {replies.length && may("draft") && !item.ours ? (
          <div>
            <h3>{t("Answers that the phrasebook offers")}</h3>
            <ul class="replies">
              {replies.map((phrase) => (
                <li key={phrase.code}><span class="ref"><bdi dir="ltr">{phrase.code}</bdi></span><button class="quiet say" type="button" onClick={() => reply(phrase)}><bdi dir="auto">{phrase.text}</bdi></button></li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** The answers that the phrases of a message offer, in full. */
function useReplies(item: Message): PhraseInFull[] {
  const found = useSignal<PhraseInFull[]>([]);
  const codes = [...new Set(item.phrases.flatMap((phrase) => phrase.replies))].slice(0, 8);
  const key = codes.join();
  useEffect(() => {
    let alive = true;
    void Promise.all(codes.map((code) => ask("phrase", { path: { code }, query: { language: reads() } }))).then((all) => alive && (found.value = all), () => undefined);
    return () => {
      alive = false;
    };
  }, [key]);
  return codes.length ? found.value : [];
}

function Steps({ item, own }: { item: Message; own: string }) {
  const mine = item.states[own];
  const left = item.due - now.value;
  return (
    <div class="triplet four">
      <div><h3>{t("Written")}</h3><At at={item.t} /><div class="t12 q">{t("in {party}’s log, {place}", { party: item.from, place: item.place })}</div></div>
      <Fact title={t("Held")} by={item.held} at={mine?.received_at ?? (item.ours ? one(item, (state) => state.received_at) : null)} late="" note={item.held.by.length ? t("cosigned by {who}", { who: item.held.by.join(", ") }) : ""} />
      <Fact title={t("Read")} by={item.read} at={item.ours ? one(item, (state) => state.read?.t) : (mine?.read?.t ?? null)} late={item.overdue ? t("not read in time, {span}", { span: span(-left) }) : t("due {at}, {span}", { at: dtg(item.due), span: span(Math.max(0, left)) })} note={item.read.by.length ? t("signed by the watch of {who}", { who: item.read.by.join(", ") }) : ""} />
      <Fact title={t("Acknowledged")} by={item.acknowledged} at={item.ours ? one(item, (state) => state.acknowledged?.t) : (mine?.acknowledged?.t ?? null)} late="" note={item.acknowledged.by.length ? how(item) : ""} />
    </div>
  );
}

/** The time, and the day where it is another one. */
function At({ at }: { at: number }) {
  return <div class="at"><bdi dir="ltr">{clock(at)}Z</bdi>{now.value - at > DAY / 2 ? <span class="t12 q"> {day(at)}</span> : null}</div>;
}

const one = (item: Message, time: (state: Message["states"][string]) => number | null | undefined): number | null => {
  const times = Object.values(item.states).map(time).filter((at): at is number => typeof at === "number");
  return times.length ? Math.max(...times) : null;
};

function how(item: Message): string {
  const acts = Object.values(item.states).flatMap((state) => (state.acknowledged ? [state.acknowledged] : []));
  return acts.map((act) => (act.how === "read_back" ? t("{party}: read back", { party: act.from }) : t("{party}: understood", { party: act.from }))).join(", ");
}

function Fact({ title, by, at, late, note }: { title: string; by: Message["read"]; at: number | null; late: string; note: string }) {
  const all = !by.not_by.length;
  const several = by.by.length + by.not_by.length > 1;
  return (
    <div class={all ? "" : "no"}>
      <h3>{title}</h3>
      {all && at ? <At at={at} /> : <div class="at">{all ? t("yes") : several ? t("{k} of {n}", { k: by.by.length, n: by.by.length + by.not_by.length }) : t("not yet")}</div>}
      <div class="t12 q">{note}{note && !all ? "; " : ""}{all ? "" : `${several ? t("not by {who}", { who: by.not_by.join(", ") }) : ""} ${late}`}</div>
    </div>
  );
}

function Words({ label, send, start, dir, busy, onSend, onLeave }: { label: string; send: string; start: string; dir: string; busy: boolean; onSend: (text: string) => Promise<boolean>; onLeave: () => void }) {
  const text = useSignal(start);
  return (
    <form class="stack" onSubmit={(event) => { event.preventDefault(); if (text.value.trim()) void onSend(text.value); }}>
      <label class="q" for="words">{label}</label>
      <textarea class="in" id="words" rows={3} lang={dir || "en"} dir="auto" value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} ref={(element) => { if (element && document.activeElement === document.body) element.focus(); }} />
      <div class="acts"><button class="btn main" type="submit" disabled={busy || !text.value.trim()}>{send}</button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")}</button></div>
    </form>
  );
}
