// The draft that an officer writes: kept in this browser until it is said or dropped, so that neither a reload nor an expired session loses it.
import { effect, signal } from "@preact/signals";
import type { Message, PhraseInFull, SayMessage } from "../api.gen";
import { line } from "../api";
import { now, session, status } from "../live";
import { language } from "../words";

export interface Slot { code: string; params: Record<string, string>; op: "" | "QUERY" | "CANCEL" | "REPEAT"; ref: string }
export interface Draft {
  id: string;
  text: string;
  precedence: "R" | "P" | "O" | "Z";
  to: string[];
  language: string;
  post: string;
  refs: string[];
  phrases: Slot[];
  /** The node's clock when it was begun: what came later is "newer". */
  began: number;
}

export const draft = signal<Draft | null>(null);
const ORDER = ["R", "P", "O", "Z"] as const;
export const PRECEDENCES: readonly [Draft["precedence"], string][] = [["R", "ROUTINE"], ["P", "PRIORITY"], ["O", "IMMEDIATE"], ["Z", "FLASH"]];

const place = (): string => {
  const found = session.value;
  return found?.officer ? ["watchline.draft", found.party, found.officer.name, line.value].filter(Boolean).join(".") : "";
};
let kept = "";

/** Whoever signs in finds his own draft of this line, nobody else's and no other line's. */
export function run(): void {
  effect(() => {
    const at = place();
    if (at === kept) return;
    kept = at;
    draft.value = at ? read(localStorage.getItem(at)) : null;
  });
  effect(() => {
    const item = draft.value;
    if (!kept) return;
    if (item) localStorage.setItem(kept, JSON.stringify(item));
    else localStorage.removeItem(kept);
  });
}

function read(text: string | null): Draft | null {
  try {
    return text ? (JSON.parse(text) as Draft) : null;
  } catch {
    return null;
  }
}

export const newId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The language of the phrasebook that the officer reads. */
export const reads = (): string => (language.value.tag.includes("X") ? "en" : language.value.tag);

export function begin(fields: Partial<Draft> = {}): void {
  const posts = session.value?.officer?.posts ?? [];
  draft.value = { id: newId(), text: "", precedence: "R", to: [], language: reads(), post: posts[0] ?? "watch", refs: [], phrases: [], began: now.value, ...fields };
}

/** What was written stays; a new id only after it was said. */
export function change(fields: Partial<Draft>): void {
  if (draft.value) draft.value = { ...draft.value, ...fields };
}

export const drop = (): void => {
  draft.value = null;
};

export const faster = (one: string, least: string): Draft["precedence"] => ORDER[Math.max(ORDER.indexOf(one as "R"), ORDER.indexOf(least as "R"), 0)] ?? "R";

/** An answer to a message: it names it, goes to its author, and takes a phrase with the reference filled in. */
export function answer(item: Message, phrase?: PhraseInFull): void {
  const others = status.value?.peers.length ?? 1;
  begin({ refs: [item.ref], to: item.ours || others < 2 ? [] : [item.from] });
  if (phrase) add(phrase, item.ref);
}

export function add(phrase: PhraseInFull, ref = ""): void {
  const item = draft.value;
  if (!item) return;
  // In an answer the reference is most often that of the message that is answered.
  const about = ref || (item.refs[0] ?? "");
  const params = Object.fromEntries(phrase.takes.map((take) => [take.name, take.type === "ref" && take.name === "ref" ? about : ""]));
  change({ phrases: [...item.phrases, { code: phrase.code, params, op: "", ref: "" }], precedence: faster(item.precedence, phrase.least_precedence) });
}

export function say(item: Draft): SayMessage {
  // A field that nobody filled in is missing, not empty.
  const phrases = item.phrases.map((slot) => ({ ...slot, params: Object.fromEntries(Object.entries(slot.params).filter(([, value]) => value.trim())) }));
  return { post: item.post, draft: item.id, text: item.text, precedence: item.precedence, to: item.to, language: item.language, refs: item.refs, phrases };
}
