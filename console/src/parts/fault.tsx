// What went wrong, in three parts: what happened, what it means, what to do next. And what is normal, where there is nothing.
import type { ComponentChildren } from "preact";
import type { Problem } from "../api.gen";
import { visible } from "../visible";

export function Fault({ problem }: { problem: Problem | null }) {
  return problem ? (
    <div class="fault" role="alert">
      <b>{visible(problem.what)}</b> {problem.means} {problem.then}
    </div>
  ) : null;
}

export const Empty = ({ children }: { children: ComponentChildren }) => <p class="empty">{children}</p>;
