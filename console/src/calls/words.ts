// What a call's values are called on screens.
import type { Call, CallAct } from "../api.gen";
import { DAY, dtg } from "../time";
import { t } from "../words";

export const stateWord = (call: Call): string =>
  call.lapsed ? t("Lapsed without an answer") : t({
    requested: "Asked, no answer yet", read: "Read, no answer yet", proposed_by_asked: "Other times proposed by the asked", proposed_by_asker: "Other times proposed by the asker",
    scheduled: "Scheduled", postponed: "Postponed without a time", declined: "Declined", cancelled: "Cancelled", tried: "Tried, not held", accounted: "Call held",
  }[call.state] ?? call.state);

export const actWord = (act: CallAct): string => t({
  call_read: "has the request before it", call_attempt: "asked again", call_accepted: "accepted", call_declined: "declined", call_proposed: "proposed other times",
  call_postponed: "postponed", call_cancelled: "cancelled", call_account: "gave its account",
}[act.kind] ?? act.kind);

export const reasonWord = (reason: string): string => t({ none: "no reason is given", private: "there is a reason; it is not for the record", public: "the reason:" }[reason] ?? reason);

export const outcomeWord = (outcome: string): string => t({ held: "was held", no_answer: "no answer", deputy: "a deputy took it", cut_off: "cut off" }[outcome] ?? outcome);

export const windowWord = (from: number, to: number): string => (to - from < DAY ? `${dtg(from)} – ${dtg(to).slice(2, 7)}` : `${dtg(from)} – ${dtg(to)}`);
