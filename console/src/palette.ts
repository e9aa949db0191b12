// Three palettes are data (style/tokens.css): day, dusk, night. F9 takes the next.
import { signal } from "@preact/signals";

export const PALETTES = ["day", "dusk", "night"] as const;
export type Palette = (typeof PALETTES)[number];
const KEPT = "watchline.palette";

export const palette = signal<Palette>("day");

export function choose(name: string): void {
  palette.value = PALETTES.find((item) => item === name) ?? "day";
  document.documentElement.dataset["palette"] = palette.value;
  localStorage.setItem(KEPT, palette.value);
}

export function next(): void {
  choose(PALETTES[(PALETTES.indexOf(palette.value) + 1) % PALETTES.length] ?? "day");
}

export const restored = (): void => choose(localStorage.getItem(KEPT) ?? "day");
