// What another party wrote is data: controls and direction marks in it are shown as marks, and change no order of what stands beside it.
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A text with every acting character written out, such as `‹U+202E›`. */
export function visible(text: string): string {
  return text.replace(ACTING, (letter) => `‹U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`);
}
