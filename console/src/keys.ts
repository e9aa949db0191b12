// The keyboard: every action has a key, every key stands in the list behind `?`. Letters are off in fields, and can be turned off.
import { signal } from "@preact/signals";
import { next as nextPalette } from "./palette";
import { go, PLACES } from "./places";

export interface Key {
  /** As `KeyboardEvent.key`. */
  key: string;
  /** As it is written on screens. */
  shown: string;
  /** A sentence of the catalogue. */
  does: string;
  run: () => void;
  /** Works in a field too. */
  always?: boolean;
}

const KEPT = "watchline.letters";
export const help = signal(false);
export const letters = signal(localStorage.getItem(KEPT) !== "off");
const groups = new Map<string, readonly Key[]>();
/** Changes with the list, so that the help shows what holds now. */
export const changed = signal(0);
let after = -Infinity;

/** Offer the keys of a screen; call with an empty list when it goes. In a layout effect: a key works from the moment in which its screen is there. */
export function offer(group: string, keys: readonly Key[]): void {
  if (keys.length) groups.set(group, keys);
  else groups.delete(group);
  changed.value += 1;
}

export const offered = (): Key[] => [...groups.values()].flat();

export function turnLetters(on: boolean): void {
  letters.value = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
}

function inField(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement | null;
  return !!at && (at.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at.tagName));
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "F9") {
    event.preventDefault();
    nextPalette();
    return;
  }
  if (event.key === "Escape") {
    const helped = help.value;
    help.value = false;
    // Out of a field, so that letters act again; what was typed stays. Else out of what the screen has open.
    if (inField(event)) (event.target as HTMLElement).closest<HTMLElement>(".pane")?.focus();
    else if (!helped) offered().find((item) => item.key === "Escape")?.run();
    return;
  }
  const field = inField(event);
  const modified = event.ctrlKey || event.altKey || event.metaKey;
  const wanted = modified ? `Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key}` : event.key;
  const found = offered().find((item) => item.key === wanted && (item.always || (!field && (modified || letters.value))));
  if (field && !found) return;
  // Space and Enter on a button press that button, Enter on a link follows it.
  const held = (event.target as HTMLElement).closest("button, summary, a");
  if (held && !modified && (event.key === "Enter" || (event.key === " " && held.tagName !== "A"))) return;
  if (!modified && letters.value && !field) {
    if (performance.now() - after < 1500 && event.key !== "g") {
      after = -Infinity;
      const place = PLACES.find((item) => item.key === event.key);
      if (place) {
        event.preventDefault();
        go(place.name);
        return;
      }
    }
    if (event.key === "g") {
      after = performance.now();
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      help.value = !help.value;
      return;
    }
  }
  if (found) {
    event.preventDefault();
    found.run();
  }
}

export const run = (): void => document.addEventListener("keydown", pressed);
