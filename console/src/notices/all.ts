// All notices of a line, page by page: the newest after every pulse, all of them again every half minute, or when there are few.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Notice, Notices, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { pulse } from "../live";

const PAGE = 200;
const MOST = 20_000;
const AGAIN_MS = 30_000;

export interface All { items: Notice[]; words: string; problem: Problem | null; loaded: boolean }

export function useAllNotices(): All {
  const found = useSignal<All>({ items: [], words: "", problem: null, loaded: false });
  const state = useRef({ busy: false, again: false, alive: true, whole: -Infinity });

  async function look(): Promise<void> {
    const at = state.current;
    if (at.busy) {
      at.again = true;
      return;
    }
    at.busy = true;
    try {
      const page = await ask("notices", { query: { limit: PAGE } });
      if (!page.more) put(page, page.notices);
      else if (performance.now() - at.whole > AGAIN_MS) await whole(page);
      else {
        const fresh = new Map(page.notices.map((item) => [item.place, item]));
        put(page, [...found.value.items.filter((item) => !fresh.has(item.place)), ...page.notices]);
      }
    } catch (why) {
      if (at.alive) found.value = { ...found.value, problem: problemOf(why) };
    }
    at.busy = false;
    if (at.again && at.alive) {
      at.again = false;
      void look();
    }
  }

  /** Older pages follow; what is here is shown meanwhile. */
  async function whole(first: Notices): Promise<void> {
    let page = first;
    let items = page.notices;
    const before = found.value.items;
    while (page.more && items.length < MOST && state.current.alive) {
      const oldest = items[0];
      if (!oldest) break;
      page = await ask("notices", { query: { limit: PAGE, before: oldest.ref } });
      items = [...page.notices, ...items];
      if (items.length > before.length) put(page, items);
    }
    put(first, items);
    state.current.whole = performance.now();
  }

  function put(page: Notices, items: Notice[]): void {
    if (state.current.alive) found.value = { items, words: page.not_permission, problem: null, loaded: true };
  }
  useSignalEffect(() => {
    pulse.value;
    void look();
  });
  useEffect(() => {
    state.current.alive = true;
    return () => {
      state.current.alive = false;
    };
  }, []);
  return found.value;
}
