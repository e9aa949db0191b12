// The typed client: every operation by its name. What the desk refuses is thrown as `Refusal`, with its three parts.
import { signal } from "@preact/signals";
import { PLACES, type Operations, type Problem } from "./api.gen";
import { language } from "./words";

export type Name = keyof Operations;
export type Answer<N extends Name> = Operations[N]["answer"];
export interface Given<N extends Name> {
  /** Another line than the one that is looked at, by its id. */
  line?: string;
  path?: Operations[N]["path"];
  query?: Operations[N]["query"];
  body?: Operations[N]["body"];
}

/** A connection may be dead without saying so: what is only asked is given up after a minute, and can be asked again. */
const ASKED_MS = 60_000;

/** The token of this session, which every request that changes something carries. */
export const token = signal("");

export class Refusal extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.what);
  }
}

const LOST: Problem = {
  code: "lost",
  what: "The node of this desk does not answer.",
  means: "What was asked may or may not have been done; a draft keeps its id, so that saying it again says it once.",
  then: "Wait until the desk is no longer STALE, then look, and try again.",
};

const KEPT = "watchline.line";
/** The line that is looked at: the first 16 digits of its id; empty: the node's first. Kept in this tab. */
export const line = signal(sessionStorage.getItem(KEPT) ?? "");
export function look(at: string): void {
  line.value = at.slice(0, 16);
  sessionStorage.setItem(KEPT, line.value);
}
/** The same place, of that line. */
export const ofLine = (place: string, at: string = line.value): string => (at ? place.replace("/api/v1/", `/api/v1/lines/${at.slice(0, 16)}/`) : place);

/** Where an operation is asked; a file of ours is taken from there by a plain link. */
export function addressOf<N extends Name>(name: N, given: Given<N> = {}): string {
  const place = ofLine(PLACES[name][1], given.line);
  const parts = (given.path ?? {}) as Record<string, string>;
  const path = place.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(parts[part] ?? ""));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(given.query ?? {})) if (value !== null && value !== undefined && value !== "") query.set(key, String(value));
  return path + (query.size ? `?${query}` : "");
}

export async function ask<N extends Name>(name: N, given: Given<N> = {}, most = ASKED_MS): Promise<Answer<N>> {
  const [method] = PLACES[name];
  let response: Response;
  try {
    response = await fetch(addressOf(name, given), {
      method,
      credentials: "same-origin",
      cache: "no-store",
      ...(method === "GET" ? { signal: AbortSignal.timeout(most) } : {}),
      headers: { "accept-language": language.value.tag, ...(method === "POST" ? { "content-type": "application/json", "x-watchline-token": token.value } : {}) },
      ...(method === "POST" ? { body: JSON.stringify(given.body ?? {}) } : {}),
    });
  } catch {
    throw new Refusal(0, LOST);
  }
  let found: unknown;
  try {
    found = await response.json();
  } catch {
    throw new Refusal(response.status, LOST);
  }
  if (!response.ok) throw new Refusal(response.status, (found as { error?: Problem }).error ?? LOST);
  return found as Answer<N>;
}

/** The problem of whatever was thrown. */
export function problemOf(why: unknown): Problem {
  return why instanceof Refusal ? why.problem : { code: "fault", what: String(why), means: "This is a fault of the desk's program.", then: "Load the desk again." };
}
