// Messages: the list, one message, and what this desk is about to say.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { offer } from "../keys";
import { status } from "../live";
import { Compose } from "../messages/compose";
import { begin, draft, reads } from "../messages/draft";
import { arranged, FILTERS, List, type Filter } from "../messages/list";
import { Read } from "../messages/read";
import { Drafts } from "../messages/release";
import { useMessages } from "../pages";
import { Empty } from "../parts/fault";
import { may } from "../parts/frame";
import { Pane } from "../parts/signs";
import { go, where } from "../places";
import { t } from "../words";

export function Messages() {
  const pages = useMessages(reads());
  const own = status.value?.party ?? "";
  const filter = useSignal<Filter>("all");
  const groups = arranged(pages.items, own, filter.value);
  const order = groups.flatMap((group) => group.items);
  // The first of the list when the screen opened; it stays before the officer although what he signs moves it in the list.
  const first = useSignal("");
  if (!first.value && order[0]) first.value = order[0].ref;
  const chosen = where.value.rest || first.value;

  function move(by: number): void {
    const at = order.findIndex((item) => item.ref === chosen);
    const next = order[Math.min(order.length - 1, Math.max(0, at + by))];
    if (next) go("messages", next.ref);
  }
  function open(selector: string): void {
    if (!draft.value) begin();
    window.setTimeout(() => document.querySelector<HTMLElement>(selector)?.focus());
  }
  useLayoutEffect(() => {
    offer("messages", [
      { key: "j", shown: "j", does: "the next message of the list", run: () => move(1) },
      { key: "k", shown: "k", does: "the message before", run: () => move(-1) },
      ...(may("draft") ? [
        { key: "n", shown: "n", does: "write a message in free text", run: () => open("#compose-text") },
        { key: "f", shown: "f", does: "write a message by form: choose it by what it is about", run: () => open("#compose-category") },
        { key: "p", shown: "p", does: "write a message by phrase code", run: () => open("#compose-code") },
      ] : []),
    ]);
    return () => offer("messages", []);
  });
  const names: Record<Filter, string> = { all: t("All"), us: t("For us"), them: t("For them") };
  const newest = pages.items.reduce((at, item) => (item.ours || item.t < at.t ? at : { t: item.t, ref: item.ref }), { t: 0, ref: "" });

  return (
    <main id="main" class={`page page-msg ${where.value.rest ? "one" : ""}`} tabIndex={-1}>
      <h1 class="vh">{t("Messages")}</h1>
      <section class="pane flush listpane" aria-label={t("Messages")}>
        <header>
          <h2>{t("Messages")}</h2>
          <span class="tabs aside" role="group" aria-label={t("Which messages")}>
            {FILTERS.map((name) => <button key={name} type="button" aria-pressed={filter.value === name} onClick={() => (filter.value = name)}>{names[name]}</button>)}
          </span>
        </header>
        <p class="legend">{t("W written · H held · R read · A acknowledged")}</p>
        <List pages={pages} own={own} filter={filter.value} chosen={chosen} />
      </section>
      {chosen ? <Read key={chosen} at={chosen} /> : <Pane title={t("Message")}><Empty>{pages.loaded ? t("No message is chosen. Press j for the first of the list.") : t("The list is being asked for.")}</Empty></Pane>}
      {draft.value && may("draft") ? <Compose item={draft.value} newest={newest} /> : <Drafts onNew={() => open("#compose-text")} onPhrase={() => open("#compose-code")} />}
    </main>
  );
}
