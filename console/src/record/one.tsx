// One entry: its header, its body in words, who holds it, its proof.
import type { ComponentChildren } from "preact";
import type { Entry } from "../api.gen";
import { addressOf } from "../api";
import { useAnswer } from "../answer";
import { status } from "../live";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { PartyChip, Ref } from "../parts/signs";
import { Said, Warnings } from "../parts/text";
import { clock, dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";
import { Held } from "./ledger";
import { fieldWord, INSTANTS, kindWord } from "./words";

const OPENS: Record<string, string> = { message: "messages", call: "calls" };

export function One({ at, own, onClose }: { at: string; own: string; onClose: () => void }) {
  const found = useAnswer("entry", { path: { ref: at } });
  const entry = found.value;
  return (
    <section class="pane raised verify" aria-label={t("One entry")} tabIndex={0}>
      <header><h2>{entry ? visible(kindWord(entry)) : t("One entry")}</h2><span class="aside"><button class="quiet" type="button" onClick={onClose}>{t("Close")} <kbd>Esc</kbd></button></span></header>
      <Fault problem={found.problem} />
      {entry ? <Whole entry={entry} own={own} /> : found.problem ? null : <Empty>{t("The entry is being asked for.")}</Empty>}
    </section>
  );
}

function Whole({ entry, own }: { entry: Entry; own: string }) {
  const opens = OPENS[entry.kind ?? ""];
  const log = status.value?.logs.find((item) => entry.place.startsWith(`${item.party}/${item.epoch}/`));
  return (
    <div class="stack">
      <dl class="meta">
        <dt>{t("Reference")}</dt><dd><Ref>{entry.ref}</Ref>{opens ? <> · <a href={`#/${opens}/${entry.ref}`}>{t("open it where it is worked on")}</a></> : null}</dd>
        <dt>{t("Place")}</dt><dd><bdi dir="ltr">{entry.place}</bdi></dd>
        <dt>{t("Written by")}</dt><dd><PartyChip code={entry.from} own={own} /> {visible(entry.post ?? "")}</dd>
        <dt>{t("Time, by its author’s clock")}</dt><dd>{entry.t === null ? t("cannot be read") : <bdi dir="ltr">{dtg(entry.t)}, {clock(entry.t)}Z</bdi>}</dd>
        <dt>{t("Held")}</dt><dd><Held entry={entry} />{log?.log_status && log.log_status !== "open" ? <span class="t12 q block">{visible(log.log_status)}</span> : null}</dd>
        {entry.refs.length ? <><dt>{t("Refers to")}</dt><dd>{entry.refs.map((ref) => <span key={ref}><a href={`#/record/${ref}`}><Ref>{ref}</Ref></a> </span>)}</dd></> : null}
        {entry.labels.length ? <><dt>{t("Labels")}</dt><dd>{entry.labels.map(visible).join(", ")}</dd></> : null}
      </dl>
      {entry.known ? null : <p class="note">{t("This program does not know the kind of this entry. It is kept, proven and shown by its fields.")}</p>}
      <div class="deriv">
        <h3>{t("What it says")}</h3>
        {entry.erased ? <p class="q">{t("Its text was erased here. That it was said, by whom and when still stands.")}</p> : <Fields value={entry.body} />}
      </div>
      <Warnings texts={texts(entry.body)} />
      <div class="deriv">
        <h3>{t("Proof of this entry")}</h3>
        <div class="path"><div><span>{t("leaf")}</span><bdi dir="ltr">{grouped(entry.leaf_hash)}</bdi></div></div>
        <p class="t12 q">{t("A proof is one file for a third person: this entry, the way of its hash to a head, the signatures. It discloses no other text. Whoever checks it needs the root fingerprints by another way.")}</p>
        {may("export") ? (
          <div class="acts">
            <a class="btn" href={addressOf("entry_proof", { path: { ref: entry.place } })} download>{t("Save the proof")}</a>
            <a class="btn" href={addressOf("entry_proof", { path: { ref: entry.place }, query: { without_body: true } })} download>{t("Save it without the text")}</a>
          </div>
        ) : <p class="t12 q">{t("An officer who may export saves the proof.")}</p>}
      </div>
    </div>
  );
}

export const grouped = (hash: string): string => hash.replace(/(.{4})(?=.)/g, "$1 ");

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
}

/** A body by its fields: texts as texts, instants as instants, nothing left out. */
function Fields({ value, name = "" }: { value: unknown; name?: string }): ComponentChildren {
  if (value === null || value === undefined || value === "") return <span class="q">{t("nothing")}</span>;
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return <bdi dir="ltr">{INSTANTS.has(name) && value > 1e11 ? dtg(value) : value}</bdi>;
  if (typeof value === "string") return <bdi dir="auto"><Said text={value} /></bdi>;
  if (Array.isArray(value)) return value.length ? <ul class="flat">{value.map((item, at) => <li key={at}><Fields value={item} name={name} /></li>)}</ul> : <span class="q">{t("nothing")}</span>;
  const rows = Object.entries(value as object);
  if (!rows.length) return <span class="q">{t("nothing")}</span>;
  return <dl class="meta">{rows.map(([key, item]) => [<dt key={key}>{visible(fieldWord(key))}</dt>, <dd key={`${key} `}><Fields value={item} name={key} /></dd>])}</dl>;
}
