// The entries by the server's pages, the newest first; entries never change, so only the newest page is asked for anew.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Entry, Problem, Status } from "../api.gen";
import { ask, problemOf } from "../api";
import { pulse } from "../live";

const PAGE = 100;

export interface Entries { /** Newest first. */ items: Entry[]; more: boolean; loaded: boolean; problem: Problem | null; older: () => void }

export function useEntries(party: string): Entries {
  const found = useSignal({ party: "", items: [] as Entry[], more: false, loaded: false, problem: null as Problem | null });
  const at = useRef({ busy: false, again: false, alive: true });

  async function look(older: boolean): Promise<void> {
    const state = at.current;
    if (state.busy) {
      state.again ||= !older;
      return;
    }
    state.busy = true;
    const known = found.value.party === party ? found.value.items : [];
    const last = older ? known.at(-1) : undefined;
    try {
      const page = await ask("entries", { query: { limit: PAGE, party, ...(last ? { before: last.place } : {}) } });
      const fresh = [...page.entries].reverse();
      const meets = known.findIndex((item) => item.place === fresh.at(-1)?.place);
      const items = last ? [...known, ...fresh] : meets < 0 ? fresh : [...fresh, ...known.slice(meets + 1)];
      if (state.alive) found.value = { party, items, more: last || meets < 0 ? page.more : found.value.more, loaded: true, problem: null };
    } catch (why) {
      if (state.alive) found.value = { ...found.value, problem: problemOf(why) };
    }
    state.busy = false;
    if (state.again && state.alive) {
      state.again = false;
      void look(false);
    }
  }
  useSignalEffect(() => {
    pulse.value;
    void look(false);
  });
  useEffect(() => {
    if (found.value.loaded && found.value.party !== party) void look(false);
  }, [party]);
  useEffect(() => {
    at.current.alive = true;
    return () => {
      at.current.alive = false;
    };
  }, []);
  return { ...found.value, older: () => void look(true) };
}

/** Who holds an entry, by the newest cosignatures; the list may be older than they are. */
export function holders(entry: Entry, status: Status | null): { by: string[]; of: number } {
  const [party, epoch, index] = entry.place.split("/");
  const log = status?.logs.find((item) => item.party === party && String(item.epoch) === epoch);
  const others = [...entry.held_by, ...entry.not_held_by].sort();
  return { by: others.filter((code) => entry.held_by.includes(code) || (log?.sizes[code] ?? 0) > Number(index)), of: others.length };
}
