// A list of any length by the server's pages: the newest first, older ones when they are looked for; what is in sight is asked anew after a pulse.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Message, Problem } from "./api.gen";
import { ask, problemOf } from "./api";
import { kept } from "./kept";
import { pulse } from "./live";

const PAGE = 50;

export interface Pages {
  /** Oldest first. */
  items: Message[];
  /** Older ones are not here yet. */
  more: boolean;
  problem: Problem | null;
  loaded: boolean;
  /** Ask for older ones. */
  older: () => void;
  /** What is in sight: index of the first and the last. */
  sight: (from: number, to: number) => void;
}

export function useMessages(language: string): Pages {
  const found = useSignal({ items: [] as Message[], more: false, problem: null as Problem | null, loaded: false });
  const at = useRef({ busy: false, again: false, alive: true, language, from: 0, to: 0 });
  at.current.language = language;

  async function turn(doing: () => Promise<void>): Promise<void> {
    const state = at.current;
    if (state.busy) {
      state.again = true;
      return;
    }
    state.busy = true;
    try {
      await doing();
    } catch (why) {
      if (state.alive) found.value = { ...found.value, problem: problemOf(why) };
    }
    state.busy = false;
    if (state.again && state.alive) {
      state.again = false;
      void turn(newest);
    }
  }

  async function newest(): Promise<void> {
    const page = await ask("messages", { query: { limit: PAGE, language: at.current.language } });
    const first = page.messages[0];
    const known = found.value.items;
    const meets = first ? known.findIndex((item) => item.place === first.place) : -1;
    const had = new Map(known.map((item) => [item.place, item]));
    let items = meets < 0 ? page.messages : [...known.slice(0, meets), ...page.messages.map((item) => kept(had.get(item.place), item))];
    const more = meets < 0 ? page.more : found.value.more;
    const { from, to } = at.current;
    // What is in sight and older than the newest page: its states may have changed.
    const before = items[from - 1];
    if (meets > from && before && to >= from) {
      const seen = await ask("messages", { query: { limit: Math.min(PAGE, to - from + 2), after: before.ref, language: at.current.language } });
      const last = items.findIndex((item) => item.place === seen.messages.at(-1)?.place);
      if (last >= from) items = [...items.slice(0, from), ...seen.messages, ...items.slice(last + 1)];
    }
    if (at.current.alive) found.value = { items, more, problem: null, loaded: true };
  }

  async function olderPage(): Promise<void> {
    const first = found.value.items[0];
    if (!first || !found.value.more) return;
    const page = await ask("messages", { query: { limit: PAGE, before: first.ref, language: at.current.language } });
    if (at.current.alive) found.value = { ...found.value, items: [...page.messages, ...found.value.items], more: page.more, problem: null };
  }

  useSignalEffect(() => {
    pulse.value;
    void turn(newest);
  });
  useEffect(() => {
    at.current.alive = true;
    return () => {
      at.current.alive = false;
    };
  }, []);
  return {
    ...found.value,
    older: () => {
      if (!at.current.busy) void turn(olderPage);
    },
    sight: (from, to) => {
      at.current.from = from;
      at.current.to = to;
    },
  };
}
