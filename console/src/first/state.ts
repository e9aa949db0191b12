// Where the first run stands: all of it comes from the node's machine; nothing but a half-typed field lives in the page.
import { signal } from "@preact/signals";
import type { FirstState, Problem } from "../api.gen";
import { ask, problemOf, token, type Given, type Name } from "../api";

export const state = signal<FirstState | null>(null);
export const problem = signal<Problem | null>(null);
export const busy = signal(false);
/** The step that is looked at; empty: the next one that is to be done. What was just done stays in sight until somebody goes on. */
export const chosen = signal("");

export function take(found: FirstState): void {
  state.value = found;
  token.value = found.token;
}

type Steps = { [N in Name]: import("../api").Answer<N> extends FirstState ? N : never }[Name];

/** Do one thing and look where the first run stands then; tells whether it was done. */
export async function does<N extends Steps>(name: N, given: Given<N> = {}): Promise<boolean> {
  if (busy.value) return false;
  busy.value = true;
  problem.value = null;
  chosen.value ||= state.value?.step ?? "";
  try {
    take((await ask(name, given)) as FirstState);
    return true;
  } catch (why) {
    problem.value = problemOf(why);
    // What a refused step left behind (a ceremony that ended, a slip that was counted) is shown too.
    try {
      take(await ask("first_state"));
    } catch {
      // the refusal says what there is to say
    }
    return false;
  } finally {
    busy.value = false;
  }
}

/** The text of a field of a form. */
export const said = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();
