// Our offices against those of each other party: days since they last spoke, and at whose initiative. A cell opens its pair.
import type { ContactRow, OfficeOf } from "../api.gen";
import { PartyChip } from "../parts/signs";
import { day } from "../time";
import { visible } from "../visible";
import { t } from "../words";

interface Shown { rows: readonly ContactRow[]; chosen: ContactRow | undefined; own: string; onChoose: (row: ContactRow) => void }

/** A pair of one office of ours and one of another party. */
const sides = (row: ContactRow, own: string): [OfficeOf, OfficeOf] | null => {
  const ours = row.between.find((item) => item.party === own);
  const theirs = row.between.find((item) => item.party !== own);
  return row.between.length === 2 && ours && theirs ? [ours, theirs] : null;
};
export const inMatrix = (row: ContactRow, own: string): boolean => sides(row, own) !== null;

export function Matrix({ rows, chosen, own, onChoose }: Shown) {
  const found = rows.flatMap((row) => {
    const both = sides(row, own);
    return both ? [{ row, ours: both[0].office, theirs: both[1].office, party: both[1].party }] : [];
  });
  const parties = [...new Set(found.map((item) => item.party))].sort();
  return (
    <>
      {parties.map((party) => {
        const cells = found.filter((item) => item.party === party);
        const across = [...new Set(cells.map((item) => item.theirs))];
        const down = [...new Set(cells.map((item) => item.ours))];
        return (
          <div class="scrollx" key={party} tabIndex={0} role="region" aria-label={t("Offices of {own} and {party}", { own, party: visible(party) })}>
            <table class="matrix">
              <thead><tr><th scope="col"><PartyChip code={own} own={own} /> \ <PartyChip code={party} own={own} /></th>{across.map((office) => <th key={office} scope="col"><bdi dir="auto">{visible(office) || t("any office")}</bdi></th>)}</tr></thead>
              <tbody>
                {down.map((office) => (
                  <tr key={office}>
                    <th scope="row"><bdi dir="auto">{visible(office) || t("any office")}</bdi></th>
                    {across.map((theirs) => {
                      const cell = cells.find((item) => item.ours === office && item.theirs === theirs)?.row;
                      return cell ? <Cell key={theirs} row={cell} hot={cell === chosen} own={own} party={party} onChoose={onChoose} /> : <td key={theirs} class="none t12">{t("never in this record")}</td>;
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      })}
    </>
  );
}

function Cell({ row, hot, own, party, onChoose }: { row: ContactRow; hot: boolean; own: string; party: string; onChoose: (row: ContactRow) => void }) {
  const last = row.last ? day(row.last) : row.last_date ? visible(row.last_date) : "";
  const waits = row.requests.filter((item) => item.standing).length;
  return (
    <td class={hot ? "hot" : ""}>
      <button class="quiet d" type="button" aria-pressed={hot} onClick={() => onChoose(row)}>{row.days_since === null ? (last ? visible(row.last_date ?? "") : t("none held")) : t("{n} d", { n: row.days_since })}</button>
      <div class="t12 q">{row.days_since === 0 ? t("today") : last ? t("not since {day}", { day: last }) : ""}{waits ? ` · ${t("{n} asked for", { n: waits })}` : ""}</div>
      <div class="t12 q">{t("asked: {own} {ours}, {party} {theirs}", { own, ours: row.initiative[own] ?? 0, party: visible(party), theirs: row.initiative[party] ?? 0 })}</div>
    </td>
  );
}
