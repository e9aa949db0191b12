// A screen's question to the node: asked when it is shown, and again after every pulse (or whatever `when` reads); at most one under way.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "./api.gen";
import { ask, problemOf, type Answer, type Given, type Name } from "./api";
import { kept } from "./kept";
import { pulse } from "./live";

export interface Asked<T> { value: T | null; problem: Problem | null }

export function useAnswer<N extends Name>(name: N, given: Given<N> = {}, when: () => unknown = () => pulse.value): Asked<Answer<N>> {
  const found = useSignal<Asked<Answer<N>>>({ value: null, problem: null });
  const state = useRef({ busy: false, again: false, alive: true, key: "", asked: "" });
  const key = JSON.stringify(given);
  state.current.key = key;

  async function look(): Promise<void> {
    const at = state.current;
    if (at.busy) {
      at.again = true;
      return;
    }
    at.busy = true;
    const asked = (at.asked = at.key);
    try {
      const value = kept(found.peek().value, await ask(name, JSON.parse(asked) as Given<N>));
      if (at.alive && asked === at.key) found.value = kept(found.peek(), { value, problem: null });
    } catch (why) {
      if (at.alive && asked === at.key) found.value = { value: found.value.value, problem: problemOf(why) };
    }
    at.busy = false;
    if (at.alive && (at.again || asked !== at.key)) {
      at.again = false;
      void look();
    }
  }

  useSignalEffect(() => {
    when();
    void look();
  });
  useEffect(() => {
    if (state.current.asked !== key) void look();
  }, [key]);
  useEffect(() => {
    state.current.alive = true;
    return () => {
      state.current.alive = false;
    };
  }, []);
  return found.value;
}
