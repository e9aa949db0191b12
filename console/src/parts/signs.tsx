// The signs of the guide: a solid outline is ours, a dashed outline is theirs, on every screen.
import type { ComponentChildren } from "preact";
import { visible } from "../visible";

/** Solid square, bar, dashed square: the bar tells the state of the line. The word stands beside it always. */
export function LineMark({ state, big = false }: { state: string; big?: boolean }) {
  const bar = {
    NORMAL: <path class="sq ln" d="M24 14h17" />,
    DEGRADED: <path class="sq ln" d="M24 14h17" stroke-dasharray="4 3" />,
    UNANSWERED: <path class="sq ln" d="M24 14h11" />,
    SUSPENDED: <path class="sq ln" d="M24 14h17M29 8v12M35 8v12" />,
  }[state];
  return (
    <svg class={big ? "big sign" : "sign"} width={big ? 66 : 34} height={big ? 28 : 14} viewBox="0 0 66 28" aria-hidden="true">
      <rect class="sq" x="2" y="3" width="22" height="22" />
      <rect class="sq" x="41" y="3" width="22" height="22" stroke-dasharray="5.5 5.5" stroke-dashoffset="2.75" />
      {bar ?? null}
    </svg>
  );
}

export const ours = (code: string, own: string): string => (code === own ? "own" : "other");

export function PartyChip({ code, own }: { code: string; own: string }) {
  return <bdi class={`party ${ours(code, own)}`}>{visible(code)}</bdi>;
}

const LEVELS: Record<string, string> = { Z: "z", O: "o", P: "p", R: "r" };

/** Four segments: Z 4, O 3, P 2, R 1; coloured while open, grey when closed. */
export function PrecedenceBar({ code, open }: { code: string; open: boolean }) {
  return (
    <span class={`prec ${LEVELS[code] ?? "r"} ${open ? "open" : ""}`} aria-hidden="true">
      <i /><i /><i /><i />
    </span>
  );
}

export function PrecedenceWord({ code, name, done = false }: { code: string; name: string; done?: boolean }) {
  return (
    <span class={`pw ${LEVELS[code] ?? "r"} ${done ? "done" : ""}`}>
      <span class="code">{code}</span> {name}
    </span>
  );
}

/** A reference; it stays left to right in every language. */
export const Ref = ({ children }: { children: string }) => <bdi class="ref" dir="ltr">{visible(children)}</bdi>;

export function Pane({ title, aside, children, label, kind = "" }: { title: string; aside?: string; label?: string; kind?: string; children: ComponentChildren }) {
  return (
    <section class={`pane ${kind}`} aria-label={label ?? title} tabIndex={0}>
      <header>
        <h2>{title}</h2>
        {aside ? <span class="aside">{aside}</span> : null}
      </header>
      {children}
    </section>
  );
}
