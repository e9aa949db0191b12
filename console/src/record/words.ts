// What an entry's kind and fields are called on screens.
import type { Entry } from "../api.gen";
import { t } from "../words";

export const kindWord = (entry: Entry): string =>
  entry.kind === null ? t("Cannot be read") : t({
    epoch_open: "Keys opened", charter: "Charter", epoch_seen: "Keys of another party seen", epoch_adopt: "Keys of another party confirmed", epoch_close: "Keys closed",
    roster_seen: "Roster seen", receipt: "Receipt", line_test: "Line test asked", line_test_answered: "Line test answered", message: "Message",
    message_read: "Message read by the watch", message_acknowledged: "Message acknowledged", correction: "Correction", service_message: "Service message",
    call: "Call asked for", call_read: "Call request read", call_attempt: "Call asked for again", call_accepted: "Call accepted", call_declined: "Call declined",
    call_proposed: "Other times proposed", call_postponed: "Call postponed", call_cancelled: "Call cancelled", call_account: "Account of a call",
    readout: "Readout committed, hash only", readout_shared: "Readout shown", readout_published: "Readout published", readout_corrected: "Readout corrected", readout_supplemented: "Readout supplemented",
    confidentiality_proposed: "Confidentiality proposed", confidentiality_agreed: "Confidentiality agreed", confidentiality_not_agreed: "Confidentiality not agreed to",
    charter_proposed: "Charter proposed", charter_signed: "Charter signed", charter_refused: "Charter refused", charter_in_force: "Charter put in force", charter_withdrawn: "Charter withdrawn",
    suspension: "Use of the line suspended", resumption: "Use of the line resumed", agreement_suspended: "Agreement suspended", agreement_resumed: "Agreement resumed", leave: "Leaves the line",
    activity_notice: "Activity announced", notice_amended: "Notice amended", notice_active: "Activity said to go on", notice_ended: "Activity said to be over",
    notice_cancelled: "Notice withdrawn", notice_read: "Notice read by the watch", notice_objected: "Objection to a notice",
    notice_noted: "Notice noted without recognition", assessment: "Assessment by a node",
  }[entry.kind] ?? entry.kind);

export const fieldWord = (name: string): string => t({
  text: "Text", language: "Language", to: "To", precedence: "Precedence", phrases: "Phrases", code: "Phrase code", params: "Values", circuit: "Circuit", due: "Due", quality: "Quality",
  answered_by: "Answered by", how: "How", reason: "Reason", office: "Office", with_office: "With the office", purpose: "About", windows: "Times", valid_until: "Stands until", at: "At",
  started: "Began", ended: "Ended", outcome: "Outcome", next: "Next", level: "Level", since: "Since", start: "From", commitment: "Hash of the text", remark: "Remark", initiative: "Initiative",
}[name] ?? name.replaceAll("_", " "));

/** Fields whose number is an instant, in milliseconds. */
export const INSTANTS = new Set(["at", "due", "started", "ended", "valid_until", "not_before", "not_after", "since", "start", "next", "t"]);
