// The press: the report left with its places set off, what it is said to say right; one key confirms, edits, rejects. Nothing of it leaves our side.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { useAnswer } from "../answer";
import { offer } from "../keys";
import { pulse } from "../live";
import { Empty, Fault } from "../parts/fault";
import { may } from "../parts/frame";
import { Pane } from "../parts/signs";
import { go, where } from "../places";
import { Add } from "../press/add";
import { Claims } from "../press/claims";
import { Edit } from "../press/edit";
import { List } from "../press/list";
import { follow, picked } from "../press/picked";
import { Source } from "../press/source";
import { Text } from "../press/text";
import { Timeline } from "../press/timeline";
import { ADD, post, TIMELINE } from "../press/words";
import { t } from "../words";

export function Press() {
  const waiting = useSignal(false);
  const before = useSignal("");
  const already = useSignal("");
  const found = useAnswer("press", { query: { limit: 50, before: before.value, state: waiting.value ? "suggested" : "" } });
  const rest = where.value.rest;
  const reports = [...(found.value?.reports ?? [])].reverse();
  const at = rest || reports[0]?.ref || "";

  function move(by: number): void {
    // By the address and not by what was drawn: two quick keys go two reports on.
    const now = reports.findIndex((item) => item.ref === (where.value.rest || at));
    const next = reports[Math.min(reports.length - 1, Math.max(0, now + by))];
    if (next) go("press", next.ref);
  }
  useEffect(() => follow(), []);
  useLayoutEffect(() => {
    offer("press", [
      { key: "J", shown: "J", does: "the next report of the list", run: () => move(1) },
      { key: "K", shown: "K", does: "the report before", run: () => move(-1) },
      { key: "t", shown: "t", does: "the timeline of all reports, or back", run: () => go("press", rest === TIMELINE ? "" : TIMELINE) },
      { key: "w", shown: "w", does: "only reports with a claim that waits, or all", run: () => (waiting.value = !waiting.value) },
      ...(may("note") ? [{ key: "a", shown: "a", does: "add a report", run: () => go("press", ADD) }] : []),
    ]);
    return () => offer("press", []);
  });
  return (
    <main id="main" class="page page-press" tabIndex={-1}>
      <h1 class="vh">{t("Press")}</h1>
      <List found={found} at={at} waiting={waiting.value} older={before.value !== ""} onWaiting={() => { before.value = ""; waiting.value = !waiting.value; }} onOlder={(ref) => (before.value = ref)} />
      {rest === ADD && may("note") ? <Add onDone={(ref, there) => { already.value = there ? ref : ""; pulse.value += 1; go("press", ref); }} onLeave={() => go("press")} /> : rest === TIMELINE ? <Timeline /> : at && rest !== ADD ? <One key={at} at={at} told={at === already.value ? t("This report is there already.") : ""} /> : <Nothing />}
    </main>
  );
}

const Nothing = () => <Pane title={t("The report")} kind="wide"><Empty>{t("Reports of the press are read here, each claim beside its place in the text. What the rules suggest is grey and counted nowhere; an officer confirms what the report says.")}</Empty></Pane>;

function One({ at, told }: { at: string; told: string }) {
  const found = useAnswer("press_report", { path: { ref: at } });
  const wanted = useSignal("");
  const editing = useSignal<"" | "one" | "new">("");
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const report = found.value;
  const claims = report?.claims ?? [];
  const chosen = claims.find((claim) => claim.ref === wanted.value) ?? claims.find((claim) => claim.state === "suggested") ?? claims[0];

  function move(by: number): void {
    const now = claims.findIndex((claim) => claim.ref === (wanted.value || chosen?.ref));
    const next = claims[Math.min(claims.length - 1, Math.max(0, now + by))];
    if (next) wanted.value = next.ref;
  }
  /** After a decision: the next claim that waits, in the order of the text, else the same. */
  function following(): string {
    const now = claims.findIndex((claim) => claim === chosen);
    const rest = [...claims.slice(now + 1), ...claims.slice(0, Math.max(0, now))];
    return (rest.find((claim) => claim.state === "suggested") ?? chosen)?.ref ?? "";
  }
  async function decide(how: "confirm" | "reject", words = ""): Promise<void> {
    if (busy.value || !chosen || chosen.state === "comment") return;
    busy.value = true;
    problem.value = null;
    const next = following();
    try {
      await ask("press_decide", { body: { refs: [chosen.ref], how, words: words.trim(), post: post() } });
      wanted.value = next;
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
      pulse.value += 1;
    }
    busy.value = false;
  }
  useEffect(() => {
    picked.value = null;
  }, [at]);
  useEffect(() => {
    const reads = [
      { key: "j", shown: "j", does: "the next claim", run: () => move(1) },
      { key: "k", shown: "k", does: "the claim before", run: () => move(-1) },
    ];
    const decides = [
      { key: "c", shown: "c", does: "confirm: the report says so", run: () => void decide("confirm") },
      { key: "r", shown: "r", does: "reject: the report does not say so", run: () => void decide("reject") },
      { key: "e", shown: "e", does: "edit the claim", run: () => chosen && chosen.state !== "comment" && (editing.value = "one") },
      { key: "n", shown: "n", does: "enter one more claim of this report", run: () => (editing.value = "new") },
    ];
    offer("press-one", editing.value ? [] : [...reads, ...(may("note") ? decides : [])]);
    return () => offer("press-one", []);
  });
  if (!report) return <Pane title={t("The report")} kind="wide"><Fault problem={found.problem} /></Pane>;
  const done = (ref: string): void => {
    editing.value = "";
    wanted.value = ref;
    pulse.value += 1;
  };
  return (
    <>
      <Text report={report} chosen={chosen?.ref ?? ""} onChoose={(ref) => (wanted.value = ref)} />
      {editing.value ? (
        <Edit key={`${editing.value}${chosen?.ref ?? ""}`} of={report.ref} claim={editing.value === "one" ? (chosen ?? null) : null} onDone={done} onLeave={() => (editing.value = "")} />
      ) : (
        <div class="press-side">
          <Fault problem={problem.value ?? found.problem} />
          {told ? <p class="note" role="status">{told}</p> : null}
          <Source key={`${report.outlet ?? ""}${report.grade ?? ""}`} report={report} />
          <Claims report={report} chosen={chosen} busy={busy.value} onChoose={(ref) => (wanted.value = ref)} onDecide={(how, words) => void decide(how, words)} onEdit={() => (editing.value = "one")} onEnter={() => (editing.value = "new")} />
        </div>
      )}
    </>
  );
}
