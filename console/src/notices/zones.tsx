// Zones that our own side keeps clear, for our own desks alone: which of our plans come too near to one, and a zone noted or forgotten.
import { useSignal } from "@preact/signals";
import type { NoticeInFull, Problem, ShapeUnderstood, VolumeGiven, Zones } from "../api.gen";
import { ask, problemOf } from "../api";
import { Form, type Values } from "../calls/form";
import { pulse } from "../live";
import { Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Ref } from "../parts/signs";
import { visible } from "../visible";
import { t } from "../words";
import { readReach } from "./typed";
import { Measures } from "./verdict";
import { reachWord, verdictWord } from "./words";

/** Zones that a plan of ours comes too near to, the gravest with its numbers. */
export function ZonesMet({ zones }: { zones: NoticeInFull["zones"] }) {
  const first = zones[0];
  if (!first) return null;
  return (
    <section class="verdict" aria-label={t("Our own zones")} aria-live="polite">
      <div class="top"><span class="word">{verdictWord(first.verdict)}</span><span>{t("with our own zone {name}", { name: visible(first.zone) })}{zones.length > 1 ? ` ${t("and {n} more", { n: zones.length - 1 })}` : ""}</span></div>
      <Measures gaps={first} />
      <div class="say t12 q">{t("Only our own desks show this.")}</div>
    </section>
  );
}

/** Every zone, with our activities that come too near. */
export function OwnZones({ found, onLeave }: { found: Zones | null; onLeave: () => void }) {
  const problem = useSignal<Problem | null>(null);

  async function drop(name: string): Promise<void> {
    problem.value = null;
    try {
      await ask("zone_drop", { body: { name } });
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  return (
    <section aria-label={t("Our own zones")} onKeyDown={(event) => { if (event.key === "Escape") onLeave(); }}>
      <h3>{t("Our own zones")} <span class="q t12">{t("kept clear by our side; they never leave this node")}</span></h3>
      {found?.zones.length ? null : <p class="q">{t("No zone is noted. A file of shapes can be kept as zones, or a draft.")}</p>}
      <ul class="rows">
        {found?.zones.map((zone) => (
          <li key={zone.name}>
            <span><bdi dir="auto">{visible(zone.name)}</bdi>{zone.lateral_m ? <span class="q t12"> · {t("kept clear by {reach}", { reach: reachWord(zone.lateral_m * 100) })}</span> : null}{zone.text ? <span class="say t12"> <bdi dir="auto">{visible(zone.text)}</bdi></span> : null}</span>
            {zone.activities.map((one) => <span key={one.ref} class="due-soon t12"><a href={`#/notices/${one.ref}`}><Ref>{one.ref}</Ref></a> {verdictWord(one.verdict)}: {visible(one.words)}</span>)}
            {may("speak") ? <button class="quiet" type="button" onClick={() => void drop(zone.name)}>{t("Forget {name}", { name: visible(zone.name) })}</button> : null}
          </li>
        ))}
      </ul>
      <Fault problem={problem.value} />
      <div class="acts"><button class="btn" type="button" onClick={onLeave}>{t("Leave it")}</button></div>
    </section>
  );
}

/** Keep shapes as zones of our own: of a file, or of a draft. */
export function KeepAsZone({ shapes, onKept }: { shapes: readonly Pick<ShapeUnderstood, "name" | "volumes">[]; onKept: () => void }) {
  const open = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  if (!may("speak") || !shapes.length) return null;

  async function keep(values: Values): Promise<void> {
    const reach = values["reach"] ? readReach(values["reach"]) : 0;
    problem.value = reach === null ? { code: "form", what: t("Type it like {example}.", { example: "5 NM, 10 km, 800 m" }), means: "Nothing was noted.", then: "Type it again." } : null;
    if (reach === null) return;
    busy.value = true;
    try {
      for (const shape of shapes) await ask("zone_note", { body: { name: (shapes.length === 1 && values["name"] ? values["name"] : shape.name).slice(0, 64), volumes: shape.volumes as unknown as VolumeGiven[], lateral_m: Math.ceil(reach / 100) } });
      open.value = false;
      pulse.value += 1;
      onKept();
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  return (
    <>
      {open.value ? <Form id="zone" send={t("Keep it on this node")} busy={busy.value} onSend={(values) => void keep(values)} onLeave={() => (open.value = false)} fields={[
        ...(shapes.length === 1 ? [{ name: "name", label: t("Name"), kind: "text" as const, must: true, start: visible(shapes[0]?.name ?? "") }] : []),
        { name: "reach", label: t("Kept clear by"), kind: "text" as const, hint: t("like {example}; empty: up to it", { example: "2 km" }) },
      ]} /> : <div class="acts"><button class="quiet" type="button" onClick={() => (open.value = true)}>{t("Keep as a zone of our own, told to nobody")}</button></div>}
      <Fault problem={problem.value} />
    </>
  );
}
