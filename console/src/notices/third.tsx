// Which third states of the charter an activity concerns, who tells them, and who has stated that it did. Nothing is sent to them by any node.
import { useSignal } from "@preact/signals";
import type { NoticeInFull, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { Form } from "../calls/form";
import { pulse, session } from "../live";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { PartyChip, Ref } from "../parts/signs";
import { dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";

type Near = NoticeInFull["third_states"][number];

export function ThirdStates({ notice, own }: { notice: NoticeInFull; own: string }) {
  const open = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const shown = notice.third_states.filter((state) => state.concerned || state.told.length);
  if (!shown.length) return null;

  async function say(state: Near, text: string): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      const body = { post: session.value?.officer?.posts[0] ?? "watch", version: notice.version, state: state.name, ...(text ? { text } : {}) };
      await ask("notice_told", { path: { ref: notice.place }, body });
      open.value = "";
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  return (
    <section aria-label={t("Third states")}>
      {shown.map((state) => (
        <div key={state.name} class="third">
          <p>{visible(state.words)}{state.how ? <span class="q"> · {visible(state.how)}</span> : null}</p>
          <ul class="rows">
            {state.told.map((act) => <li key={act.ref}><span><PartyChip code={act.from} own={own} /> {t("states that it told {state} of version {n}", { state: visible(state.name), n: act.version ?? 0 })} <Ref>{act.ref}</Ref></span><bdi dir="ltr" class="q t12">{dtg(act.at ?? act.t)}</bdi>{act.text ? <span class="say t12"><bdi dir="auto">{visible(act.text)}</bdi></span> : null}</li>)}
            {state.not_stated.map((code) => <li key={code}><span><PartyChip code={code} own={own} /> {t("has not stated that it told {state}", { state: visible(state.name) })}</span></li>)}
          </ul>
          {open.value === state.name ? <Form id="n-told" fields={[{ name: "text", label: t("In words"), kind: "words", must: false }]} send={t("Sign that it was told")} busy={busy.value} onSend={(values) => void say(state, values["text"] ?? "")} onLeave={() => (open.value = "")} />
            : may("speak") && state.not_stated.includes(own) ? <div class="acts"><button class="btn" type="button" onClick={() => (open.value = state.name)}>{t("We told {state}", { state: visible(state.name) })}</button></div> : null}
        </div>
      ))}
      <Fault problem={problem.value} />
    </section>
  );
}
