// The words of a report: each place that a claim rests on is set off; what acts in them is shown as a mark and does nothing.
import { useEffect, useRef } from "preact/hooks";
import type { PressPiece, PressReportInFull } from "../api.gen";
import { Empty } from "../parts/fault";
import { Ref } from "../parts/signs";
import { direction } from "../parts/text";
import { count, dtg } from "../time";
import { pieces, visible } from "../visible";
import { t } from "../words";
import { dateWord } from "./words";

interface Shown { report: PressReportInFull; chosen: string; onChoose: (claim: string) => void }

export function Text({ report, chosen, onChoose }: Shown) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector(".sel")?.scrollIntoView({ block: "nearest" }), [report.ref, chosen]);
  const states = new Map(report.claims.map((claim) => [claim.ref, claim.state]));
  const hidden = report.pieces.reduce((sum, piece) => sum + pieces(piece.text).filter((leaf) => leaf.kind === "acting").length, 0);
  return (
    <section class="pane raised press-text" aria-label={t("The report")} tabIndex={0}>
      <header><h2><bdi dir="auto">{visible(report.name)}</bdi></h2><span class="aside"><Ref>{report.ref}</Ref></span></header>
      <p class="q t12">{[report.outlet ? visible(report.outlet) : t("outlet not noted"), t("published {date}", { date: dateWord(report.published) }), t("noted {at}", { at: dtg(report.noted_at) })].join(" · ")}</p>
      {hidden ? <p class="fault">{t("This report has {n} hidden characters. They are shown as marks and do nothing here.", { n: hidden })}</p> : null}
      {report.pieces.length ? (
        <div class="report-words" ref={box} lang={report.language} dir={direction(report.language)}>
          {report.pieces.map((piece) => <Piece key={piece.start} piece={piece} state={piece.claims.map((ref) => states.get(ref) ?? "").find((state) => state !== "comment") ?? "comment"} chosen={chosen} onChoose={onChoose} />)}
        </div>
      ) : <Empty>{report.text === "facts only" ? t("Facts only: the words of this report were thrown away. Its hash, outlet, dates and claims stand.") : t("The words were kept and are gone. Its hash, outlet, dates and claims stand; add the report again to read it.")}</Empty>}
      {report.not_shown ? <p class="note">{t("{n} more letters stand behind these and were not read by the rules.", { n: count(report.not_shown) })}</p> : null}
    </section>
  );
}

function Piece({ piece, state, chosen, onChoose }: { piece: PressPiece; state: string; chosen: string; onChoose: (claim: string) => void }) {
  const apart = piece.part === "noise" || piece.part === "comment" ? "apart" : piece.part === "headline" ? "head" : "";
  const first = piece.claims[0];
  if (!first) return <span class={apart}><Leaves piece={piece} /></span>;
  const sel = piece.claims.includes(chosen);
  // Of places that several claims share, a click goes from one to the next.
  const next = piece.claims[(piece.claims.indexOf(chosen) + 1) % piece.claims.length] ?? first;
  return <mark class={`${state} ${apart} ${sel ? "sel" : ""}`} onClick={() => onChoose(next)}><Leaves piece={piece} /></mark>;
}

function Leaves({ piece }: { piece: PressPiece }) {
  let at = piece.start;
  return (
    <>
      {pieces(piece.text).map((leaf) => {
        const start = at;
        at += leaf.kind === "acting" ? 1 : [...leaf.text].length;
        return leaf.kind === "acting" ? <bdi key={start} class="bidi" dir="ltr" data-at={start} data-one="1">{leaf.text}</bdi> : <span key={start} class={leaf.kind} data-at={start}>{leaf.text}</span>;
      })}
    </>
  );
}
