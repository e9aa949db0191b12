// On which line a notice is said, and so who hears of it: every party of that line, and nobody else (PROTOCOL 9.2).
import { useEffect } from "preact/hooks";
import type { NoticeKinds } from "../api.gen";
import { lines } from "../live";
import { visible } from "../visible";
import { t } from "../words";
import type { Draft } from "./draft";

export function Audience({ item, kinds, onChange }: { item: Draft; kinds: NoticeKinds | null; onChange: (fields: Partial<Draft>) => void }) {
  const row = lines.value.find((one) => one.line === item.line);
  // Another line may know other kinds of activity.
  useEffect(() => {
    const first = kinds?.kinds[0];
    if (first && !kinds.kinds.some((one) => one.activity === item.activity)) onChange({ activity: first.activity });
  }, [kinds]);
  if (!row) return null;
  const others = row.parties.filter((code) => code !== row.party).join(", ");
  const name = (one: typeof row): string => visible(one.title || one.parties.join("–"));
  const heard = t("said to {parties}: to every party of this line, and to nobody else", { parties: others });
  if (item.of || lines.value.length < 2) return <p class="q t12"><bdi>{name(row)}</bdi>: {heard}</p>;
  return (
    <div class="field">
      <label for="nd-line">{t("Line")}</label>
      <span>
        <select id="nd-line" class="select" value={item.line} aria-describedby="nd-line-is" onChange={(event) => onChange({ line: event.currentTarget.value })}>{lines.value.map((one) => <option key={one.line} value={one.line}>{name(one)}</option>)}</select>
        <span class="t12 block q" id="nd-line-is">{heard}</span>
      </span>
    </div>
  );
}
