// What another party wrote is data: controls and direction marks in it are shown as marks, and change no order of what stands beside it.
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LATIN = /\p{Script=Latin}/u;
const OTHER = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
/** Letters of Cyrillic and Greek that are drawn like Latin ones. */
const ALIKE = /^[АВЕЅІЈКМНОРСТУХаеіјорсухѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ0-9]+$/u;

const mark = (letter: string): string => `‹U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;

/** A text with every acting character written out, such as `‹U+202E›`. */
export function visible(text: string): string {
  return text.replace(ACTING, mark);
}

export interface Piece { text: string; kind: "" | "acting" | "alike" }

/** A text in pieces: acting characters, and words that mix alphabets or imitate Latin letters among Latin words. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const latin = (text.match(/\p{Script=Latin}/gu) ?? []).length;
  const other = (text.match(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu) ?? []).length;
  const put = (kind: Piece["kind"], from: number, to: number, shown: string): void => {
    if (from > at) found.push({ text: text.slice(at, from), kind: "" });
    found.push({ text: shown, kind });
    at = to;
  };
  const marks = [
    ...[...text.matchAll(ACTING)].map((match) => ({ at: match.index, size: match[0].length, kind: "acting" as const, shown: mark(match[0]) })),
    ...[...text.matchAll(WORD)].filter(([word]) => OTHER.test(word) && (LATIN.test(word) || (latin > other && ALIKE.test(word)))).map((match) => ({ at: match.index, size: match[0].length, kind: "alike" as const, shown: match[0] })),
  ].sort((one, two) => one.at - two.at);
  for (const item of marks) put(item.kind, item.at, item.at + item.size, item.shown);
  if (at < text.length) found.push({ text: text.slice(at), kind: "" });
  return found;
}

/** The letters of a word that are not Latin, by their numbers. */
export const foreign = (word: string): string => [...word].filter((letter) => OTHER.test(letter)).map(mark).join(" ");
