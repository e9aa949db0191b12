// The interface's language: one gettext catalogue (console/locale), English sentences as keys. What is not translated is shown in English.
import { signal } from "@preact/signals";

export interface Language { tag: string; name: string; direction: "ltr" | "rtl"; reviewed: boolean }

/** Languages of the interface that are offered; add one here and its file in console/locale. */
export const LANGUAGES: readonly Language[] = [
  { tag: "en", name: "English", direction: "ltr", reviewed: true },
  { tag: "ru", name: "Русский", direction: "ltr", reviewed: false },
  { tag: "uk", name: "Українська", direction: "ltr", reviewed: false },
  { tag: "fr", name: "Français", direction: "ltr", reviewed: false },
  { tag: "ar", name: "العربية", direction: "rtl", reviewed: false },
  { tag: "zh", name: "中文", direction: "ltr", reviewed: false },
];
/** Not offered: longer, and mirrored, for tests of the layout. */
const PSEUDO: readonly Language[] = [
  { tag: "en-XA", name: "Ẽñgļîşĥ", direction: "ltr", reviewed: true },
  { tag: "ar-XB", name: "mirrored", direction: "rtl", reviewed: true },
];
const KEPT = "watchline.language";

export const language = signal<Language>(LANGUAGES[0]!);
const known = signal<Record<string, string>>({});

export async function choose(tag: string): Promise<void> {
  const found = [...LANGUAGES, ...PSEUDO].find((item) => item.tag === tag) ?? LANGUAGES[0]!;
  let words: Record<string, string> = {};
  if (found.tag !== "en" && !PSEUDO.includes(found)) {
    try {
      const response = await fetch(`words-${found.tag}.json`);
      if (response.ok) words = (await response.json()) as Record<string, string>;
    } catch {
      // English stands in
    }
  }
  known.value = words;
  language.value = found;
  localStorage.setItem(KEPT, found.tag);
  document.documentElement.lang = found.tag;
  document.documentElement.dir = found.direction;
}

export const restored = (): Promise<void> => choose(localStorage.getItem(KEPT) ?? "en");

/** A sentence of the interface in its language; `{name}` takes a value. */
export function t(sentence: string, values: Record<string, string | number> = {}): string {
  const said = known.value[sentence] ?? sentence;
  const filled = said.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  switch (language.value.tag) {
    case "en-XA":
      return `[${filled.replace(/[aeou]/g, (letter) => ({ a: "àà", e: "éé", o: "ôô", u: "ûû" })[letter] ?? letter)}]`;
    case "ar-XB":
      return `\u061c${filled}\u061c`;
    default:
      return filled;
  }
}
