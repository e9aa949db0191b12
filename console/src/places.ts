// The screens and where they are: `#/line`. A screen registers itself here; one that is still to come says so.
import { signal } from "@preact/signals";

export interface Place {
  name: string;
  /** A sentence of the catalogue. */
  label: string;
  /** After `g`. */
  key: string;
  /** Its screen is still to come: its place and key are kept, and nothing leads there. */
  soon?: true;
}

export const PLACES: readonly Place[] = [
  { name: "line", label: "Line", key: "l" },
  { name: "messages", label: "Messages", key: "m" },
  { name: "calls", label: "Calls", key: "c" },
  { name: "notices", label: "Notices", key: "n" },
  { name: "incidents", label: "Incidents", key: "i", soon: true },
  { name: "record", label: "Record", key: "r" },
  { name: "contacts", label: "Contacts", key: "s" },
  { name: "press", label: "Press", key: "p" },
  { name: "handover", label: "Handover", key: "h", soon: true },
  { name: "alarms", label: "Alarms", key: "x" },
  { name: "admin", label: "Admin", key: "a" },
];

export interface Where { name: string; rest: string }

export const where = signal<Where>(read());

function read(): Where {
  const [name = "", ...rest] = decodeURI(location.hash.replace(/^#\/?/, "")).split("/");
  return { name: PLACES.some((place) => place.name === name) ? name : "line", rest: rest.join("/") };
}

export function go(name: string, rest = ""): void {
  location.hash = `/${name}${rest ? `/${encodeURI(rest)}` : ""}`;
}

export function run(): void {
  window.addEventListener("hashchange", () => {
    where.value = read();
  });
}
