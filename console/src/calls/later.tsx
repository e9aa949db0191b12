// The pane of readouts is a file of its own, fetched when a call is first looked at.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ComponentType } from "preact";
import type { Call } from "../api.gen";

const pane = signal<{ Pane: ComponentType<{ call: Call }> } | null>(null);

export function Readouts({ call }: { call: Call }) {
  useEffect(() => {
    if (!pane.value) void import("./readouts").then((found) => (pane.value = { Pane: found.Readouts }));
  }, []);
  const found = pane.value;
  return found ? <found.Pane call={call} /> : null;
}
