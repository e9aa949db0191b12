// Which words of a report are marked on the screen, as a place in code points. Hidden characters are drawn as marks and still count as one.
import { signal } from "@preact/signals";

export interface Place { start: number; end: number }

/** What is marked in the report that is shown; kept while a field has the focus. */
export const picked = signal<Place | null>(null);

function at(node: Node | null, offset: number): number | null {
  const box = (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>("[data-at]");
  if (!box || !node) return null;
  const start = Number(box.dataset["at"]);
  if (box.dataset["one"]) return start + (offset > 0 ? 1 : 0);
  const text = node instanceof Text ? node.data.slice(0, offset) : (box.textContent ?? "").slice(0, offset ? undefined : 0);
  return start + [...text].length;
}

function look(): void {
  const found = document.getSelection();
  if (!found || found.isCollapsed || !found.rangeCount) return;
  const range = found.getRangeAt(0);
  const [start, end] = [at(range.startContainer, range.startOffset), at(range.endContainer, range.endOffset)];
  if (start !== null && end !== null && start < end) picked.value = { start, end };
}

/** Follow what is marked; returns what ends that. */
export function follow(): () => void {
  document.addEventListener("selectionchange", look);
  return () => document.removeEventListener("selectionchange", look);
}

/** Places as they are typed: `120-190, 300-320`. */
export const typed = (places: readonly Place[]): string => places.map((place) => `${place.start}-${place.end}`).join(", ");
