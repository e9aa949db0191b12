// What the press is called on screens, and what is shared by its panes.
import type { Problem } from "../api.gen";
import { session } from "../live";
import { t } from "../words";

export const REPORT_BYTES_MAX = 5 * 1024 * 1024;
/** Sections of the screen that are no report. */
export const ADD = "add";
export const TIMELINE = "timeline";

export const stateWord = (state: string): string => t({ suggested: "suggested", confirmed: "confirmed", rejected: "rejected", comment: "reader’s comment" }[state] ?? state);
export const KINDS = ["contact", "request", "previous_contact", "line_fact", "readout", "statement", "event"] as const;
export const STATUSES = ["held", "sought", "declined", "unanswered", "scheduled", "not_scheduled", "cancelled", "avoided"] as const;
export const BASES = ["printed", "weekday", "relative", "interval", "reference", "other_report", "unknown"] as const;
export const BOUNDS = ["exactly", "about", "more_than", "less_than"] as const;
export const plainWord = (word: string): string => t(word.replaceAll("_", " "));

/** The post that notes: the officer's first, or the watch. */
export const post = (): string => session.value?.officer?.posts[0] ?? "watch";

/** Publication dates as reports have them: a day, a month, a year, or nothing known. */
export const dateWord = (date: string): string => (date === "unknown" ? t("date unknown") : date);

export const tooLong = (name: string, bytes: number): Problem => ({
  code: "limit",
  what: t("{name} has {n} bytes; a report has at most {most}.", { name, n: bytes, most: REPORT_BYTES_MAX }),
  means: t("Nothing was sent."),
  then: t("Cut it into single reports, or save the article’s text alone."),
});
