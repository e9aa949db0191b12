// One notice: what it says, what each side had of it, and what our watch may write about it now.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Conflict, Notice, NoticeInFull, Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { addressOf, ask, problemOf } from "../api";
import { Form, type Field, type Values } from "../calls/form";
import { offer } from "../keys";
import { now, pulse } from "../live";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { PartyChip, Ref } from "../parts/signs";
import { Said, Warnings } from "../parts/text";
import { dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { ThirdStates } from "./third";
import { ZonesMet } from "./zones";
import { Verdict } from "./verdict";
import { bandWord, reachWord, windowWord } from "./words";

type Verb = "read" | "object" | "note" | "activate" | "end" | "withdraw";
interface Act { verb: Verb; label: string; key: string; does: string; send: string; words: "none" | "may" | "must" }
const ACTS: readonly Act[] = [
  { verb: "read", label: "Sign read", key: "Enter", does: "sign that our watch has the notice before it", send: "", words: "none" },
  { verb: "object", label: "Object", key: "o", does: "object to the notice, in words", send: "Sign the objection", words: "must" },
  { verb: "note", label: "Note without recognition", key: "u", does: "note the notice without recognising anything by it", send: "Sign that it is noted", words: "may" },
  { verb: "activate", label: "It goes on now", key: "a", does: "state that our activity goes on now", send: "Sign that it goes on", words: "may" },
  { verb: "end", label: "It is over", key: "e", does: "state that our activity is over", send: "Sign that it is over", words: "may" },
  { verb: "withdraw", label: "Withdraw", key: "w", does: "withdraw our notice: the activity does not take place", send: "Sign the withdrawal", words: "may" },
];

export function One({ notice, conflicts, own, onAmend }: { notice: Notice; conflicts: readonly Conflict[]; own: string; onAmend: () => void }) {
  const open = useSignal<Verb | "">("");
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const whole = useAnswer("notice", { path: { ref: notice.place } }).value;
  const ours = notice.recipients[own];
  const speak = may("speak");
  const offered = ACTS.filter((act) => speak && (notice.can_write.includes(act.verb) || (act.verb === "read" && !!ours && (ours.read_version ?? 0) < notice.version)));
  const amends = speak && notice.can_write.includes("amend");

  async function say(verb: Verb, text: string): Promise<void> {
    busy.value = true;
    problem.value = null;
    const body = { ...(text ? { text } : {}), ...(["read", "object", "note"].includes(verb) ? { version: notice.version } : {}) };
    try {
      await ask(`notice_${verb}` as "notice_note", { path: { ref: notice.place }, body: body as never });
      open.value = "";
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  const start = (act: Act): void => {
    if (act.words === "none") void say(act.verb, "");
    else open.value = act.verb;
  };
  useLayoutEffect(() => {
    offer("notice", [
      ...offered.map((act) => ({ key: act.key, shown: act.key, does: act.does, run: () => start(act) })),
      ...(amends ? [{ key: "m", shown: "m", does: "amend our notice", run: onAmend }] : []),
    ]);
    return () => offer("notice", []);
  });
  const act = ACTS.find((item) => item.verb === open.value);
  const fields: Field[] = act ? [{ name: "text", label: t("In words"), kind: "words", must: act.words === "must" }] : [];
  return (
    <section class="onenotice" aria-label={t("Notice {ref}", { ref: notice.ref })}>
      <h3><PartyChip code={notice.from} own={own} /> <Ref>{notice.version > 1 ? `${notice.ref}/${notice.version}` : notice.ref}</Ref> <span>{visible(notice.activity_words)}</span></h3>
      <p><b>{t(notice.state_words)}</b> · <bdi dir="ltr">{windowWord(notice.start, notice.end, now.value)}</bdi> · <bdi dir="ltr">{bandWord(notice.volumes)}</bdi>{notice.coarse_m ? ` · ${t("stated coarsely, to {reach}", { reach: reachWord(notice.coarse_m * 100) })}` : ""}{notice.stale ? <b class="due-soon"> · {t("STALE: its review date has passed")}</b> : null}</p>
      {notice.text ? <><p class="say"><Said text={notice.text} /></p><Warnings texts={[notice.text]} /></> : null}
      <ul class="rows">
        {Object.entries(notice.recipients).map(([code, item]) => (
          <li key={code}>
            <span><PartyChip code={code} own={own} /> {t(item.state_words)}{item.read_version && item.read_version < notice.version ? ` · ${t("version {n}", { n: item.read_version })}` : ""}</span>
            <bdi dir="ltr" class="q t12">{item.received_at_utc && item.received_at ? t("held {at}", { at: dtg(item.received_at) }) : t("not known to be held")}</bdi>
            {item.answer?.text ? <span class="say t12"><bdi dir="auto">{visible(item.answer.text)}</bdi></span> : null}
          </li>
        ))}
      </ul>
      <Fault problem={problem.value} />
      {act ? <Form id={`n-${act.verb}`} fields={fields} send={t(act.send)} busy={busy.value} onSend={(values: Values) => void say(act.verb, values["text"] ?? "")} onLeave={() => (open.value = "")} />
        : offered.length || amends ? <div class="acts">{offered.map((item, at) => <button key={item.verb} class={`btn ${at ? "" : "main"}`} type="button" disabled={busy.value} onClick={() => start(item)}>{t(item.label)} <kbd>{item.key}</kbd></button>)}{amends ? <button class="btn" type="button" onClick={onAmend}>{t("Amend")} <kbd>m</kbd></button> : null}</div> : null}
      {conflicts.map((item) => <Verdict key={item.pair} conflict={item} own={own} />)}
      <p><a class="btn" href={addressOf("notice_sheet", { path: { ref: notice.place } })} download>{t("Save the notice sheet, to be printed")}</a></p>
      {whole ? <><ZonesMet zones={whole.zones} /><ThirdStates notice={whole} own={own} /><Course found={whole} /></> : null}
    </section>
  );
}

function Course({ found }: { found: NoticeInFull }) {
  return (
    <details>
      <summary>{t("Versions and what was written")}</summary>
      <ul class="rows">
        {found.versions.map((item) => <li key={item.ref}><span><Ref>{item.ref}</Ref> {t("version {n}", { n: item.version })}{item.must_read && item.version > 1 ? ` · ${t("says more: to be read again")}` : ""}</span><bdi dir="ltr" class="q t12">{dtg(item.t)}</bdi><span class="q t12">{t("its author had seen {heads}", { heads: item.author_had_seen.map((head) => `${head.party} ${head.size}`).join(", ") || "—" })}</span></li>)}
        {[...found.course, ...found.said].sort((one, two) => one.t - two.t).map((item) => <li key={item.ref}><span><Ref>{item.ref}</Ref> {item.from} {item.verb ? t(item.verb) : item.kind}</span><bdi dir="ltr" class="q t12">{dtg(item.t)}</bdi>{item.text ? <span class="t12"><bdi dir="auto">{visible(item.text)}</bdi></span> : null}</li>)}
      </ul>
      {found.reference_lines.length ? <ul class="rows">{found.reference_lines.map((item) => <li key={item.name}><span>{visible(item.name)}</span><span class="q t12">{item.words}</span></li>)}</ul> : null}
      <p class="q t12">{t(found.not_permission)}</p>
    </details>
  );
}
