// A text of the record: what acts in it is shown as a mark, look-alike letters are named, parameters of a phrase are set off and keep their order.
import type { PhraseSaid } from "../api.gen";
import { foreign, pieces } from "../visible";
import { t } from "../words";

export function Said({ text }: { text: string }) {
  return <>{pieces(text).map((piece, at) => (piece.kind === "acting" ? <bdi key={at} class="bidi" dir="ltr">{piece.text}</bdi> : piece.kind === "alike" ? <span key={at} class="alike">{piece.text}</span> : piece.text))}</>;
}

/** What an officer must know of hidden characters and look-alikes, in words. */
export function Warnings({ texts }: { texts: readonly string[] }) {
  const found = texts.flatMap(pieces);
  const acting = [...new Set(found.filter((piece) => piece.kind === "acting").map((piece) => piece.text))];
  const alike = [...new Set(found.filter((piece) => piece.kind === "alike").map((piece) => piece.text))];
  if (!acting.length && !alike.length) return null;
  return (
    <div class="fault">
      {acting.length ? <p><b>{t("This text has hidden characters.")}</b> {t("They could change the order in which figures are read, and are shown as marks: {marks}. Ask for a repetition by phrase.", { marks: acting.join(" ") })}</p> : null}
      {alike.map((word) => <p key={word}><b>{t("Letters of two alphabets look alike here.")}</b> <bdi class="alike">{word}</bdi>: <bdi dir="ltr">{foreign(word)}</bdi></p>)}
    </div>
  );
}

const RTL = new Set(["ar", "he", "fa", "ur"]);
export const direction = (tag: string): "ltr" | "rtl" => (RTL.has(tag.split("-")[0] ?? "") ? "rtl" : "ltr");
export function tongue(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function Phrase({ phrase }: { phrase: PhraseSaid }) {
  return <>{phrase.parts.map((part, at) => (part.parameter ? <bdi key={at} class="slot" dir="ltr"><Said text={part.text} /></bdi> : <Said key={at} text={part.text} />))}</>;
}

export interface Side { language: string; note: string; unreviewed: boolean; text: string | null; phrases: readonly PhraseSaid[] }

/** Two languages: the same width, the same size, the same weight. */
export function Two({ sides, small = false }: { sides: readonly [Side, Side]; small?: boolean }) {
  return <div class={`two ${small ? "small" : ""}`}>{sides.map((side, at) => <OneSide key={at} side={side} />)}</div>;
}

function OneSide({ side }: { side: Side }) {
  const lang = side.language || "en";
  return (
    <div>
      <div class="lang"><span><bdi lang={lang}>{tongue(lang)}</bdi>{side.note ? `, ${side.note}` : ""}</span><span>{side.unreviewed ? t("unreviewed") : ""}</span></div>
      {side.text === null ? null : side.text ? <p class="say" lang={lang}><bdi dir="auto"><Said text={side.text} /></bdi></p> : <p class="q">{t("No translation stands in the record, and none is made by a machine.")}</p>}
      {side.phrases.map((phrase, at) => (
        <p key={at} class="say" lang={phrase.language ?? lang} dir={phrase.language ? direction(phrase.language) : "ltr"}>
          <Phrase phrase={phrase} />
          {phrase.why ? <span class="t12 q why"> {t("shown by code: {why}", { why: phrase.why })}</span> : null}
        </p>
      ))}
    </div>
  );
}
