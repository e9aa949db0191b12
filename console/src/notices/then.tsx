// What was in force at a place, a height and a minute, and what each side had held and read of it by then.
import { useSignal } from "@preact/signals";
import type { InForce, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { Form, type Values } from "../calls/form";
import { now } from "../live";
import { Empty, Fault } from "../parts/fault";
import { PartyChip, Ref } from "../parts/signs";
import { dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { readHeight, readPosition } from "./typed";
import { bandWord, windowWord } from "./words";

const bad = (what: string): Problem => ({ code: "form", what, means: "Nothing was asked.", then: "Type it again." });

export function Then({ own }: { own: string }) {
  const found = useSignal<InForce | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  async function look(values: Values): Promise<void> {
    problem.value = null;
    const at = readPosition(values["position"] ?? "");
    const height = readHeight(values["height"] ?? "", Math.round);
    if (typeof at === "string") problem.value = bad(at);
    else if (height === null) problem.value = bad(t("a height is like {example}.", { example: "3000 m AMSL" }));
    if (typeof at === "string" || height === null) return;
    busy.value = true;
    try {
      found.value = await ask("in_force", { query: { lat: at[0], lon: at[1], ...(values["at"] ? { at: Number(values["at"]) } : {}), ...(height ? { altitude: height[0], reference: height[1] } : {}) } });
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  return (
    <section aria-label={t("In force here and then")}>
      <Form id="then" send={t("Look")} busy={busy.value} onSend={(values) => void look(values)} onLeave={() => (found.value = null)} fields={[
        { name: "position", label: t("Position"), kind: "text", must: true, hint: t("latitude first, like {example}", { example: "54°10.2′N 018°40.0′E" }) },
        { name: "height", label: t("Altitude"), kind: "text", hint: t("empty: any") },
        { name: "at", label: t("Minute"), kind: "time", start: dtg(now.value) },
      ]} />
      <Fault problem={problem.value} />
      {found.value ? (
        <>
          <h3><bdi dir="ltr">{dtg(found.value.at)}</bdi></h3>
          {found.value.notices.length ? null : <Empty>{t("No notice that stood then covers this place at that minute.")}</Empty>}
          <ul class="rows">
            {found.value.notices.map((item) => (
              <li key={item.ref + String(item.version)}>
                <span><PartyChip code={item.from} own={own} /> <Ref>{item.version > 1 ? `${item.ref}/${item.version}` : item.ref}</Ref> {visible(item.activity_words)} · {t(item.state_words)}{item.later ? <b> · {t("said only afterwards")}</b> : null}</span>
                <bdi dir="ltr" class="q t12">{bandWord(item.volumes)} · {item.volumes.map((one) => windowWord(typeof one.start === "number" ? one.start : null, typeof one.end === "number" ? one.end : null, now.value)).join("; ")}</bdi>
                {Object.entries(item.recipients).map(([code, party]) => <span key={code} class="t12"><PartyChip code={code} own={own} /> {party.held && party.received_at ? t("held {at}", { at: dtg(party.received_at) }) : t("not known to be held")} · {t(party.state_words)}</span>)}
              </li>
            ))}
          </ul>
          {found.value.not_measured.length ? <p class="due-soon t12">{t("Not measured, their areas cannot be: {refs}", { refs: found.value.not_measured.join(", ") })}</p> : null}
        </>
      ) : null}
    </section>
  );
}
