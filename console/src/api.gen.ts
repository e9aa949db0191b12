// Made by `python -m tools.console_types` from the OpenAPI document; do not write here.

export interface Account {
  "ref": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "outcome": string;
  "office": string | null;
  "with_office": string | null;
  "started": number | null;
  "started_utc": string | null;
  "ended": number | null;
  "ended_utc": string | null;
  "duration_s": number | null;
  "verified": boolean | null;
  "next": number | null;
  "next_utc": string | null;
  "language": string | null;
  "text": string | null;
  "held": boolean;
}

export interface Act {
  "ref": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "how"?: string;
}

export interface ActNoted {
  "number": number;
  "at": number;
  "at_utc": string;
  "officer": string;
  "what": string;
  "ref": string;
  "words": string;
}

export interface ActivityKind {
  "activity": string;
  "words": string;
  "fixed": boolean;
  "humanitarian": boolean;
  "reviewed": boolean;
  "amber_s": number | null;
  "red_s": number | null;
  "lateral_m": number | null;
  "vertical_m": number | null;
  "time_s": number | null;
}

export interface ActsNoted {
  "acts": (ActNoted)[];
  "more": boolean;
  "before": number | null;
}

export interface AddedReport {
  "ref": string;
  "name": string;
  "sha256": string;
  "outlet": string | null;
  "published": string;
  "kept": string;
  "claims": number;
  "comments": number;
}

export interface Alarm {
  "situation": string;
  "level": string;
  "since": number;
  "since_utc": string;
  "ended": number | null;
  "ended_utc": string | null;
  "words": string;
  "alarm_acknowledged": AlarmAcknowledged | null;
  "shelved": AlarmShelved | null;
}

export interface AlarmAcknowledged {
  "officer": string;
  "at": number;
  "at_utc": string;
}

export interface AlarmOf {
  "situation": string;
  "since": number;
}

export interface AlarmShelved {
  "officer": string;
  "at": number;
  "at_utc": string;
  "until": number;
  "until_utc": string;
  "reason": string;
}

export interface AlarmsShown {
  "alarms": (Alarm)[];
  "alarms_more": number;
  "alarms_ended": (Alarm)[];
  "alarms_ended_more": number;
}

export interface AlreadyThere {
  "name": string;
  "ref": string;
}

export interface Amended {
  "ref": string;
  "from": string;
  "kind": string;
  "t": number;
  "t_utc": string;
  "language": string | null;
  "text": string | null;
}

export interface Answering {
  "party": string;
  "ref": string;
  "circuit": string;
  "at": number;
  "at_utc": string;
}

export interface Area {
  "circle"?: (number)[];
  "corridor"?: (number)[];
  "polygon"?: ((number)[])[];
}

export interface AreaGiven {
  "circle"?: (number)[] | null;
  "corridor"?: (number)[] | null;
  "polygon"?: ((number)[])[] | null;
}

export interface ArticleAsked {
  "name": string;
  "form": string;
  "title": string;
  "words": string;
  "limit": string;
  "example": string;
  "choices": (string)[];
}

export interface ArticlesAsked {
  "articles": (ArticleAsked)[];
}

export interface Asset {
  "path": string;
  "sha256": string;
  "bytes": number;
}

export interface Assets {
  "hash": string;
  "whole": boolean;
  "words": string;
  "source": string;
  "files": (Asset)[];
  "packages": (Record<string, string>)[];
}

export interface Attested {
  "report": string;
  "date": string;
  "date_basis": string;
  "status": string | null;
  "attribution": (string)[];
  "background": boolean;
  "spans": (PressSpan)[];
  "ref"?: string;
  "state"?: string;
}

export interface Beside {
  "with": string;
  "from": string;
  "verdict": string;
  "state": string;
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
}

export interface BothState {
  "key": string;
  "statements": (string)[];
}

export interface BrokenQuote {
  "start": number;
  "end": number;
  "ref": string;
  "report": string;
}

export interface By {
  "by": (string)[];
  "not_by": (string)[];
  "words": string;
}

export interface Calendar {
  "due": (CalendarDay)[];
  "answer_s": number;
  "initiative_s": number;
  "precedence_s": Record<string, number>;
  "circuits": (string)[];
  "posts": (string)[];
  "ladder": (string)[];
}

export interface CalendarDay {
  "due": number;
  "due_utc": string;
  "dtg": string;
  "circuit": string;
  "initiator": string;
  "ours": boolean;
}

export interface Call {
  "ref": string;
  "place": string;
  "from": string;
  "to": string;
  "ours": boolean;
  "post": string;
  "t": number;
  "t_utc": string;
  "level": string | null;
  "office": string | null;
  "with_office": string | null;
  "language": string | null;
  "purpose": string | null;
  "initiative": string | null;
  "circuit": string | null;
  "interpreter": string | null;
  "windows": (Times)[];
  "valid_until": number | null;
  "valid_until_utc": string | null;
  "held": boolean;
  "received_at": number | null;
  "received_at_utc": string | null;
  "side": string | null;
  "state": string;
  "state_words": string;
  "lapsed": boolean;
  "open": boolean;
  "attempts": number;
  "read": CallAct | null;
  "answers": (CallAnswer)[];
  "times": (Times)[];
  "times_by": string | null;
  "scheduled": number | null;
  "scheduled_utc": string | null;
  "scheduled_outside": boolean;
  "postponed": (CallAct)[];
  "declined": CallAct | null;
  "cancelled": CallAct | null;
  "accounts": (Account)[];
  "later_accounts": (Account)[];
  "earlier_accounts": (Account)[];
  "confirmed": boolean;
  "differences": (Difference)[];
  "next_calls": (NextCall)[];
  "crossing": (string)[];
  "acts": (CallAct)[];
  "without_effect": (CallAct)[];
  "corrections": (CallAmendment)[];
  "can_write": (string)[];
  "refs": (string)[];
  "labels": (string)[];
}

export interface CallAct {
  "ref": string;
  "kind": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "reason": string | null;
  "text": string | null;
  "circuit": string | null;
  "outcome": string | null;
  "windows": (Times)[] | null;
  "at": number | null;
  "at_utc": string | null;
  "valid_until": number | null;
  "valid_until_utc": string | null;
}

export interface CallAmendment {
  "ref": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "text": string | null;
}

export interface CallAnswer {
  "ref": string;
  "kind": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "reason": string | null;
  "text": string | null;
  "circuit": string | null;
  "outcome": string | null;
  "windows": (Times)[] | null;
  "at": number | null;
  "at_utc": string | null;
  "valid_until": number | null;
  "valid_until_utc": string | null;
  "stood_until": number | null;
  "stood_until_utc": string | null;
  "received_at": number | null;
  "received_at_utc": string | null;
  "after_lapse": boolean;
  "received_after_lapse": boolean | null;
  "words": string;
}

export interface CallInFull {
  "ref": string;
  "place": string;
  "from": string;
  "to": string;
  "ours": boolean;
  "post": string;
  "t": number;
  "t_utc": string;
  "level": string | null;
  "office": string | null;
  "with_office": string | null;
  "language": string | null;
  "purpose": string | null;
  "initiative": string | null;
  "circuit": string | null;
  "interpreter": string | null;
  "windows": (Times)[];
  "valid_until": number | null;
  "valid_until_utc": string | null;
  "held": boolean;
  "received_at": number | null;
  "received_at_utc": string | null;
  "side": string | null;
  "state": string;
  "state_words": string;
  "lapsed": boolean;
  "open": boolean;
  "attempts": number;
  "read": CallAct | null;
  "answers": (CallAnswer)[];
  "times": (Times)[];
  "times_by": string | null;
  "scheduled": number | null;
  "scheduled_utc": string | null;
  "scheduled_outside": boolean;
  "postponed": (CallAct)[];
  "declined": CallAct | null;
  "cancelled": CallAct | null;
  "accounts": (Account)[];
  "later_accounts": (Account)[];
  "earlier_accounts": (Account)[];
  "confirmed": boolean;
  "differences": (Difference)[];
  "next_calls": (NextCall)[];
  "crossing": (string)[];
  "acts": (CallAct)[];
  "without_effect": (CallAct)[];
  "corrections": (CallAmendment)[];
  "can_write": (string)[];
  "refs": (string)[];
  "labels": (string)[];
  "line": string;
  "party": string;
  "demo": boolean;
  "not_agreement": string;
}

export interface CallNext {
  "ref": string;
  "at": number;
  "at_utc": string;
  "stated_by": (string)[];
}

export interface CallRequested {
  "ref": string;
  "status": string;
  "since": number;
  "since_utc": string;
  "attempts": number;
}

export interface Calls {
  "line": string;
  "party": string;
  "demo": boolean;
  "more": boolean;
  "next": Next | null;
  "calls": (Call)[];
  "not_agreement": string;
}

export interface CharterDrafted {
  "texts": Record<string, string>;
  "faults": Record<string, string>;
  "problem": string;
  "bytes": number;
  "bytes_max": number;
  "pages": (PageOf)[];
}

export interface CharterTexts {
  "texts": Record<string, string>;
}

export interface Charters {
  "line": string;
  "party": string;
  "demo": boolean;
  "in_force": string;
  "charters": (Term)[];
  "proposals": (Record<string, unknown>)[];
  "may_propose": boolean;
  "double_signatures": (Record<string, unknown>)[];
  "without_effect": (Record<string, unknown>)[];
  "left": (string)[];
  "words": string;
  "page": string;
}

export interface Circuit {
  "circuit": string;
  "alive": boolean | null;
  "connected": boolean | null;
  "silent_s": number | null;
}

export interface CircuitAnswered {
  "circuit": string;
  "ref": string | null;
  "answered_at": number | null;
  "answered_at_utc": string | null;
  "answered_by": string | null;
}

export interface CircuitMade {
  "name": string;
  "host": string;
  "port": number;
}

export interface ClaimChanged {
  "post"?: string;
  "kind"?: "contact" | "event" | "line_fact" | "previous_contact" | "readout" | "request" | "statement" | null;
  "status"?: "avoided" | "cancelled" | "declined" | "held" | "not_scheduled" | "scheduled" | "sought" | "unanswered" | null;
  "date"?: string | null;
  "basis"?: "interval" | "other_report" | "printed" | "reference" | "relative" | "unknown" | "weekday" | null;
  "who"?: (string)[];
  "initiative"?: string | null;
  "minutes"?: number | null;
  "bound"?: "about" | "exactly" | "less_than" | "more_than";
  "channel"?: string | null;
  "attribution"?: (string)[];
  "gist"?: string | null;
  "spans"?: (string)[];
}

export interface ClaimCounts {
  "suggested": number;
  "confirmed": number;
  "rejected": number;
  "comment": number;
}

export interface ClockStep {
  "step_ms": number | null;
  "words": string;
}

export interface Compared {
  "what": string;
  "result": string;
  "headline": string;
  "logs": (LogCompared)[];
}

export interface Comparison {
  "call": string;
  "parties": (string)[];
  "confidentiality": Confidentiality;
  "pairs": (Pair)[];
  "not_compared": (Readout)[];
  "difference": string;
}

export interface Confidentiality {
  "state": string;
  "proposals": (Proposal)[];
  "agreed": ReadoutAct | null;
  "published_while_agreed": (WhileAgreed)[];
  "without_effect": (ReadoutAct)[];
}

export interface Conflict {
  "pair": string;
  "first": ConflictSide;
  "second": ConflictSide;
  "state": string;
  "state_words": string;
  "separated_by": (string)[];
  "verdict": string;
  "ever": string;
  "goes_on": boolean;
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "begins_in_s": number | null;
  "coming": string | null;
  "words": string;
  "statements": Record<string, ConflictStatement>;
  "pending": (string)[];
  "different_separations": boolean;
  "differences": (ConflictDifference)[];
}

export interface ConflictDifference {
  "field": string;
  "stated": (StatedOfPair)[];
}

export interface ConflictInFull {
  "pair": string;
  "first": ConflictSide;
  "second": ConflictSide;
  "state": string;
  "state_words": string;
  "separated_by": (string)[];
  "verdict": string;
  "ever": string;
  "goes_on": boolean;
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "begins_in_s": number | null;
  "coming": string | null;
  "words": string;
  "statements": Record<string, ConflictStatement>;
  "pending": (string)[];
  "different_separations": boolean;
  "differences": (ConflictDifference)[];
  "line": string;
  "party": string;
  "demo": boolean;
  "history": (ConflictStatement)[];
}

export interface ConflictSide {
  "ref": string;
  "from": string;
  "version": number;
  "activity": string;
  "activity_words": string;
  "name": string | null;
}

export interface ConflictStatement {
  "verdict": string;
  "parts": [number, number];
  "lateral_mm": number;
  "vertical_cm": number;
  "time_ms": number;
  "limits": [number, number, number] | null;
  "margins": [number, number, number] | null;
  "nearest": [[number, number], [number, number]];
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "altitude_usable": boolean;
  "words": string;
  "ref": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "versions": [number, number];
  "of_what_stands": boolean;
  "table": string;
}

export interface Conflicts {
  "line": string;
  "party": string;
  "demo": boolean;
  "counts": Record<string, number>;
  "unlisted": (UnlistedPairs)[];
  "more": boolean;
  "next": NextOffset | null;
  "conflicts": (Conflict)[];
}

export interface Contact {
  "between": (OfficeOf)[];
  "last": number | null;
  "last_utc": string | null;
  "days_since": number | null;
  "gap_days": number | null;
  "count": number;
  "initiative": Record<string, number>;
  "requests": (CallRequested)[];
  "next": CallNext | null;
  "sentence": string;
  "derivation": (string)[];
  "rung": string | null;
}

export interface ContactRecord {
  "line": string | null;
  "party": string;
  "demo": boolean;
  "on": string;
  "until": number;
  "until_utc": string;
  "contacts": (ContactRow)[];
  "owed": (OwedBy)[];
  "phone_tests": (PhoneTests)[];
  "words": string;
  "annex": string | null;
  "press": Record<string, unknown> | null;
}

export interface ContactRow {
  "between": (OfficeOf)[];
  "last": number | null;
  "last_utc": string | null;
  "last_date": string | null;
  "days_since": number | null;
  "days_span": (number | null)[] | null;
  "gap_days": number | null;
  "count": number;
  "by_rung": Record<string, number>;
  "initiative": Record<string, number>;
  "requests": (SoughtContact)[];
  "answer_days": (number)[];
  "next": NextContact | null;
  "next_none": boolean;
  "noted": (NotedAhead)[];
  "sentence": string;
  "if_today": string | null;
  "silence": string;
  "tests_since": TestsSince | null;
  "derivation": (string)[];
  "rung": string | null;
  "held_by": (string)[];
  "contacts": (Spoken)[];
  "differs": (DiffersInPress)[];
}

export interface Correction {
  "ref": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "text": string | null;
}

export interface Counts {
  "due": number;
  "good": number;
  "late": number;
  "answered_by_node": number;
  "waiting": number;
  "missed": number;
  "not_initiated": number;
  "reverse": number;
  "by_one_account": number;
  "accounts_differ": number;
}

export interface CredentialGiven {
  "credential": Record<string, unknown>;
  "label"?: string;
}

export interface DeskArmed {
  "armed": boolean;
}

export interface Difference {
  "field": string;
  "stated": (Stated)[];
}

export interface DiffersInPress {
  "field": string;
  "ours": string;
  "theirs": string;
  "our_ref": string;
  "refs": (string)[];
  "told_by": (ToldBy)[];
  "credited_to": (string)[];
  "words": string;
}

export interface Done {
  "done"?: boolean;
}

export interface DraftProposed {
  "message": SayMessage;
}

export interface DraftShown {
  "id": string;
  "drafted_by": string;
  "at": number;
  "at_utc": string;
  "not_after": number;
  "not_after_utc": string;
  "state": string;
  "words": string;
  "persons": number;
  "rules": (string)[];
  "message": Record<string, unknown>;
  "preview": string;
  "digest": string;
  "ref": string;
  "released_by": string;
}

export interface Drafted {
  "activity"?: string;
  "volumes"?: (VolumeGiven)[];
  "of"?: string;
  "shift_ms"?: number;
  "raise_cm"?: number;
  "reach_cm"?: number | null;
  "suggest"?: boolean;
  "most_ms"?: number;
  "most_cm"?: number;
  "emergency"?: boolean;
  "limit"?: number;
  "offset"?: number;
}

export interface DraftsShown {
  "drafts": (DraftShown)[];
}

export interface EarlierContact {
  "report": string;
  "people": (string)[];
  "form": string | null;
  "value": string | number | null;
  "agrees": boolean | null;
  "words": string;
  "spans": (PressSpan)[];
}

export interface Encounter {
  "verdict": string;
  "parts": [number, number];
  "lateral_mm": number;
  "vertical_cm": number;
  "time_ms": number;
  "limits": [number, number, number] | null;
  "margins": [number, number, number] | null;
  "nearest": [[number, number], [number, number]];
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "altitude_usable": boolean;
  "words": string;
  "with": string;
  "from": string;
  "version": number;
  "activity": string;
  "name": string | null;
}

export interface EndpointShown {
  "circuit": string;
  "host": string;
  "port": number;
}

export interface Entries {
  "line": string;
  "party": string;
  "demo": boolean;
  "more": boolean;
  "next": Next | null;
  "entries": (Entry)[];
  "witnessed": (WitnessStatement)[];
}

export interface Entry {
  "ref": string;
  "place": string;
  "from": string;
  "kind": string | null;
  "known": boolean;
  "post": string | null;
  "t": number | null;
  "t_utc": string | null;
  "held_by": (string)[];
  "not_held_by": (string)[];
  "refs": (string)[];
  "labels": (string)[];
  "leaf_hash": string;
  "erased": boolean;
  "body": unknown;
}

export interface Epoch {
  "party": string;
  "epoch": number;
  "confirmed": boolean;
  "confirmed_at": number | null;
  "confirmed_at_utc": string | null;
  "confirmed_by": string;
  "digits": string | null;
  "closed_at": number | null;
  "late": number;
}

export interface FactShown {
  "number": number;
  "sentence": string;
  "arithmetic": string;
  "refs": (string)[];
  "rung": string | null;
  "sources": (string)[];
  "differs": (string)[];
}

export interface FactsReleasedHere {
  "ref": string;
  "kind": string;
  "written": boolean;
  "rung": string;
  "held_by": (string)[];
  "rung_words": string;
  "size": number;
  "body": unknown;
  "sheet": string;
}

export interface FactsShown {
  "party": string;
  "on": string;
  "facts": (FactShown)[];
}

export interface FactsTicked {
  "post"?: string;
  "ticked": (number)[];
  "sentences"?: (string)[];
  "on"?: number | null;
  "given_to"?: string;
}

export interface Failure {
  "error": Problem;
}

export interface Figures {
  "due": number;
  "good": number;
  "late": number;
  "answered_by_node": number;
  "waiting": number;
  "missed": number;
  "not_initiated": number;
  "reverse": number;
  "by_one_account": number;
  "accounts_differ": number;
  "per_circuit": Record<string, Counts>;
  "per_initiator": Record<string, Counts>;
  "spoken": Record<string, SpokenCounts>;
}

export interface FileGiven {
  "file": string;
  "replace"?: boolean;
}

export interface FingerprintTyped {
  "party": string;
  "place"?: string;
  "post"?: string;
  "their_post"?: string;
  "means": "in_person" | "instrument";
  "typed": string;
}

export interface FirstNode {
  "code": string;
  "names": Record<string, string>;
  "circuits"?: (CircuitMade)[];
  "solo"?: boolean;
  "allow_remote"?: boolean;
  "root_key": string;
  "anchor"?: string;
  "spares"?: number;
  "passphrase": string;
  "root_passphrase": string;
}

export interface FirstOfficer {
  "name": string;
  "shown"?: string;
  "roles": (Role)[];
  "password": string;
}

export interface FirstOpened {
  "code": string;
}

export interface FirstState {
  "token": string;
  "folder": string;
  "address": string;
  "version": string;
  "step": string;
  "steps": (FirstStep)[];
  "node": NodeMade | null;
  "officers": (OfficerMade)[];
  "roles": (string)[];
  "cards": (OtherCard)[];
  "texts": Record<string, string>;
  "founding": FoundingKept | null;
  "line": string;
  "root_key": string;
}

export interface FirstStep {
  "name": string;
  "done": boolean;
}

export interface FoundingKept {
  "line": string;
  "title": string;
  "demo": boolean;
  "parties": (PartyOf)[];
  "pages": (PageOf)[];
  "signed_by": (string)[];
  "not_signed_by": (string)[];
  "signed_here": boolean;
}

export interface GivenFile {
  "name": string;
  "data": string;
}

export interface Head {
  "party": string;
  "epoch": number;
  "size": number;
  "root": string;
}

export interface HeadSeen {
  "party": string;
  "epoch": number;
  "size": number;
}

export interface Heads {
  "heads": (Head)[];
}

export interface HeldNewest {
  "by": (string)[];
  "not_by": (string)[];
  "words": string;
  "ref": string | null;
  "size": number;
  "sizes": Record<string, number>;
}

export interface HeldThen {
  "held": boolean;
  "received_at": number | null;
  "received_at_utc": string | null;
  "state": string;
  "state_words": string;
  "read": NoticeAct | null;
  "answer": NoticeAct | null;
}

export interface InForce {
  "line": string;
  "party": string;
  "demo": boolean;
  "position": [number, number];
  "altitude": [number, string] | null;
  "at": number;
  "at_utc": string;
  "more": boolean;
  "next": NextOffset | null;
  "notices": (InForceThen)[];
  "not_measured": (string)[];
}

export interface InForceThen {
  "ref": string;
  "place": string;
  "from": string;
  "version": number;
  "activity": string;
  "activity_words": string;
  "name": string | null;
  "state": string;
  "state_words": string;
  "t": number;
  "t_utc": string;
  "parts": (number)[];
  "volumes": (Volume)[];
  "altitude_usable": boolean;
  "recipients": Record<string, HeldThen>;
  "later": boolean;
}

export interface KeysShown {
  "roots": (Record<string, unknown>)[];
  "compared": (Record<string, unknown>)[];
}

export interface LastContact {
  "ref": string;
  "kind": string;
  "t": number;
  "t_utc": string;
}

export interface LastSpoke {
  "people": (string)[];
  "last": string;
  "gap_days": number | null;
  "contacts": number;
  "sayings": (string)[];
  "sentence": string;
}

export interface LikeAsked {
  "file"?: string;
  "path"?: string;
}

export interface LineGlance {
  "line": string;
  "title": string;
  "demo": boolean;
  "party": string;
  "parties": (string)[];
  "state": string | null;
  "shown": string;
  "open": boolean;
  "unread": number;
  "tests_waiting_for_us": number;
  "calls_waiting_for_us": number;
  "trouble": string;
  "alarms": (Alarm)[];
  "alarms_more": number;
}

export interface LineTests {
  "line": string;
  "party": string;
  "demo": boolean;
  "from": number;
  "from_utc": string;
  "until": number;
  "until_utc": string;
  "days": number;
  "heads": (Head)[];
  "figures": Figures;
  "words": string;
  "more": boolean;
  "slots": (Slot)[];
  "unscheduled": (Unscheduled)[];
}

export interface LinesShown {
  "lines": (LineGlance)[];
}

export interface Log {
  "origin": string;
  "party": string;
  "epoch": number;
  "size": number;
  "sizes": Record<string, number>;
  "log_status": string | null;
  "parked": number | null;
}

export interface LogCompared {
  "party": string;
  "epoch": number;
  "here": number | null;
  "here_root": string;
  "there": number | null;
  "there_root": string;
  "relation": string;
  "same": number | null;
  "differs_at": number | null;
  "signed": boolean | null;
  "cosigned_by": (string)[];
  "words": string;
}

export interface Me {
  "name": string;
  "shown": string;
  "roles": (string)[];
  "rights": (string)[];
  "posts": (string)[];
  "passkeys": number;
}

export interface Message {
  "ref": string;
  "place": string;
  "from": string;
  "ours": boolean;
  "post": string;
  "to": (string)[];
  "precedence": string;
  "precedence_name": string;
  "dtg": string;
  "t": number;
  "t_utc": string;
  "language": string;
  "text": string | null;
  "phrases": (PhraseSaid)[];
  "states": Record<string, State>;
  "held": By;
  "read": By;
  "acknowledged": By;
  "due": number;
  "due_utc": string;
  "overdue": boolean;
  "corrected": boolean;
  "corrections": (Correction)[];
  "refs": (string)[];
  "labels": (string)[];
}

export interface Messages {
  "line": string;
  "party": string;
  "demo": boolean;
  "more": boolean;
  "next": Next | null;
  "messages": (Message)[];
}

export interface NamedPerson {
  "party": string;
  "name": string;
}

export interface Next {
  "after"?: string;
  "before"?: string;
}

export interface NextCall {
  "from": string;
  "at": number | null;
  "at_utc": string | null;
}

export interface NextContact {
  "ref": string;
  "at": number | null;
  "at_utc": string | null;
  "date": string;
  "stated_by": (string)[];
}

export interface NextOffset {
  "offset": number;
}

export interface NextTest {
  "due": number;
  "due_utc": string;
  "dtg": string;
  "circuit": string;
  "initiator": string;
  "ours": boolean;
}

export interface NodeMade {
  "party": string;
  "names": Record<string, string>;
  "fingerprint": string;
  "spares": number;
  "endpoints": (EndpointShown)[];
  "solo": boolean;
  "qr": (string)[];
  "qr_text": string;
}

export interface NotedAhead {
  "status": string;
  "date": string;
  "ref": string;
}

export interface NotedHere {
  "ref": string;
  "kind": string;
  "written": boolean;
  "rung": string;
  "held_by": (string)[];
  "rung_words": string;
  "size": number;
  "body": unknown;
}

export interface Nothing {}

export interface Notice {
  "ref": string;
  "place": string;
  "from": string;
  "ours": boolean;
  "post": string;
  "t": number;
  "t_utc": string;
  "version": number;
  "must_read_version": number;
  "activity": string;
  "activity_words": string;
  "fixed": boolean;
  "humanitarian": boolean;
  "name": string | null;
  "language": string | null;
  "contact": string | null;
  "markings": string | null;
  "coarse_m": number | null;
  "text": string | null;
  "emergency": boolean;
  "checked": boolean;
  "area_by": number | null;
  "area_by_utc": string | null;
  "review_by": number | null;
  "review_by_utc": string | null;
  "stale": boolean;
  "volumes": (Volume)[];
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "state": string;
  "state_words": string;
  "expired": boolean;
  "in_force": boolean;
  "recipients": Record<string, Recipient>;
  "conflicts": (Beside)[];
  "can_write": (string)[];
  "labels": (string)[];
}

export interface NoticeAct {
  "ref": string;
  "kind": string;
  "verb": string | null;
  "from": string;
  "t": number;
  "t_utc": string;
  "version": number | null;
  "text": string | null;
}

export interface NoticeInFull {
  "ref": string;
  "place": string;
  "from": string;
  "ours": boolean;
  "post": string;
  "t": number;
  "t_utc": string;
  "version": number;
  "must_read_version": number;
  "activity": string;
  "activity_words": string;
  "fixed": boolean;
  "humanitarian": boolean;
  "name": string | null;
  "language": string | null;
  "contact": string | null;
  "markings": string | null;
  "coarse_m": number | null;
  "text": string | null;
  "emergency": boolean;
  "checked": boolean;
  "area_by": number | null;
  "area_by_utc": string | null;
  "review_by": number | null;
  "review_by_utc": string | null;
  "stale": boolean;
  "volumes": (Volume)[];
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "state": string;
  "state_words": string;
  "expired": boolean;
  "in_force": boolean;
  "recipients": Record<string, Recipient>;
  "conflicts": (Beside)[];
  "can_write": (string)[];
  "labels": (string)[];
  "line": string;
  "party": string;
  "demo": boolean;
  "versions": (NoticeVersion)[];
  "course": (NoticeAct)[];
  "said": (NoticeAct)[];
  "without_effect": (NoticeAct)[];
  "corrections": (NoticeAct)[];
  "reference_lines": (ReferenceDistance)[];
  "third_states": (ThirdStateNear)[];
  "zones": (ZoneMet)[];
  "not_permission": string;
}

export interface NoticeKinds {
  "kinds": (ActivityKind)[];
  "reference_lines": (ReferenceLine)[];
  "third_states": (ThirdState)[];
  "places": Record<string, [number, number]>;
  "altitude_reference": string;
  "distance_unit": string;
  "altitude_unit": string;
  "clock_ms": number;
}

export interface NoticeVersion {
  "version": number;
  "ref": string;
  "t": number;
  "t_utc": string;
  "activity": string;
  "name": string | null;
  "text": string | null;
  "volumes": (Volume)[];
  "must_read": boolean;
  "author_had_seen": (HeadSeen)[];
  "received": Record<string, Received>;
}

export interface Notices {
  "line": string;
  "party": string;
  "demo": boolean;
  "more": boolean;
  "next": Next | null;
  "notices": (Notice)[];
  "not_permission": string;
}

export interface OfficeOf {
  "party": string;
  "office": string;
}

export interface OfficerAdded {
  "name": string;
  "shown": string;
  "roles": (Role)[];
  "posts"?: (string)[];
  "password": string;
}

export interface OfficerMade {
  "name": string;
  "shown": string;
  "roles": (string)[];
}

export interface OfficerReset {
  "password": string;
}

export interface OfficerShown {
  "name": string;
  "shown": string;
  "roles": (string)[];
  "posts": (string)[];
  "disabled": boolean;
  "locked_until": number | null;
  "locked_until_utc": string | null;
  "password": boolean;
  "passkeys": (PasskeyOf)[];
  "made": number;
  "made_utc": string;
}

export interface OfficersShown {
  "officers": (OfficerShown)[];
}

export interface OneStates {
  "key": string;
  "statements": (string)[];
  "from": string;
}

export interface Operator {
  "op": string;
  "text": string;
  "replies": (string)[];
}

export interface Options {
  "options": Record<string, unknown>;
}

export interface OtherCard {
  "party": string;
  "names": Record<string, string>;
  "endpoints": (EndpointShown)[];
  "compared": boolean;
  "fingerprint": string;
  "words": string;
  "mistyped": number;
  "voice": Voice | null;
}

export interface OwedBy {
  "ref": string;
  "number": number;
  "who": string;
  "what": string;
  "by": string | null;
  "overdue": boolean;
  "words": string;
}

export interface OwnDiffers {
  "field": string;
  "ours": string;
  "theirs": string;
  "our_ref": string;
  "refs": (string)[];
  "told_by": (ToldBy)[];
  "credited_to": (string)[];
  "words": string;
  "between": (OfficeOf)[];
}

export interface PageOf {
  "language": string;
  "text": string;
}

export interface Pair {
  "readouts": (Readout)[];
  "same_language": boolean;
  "same_text": boolean | null;
  "both": (BothState)[];
  "one": (OneStates)[];
  "differently": (StateDifferently)[];
}

export interface Part {
  "text": string;
  "parameter": string | null;
}

export interface Party {
  "party": string;
  "names": Record<string, string>;
  "fingerprint": string;
  "ours": boolean;
}

export interface PartyOf {
  "party": string;
  "names": Record<string, string>;
  "fingerprint": string;
  "ours": boolean;
  "words": string;
}

export interface PasskeyOf {
  "label": string;
  "made": number;
  "made_utc": string;
}

export interface PassphraseGiven {
  "passphrase": string;
}

export interface PasswordSignIn {
  "name": string;
  "password": string;
}

export interface Peer {
  "party": string;
  "state": string | null;
  "circuits": (Circuit)[];
  "missed_in_a_row": number | null;
  "clock_apart_ms": number | null;
  "phones": (Phone)[];
  "last_contact": LastContact | null;
  "days_since_contact": number | null;
}

export interface Phone {
  "number": string;
  "desk": string;
  "words": string;
}

export interface PhoneTests {
  "state": string;
  "tried": number;
  "answered": number;
  "last": string;
  "last_answered": boolean;
  "ref": string;
  "words": string;
}

export interface Phrase {
  "code": string;
  "category": string;
  "takes": (Takes)[];
  "text": string;
  "language": string;
  "unreviewed": boolean;
  "edition": string;
  "least_precedence": string;
  "persons": number;
  "read_back": boolean;
  "replies": (string)[];
}

export interface PhraseAnswer {
  "code": string;
  "text": string;
}

export interface PhraseInFull {
  "code": string;
  "category": string;
  "takes": (Takes)[];
  "text": string;
  "language": string;
  "unreviewed": boolean;
  "edition": string;
  "least_precedence": string;
  "persons": number;
  "read_back": boolean;
  "replies": (string)[];
  "phrasebook": Phrasebook;
  "texts": (PhraseText)[];
  "answers": (PhraseAnswer)[];
}

export interface PhrasePreviewed {
  "code": string;
  "problem": string;
  "faults": Record<string, string>;
  "texts": (PhraseSaid)[];
}

export interface PhraseSaid {
  "code": string;
  "op": string | null;
  "in_ref": string | null;
  "params": Record<string, unknown>;
  "text": string;
  "parts": (Part)[];
  "language": string | null;
  "original": boolean;
  "unreviewed": boolean;
  "reviewed_on": string | null;
  "reviewed_by": string | null;
  "edition": string | null;
  "why": string | null;
  "book": string | null;
  "agreed": boolean;
  "least_precedence": string | null;
  "persons": number | null;
  "read_back": boolean | null;
  "replies": (string)[];
  "cancelled_by": string | null;
}

export interface PhraseText {
  "language": string;
  "text": string;
  "unreviewed": boolean;
}

export interface PhraseTyped {
  "code": string;
  "params"?: Record<string, string>;
  "op"?: "" | "CANCEL" | "QUERY" | "REPEAT";
  "ref"?: string;
}

export interface Phrasebook {
  "installed": string;
  "named": string | null;
  "agreed": boolean;
  "words": string;
  "not_used": Record<string, string>;
}

export interface Phrases {
  "phrasebook": Phrasebook;
  "language": string;
  "languages": (string)[];
  "categories": (string)[];
  "unreviewed": boolean;
  "phrases": (Phrase)[];
  "operators": (Operator)[];
}

export interface Planned {
  "ref": string;
  "from": string;
  "activity": string;
  "activity_words": string;
  "name": string | null;
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "dtg": string | null;
  "in_force": boolean;
}

export interface PlannedActivities {
  "line": string;
  "party": string;
  "demo": boolean;
  "since": number;
  "since_utc": string;
  "until": number;
  "until_utc": string;
  "more": boolean;
  "next": NextOffset | null;
  "activities": (Planned)[];
}

export interface Point {
  "key": string;
  "statement": string;
}

export interface PressAdded {
  "added": (AddedReport)[];
  "already": (AlreadyThere)[];
  "unreadable": (Record<string, string>)[];
  "left_out": (string)[];
  "entries": number;
  "written": boolean;
  "counted": boolean;
}

export interface PressCheck {
  "own_record": (OwnDiffers)[];
  "conflicts": (PressConflict)[];
  "earlier_contacts": (EarlierContact)[];
  "broken_spans": (BrokenQuote)[];
  "without_text": number;
  "claims": number;
}

export interface PressClaimFields {
  "kind": string;
  "principals": (PressPrincipal)[];
  "date": string;
  "date_basis": string;
  "date_printed": string | null;
  "weekday": string | null;
  "status": string | null;
  "initiative": string | null;
  "initiative_both": boolean;
  "duration": PressDuration | null;
  "channel": string | null;
  "confidential": boolean;
  "topics": (string)[];
  "attribution": (string)[];
  "background": boolean;
  "comment": boolean;
  "form": string | null;
  "value": string | number | null;
  "arithmetic": string | null;
  "fact": string | null;
  "line": string | null;
  "per_day": (number)[] | null;
  "count": number | null;
  "party": string | null;
  "gist": string | null;
  "derivation": string | null;
  "key": string | null;
  "spans": (PressQuote)[];
}

export interface PressClaimShown {
  "ref": string;
  "state": string;
  "found_by": string;
  "decided_in": string | null;
  "words": string;
  "quotes": (string)[];
  "broken_spans": (PressSpan)[];
  "versions": number;
  "decided_at": number | null;
  "reason": string | null;
  "claim": PressClaimFields;
}

export interface PressConflict {
  "field": string;
  "date": string;
  "words": string;
  "within_one_report": boolean;
  "sides": (ReportSide)[];
}

export interface PressDecided {
  "ref": string;
  "entries": number;
  "claims": (string)[];
  "written": boolean;
  "unchecked": number;
}

export interface PressDecision {
  "post"?: string;
  "refs": (string)[];
  "how": "confirm" | "reject";
  "words"?: string;
}

export interface PressDuration {
  "minutes": number;
  "bound": string;
}

export interface PressListed {
  "ref": string;
  "name": string;
  "sha256": string;
  "outlet": string | null;
  "published": string;
  "language": string;
  "text": string;
  "grade": string | null;
  "claims": ClaimCounts;
}

export interface PressPage {
  "reports": (PressListed)[];
  "more": boolean;
  "next": Next | null;
  "all": number;
  "claims": ClaimCounts;
  "counted": string;
}

export interface PressPiece {
  "start": number;
  "text": string;
  "part": string;
  "claims": (string)[];
}

export interface PressPrincipal {
  "name": string | null;
  "office": string | null;
  "state": string | null;
}

export interface PressQuote {
  "start": number;
  "end": number;
  "sha256": string;
}

export interface PressReportInFull {
  "ref": string;
  "name": string;
  "sha256": string;
  "outlet": string | null;
  "published": string;
  "language": string;
  "text": string;
  "grade": string | null;
  "noted_at": number;
  "post": string;
  "pieces": (PressPiece)[];
  "not_shown": number;
  "claims": (PressClaimShown)[];
}

export interface PressSpan {
  "start": number;
  "end": number;
}

export interface PressTimeline {
  "timeline": (TimelineRow)[];
  "conflicts": (PressConflict)[];
  "last_spoke": (LastSpoke)[];
  "sequence": Record<string, ((string)[])[]>;
  "requests": (TimelineRow)[];
  "line_facts": (Record<string, unknown>)[];
  "earlier_contacts": (EarlierContact)[];
  "comments": number;
  "counted": boolean;
}

export interface Previewed {
  "problems": (string)[];
  "ready": boolean;
  "phrases": (PhrasePreviewed)[];
  "persons": number;
  "rules": (string)[];
  "bytes": string;
  "size": number;
  "digest": string;
}

export interface Problem {
  "code": string;
  "what": string;
  "means": string;
  "then": string;
}

export interface Proposal {
  "ref": string;
  "from": string;
  "kind": string;
  "t": number;
  "t_utc": string;
  "answer": ReadoutAct | null;
}

export interface Readout {
  "ref": string;
  "place": string;
  "from": string;
  "ours": boolean;
  "call": string;
  "t": number;
  "t_utc": string;
  "language": string;
  "scope": string | null;
  "not_before": number | null;
  "not_before_utc": string | null;
  "commitment": string;
  "state": string;
  "replaces": string | null;
  "replaced_by": string | null;
  "beside": string | null;
  "held_by": (string)[];
  "kept": boolean;
  "shared": (Shown)[];
  "published": (Shown)[];
  "corrected": (Amended)[];
  "supplemented": (Amended)[];
  "without_effect": (ReadoutAct)[];
}

export interface ReadoutAct {
  "ref": string;
  "from": string;
  "kind": string;
  "t": number;
  "t_utc": string;
}

export interface ReadoutInFull {
  "ref": string;
  "place": string;
  "from": string;
  "ours": boolean;
  "call": string;
  "t": number;
  "t_utc": string;
  "language": string;
  "scope": string | null;
  "not_before": number | null;
  "not_before_utc": string | null;
  "commitment": string;
  "state": string;
  "replaces": string | null;
  "replaced_by": string | null;
  "beside": string | null;
  "held_by": (string)[];
  "kept": boolean;
  "shared": (Shown)[];
  "published": (Shown)[];
  "corrected": (Amended)[];
  "supplemented": (Amended)[];
  "without_effect": (ReadoutAct)[];
  "post": string;
  "parties": (string)[];
  "kept_text": string | null;
  "kept_points": (Point)[];
  "confidentiality": Confidentiality;
  "labels": (string)[];
  "difference": string;
  "legal_effect": string;
}

export interface Readouts {
  "line": string;
  "party": string;
  "demo": boolean;
  "more": boolean;
  "calls": (ReadoutsOfCall)[];
  "difference": string;
}

export interface ReadoutsOfCall {
  "call": string;
  "place": string;
  "parties": (string)[];
  "confidentiality": Confidentiality;
  "readouts": (Readout)[];
  "without_commitment": (Shown)[];
  "of_others": (ReadoutAct)[];
}

export interface Reassessed {
  "done": number;
  "of": number;
  "words": string;
}

export interface Received {
  "held": boolean;
  "received_at": number | null;
  "received_at_utc": string | null;
  "lead_s": number | null;
  "lead": string | null;
  "lead_words": string;
}

export interface Recipient {
  "held": boolean;
  "received_at": number | null;
  "received_at_utc": string | null;
  "lead_s": number | null;
  "lead": string | null;
  "lead_words": string;
  "state": string;
  "state_words": string;
  "must_read": boolean;
  "read": NoticeAct | null;
  "read_version": number | null;
  "answer": NoticeAct | null;
}

export interface RecordCompared {
  "files": (GivenFile)[];
}

export interface RecordWork {
  "what": string;
  "state": string;
  "done": number;
  "of": number | null;
  "began": number | null;
  "began_utc": string | null;
  "ended": number | null;
  "ended_utc": string | null;
  "words": string;
  "verdict": Verdict | null;
  "compared": Compared | null;
  "file": string | null;
  "bytes": number;
  "heads": (Head)[];
  "roots": (RootOf)[];
  "left_out": (string)[];
  "legal_effect": string;
}

export interface ReferenceDistance {
  "name": string;
  "lateral_mm": number;
  "words": string;
}

export interface ReferenceLine {
  "name": string;
  "points": ([number, number])[];
}

export interface ReleaseAsked {
  "name"?: string;
}

export interface Released {
  "name"?: string;
  "credential"?: Record<string, unknown> | null;
  "password"?: string;
}

export interface ReportAdded {
  "post"?: string;
  "name": string;
  "data": string;
  "published"?: string;
  "outlet"?: string;
  "grade"?: string;
  "keep"?: "facts" | "text";
}

export interface ReportSide {
  "report": string;
  "says": string;
  "spans": (PressSpan)[];
}

export interface Returned {
  "words"?: string;
}

export type Role = "admin" | "auditor" | "interpreter" | "observer" | "press" | "releaser" | "watch";

export interface RootOf {
  "party": string;
  "fingerprint": string;
}

export interface SayAcknowledged {
  "post"?: string;
  "draft"?: string;
  "how"?: "read_back" | "understood";
  "text"?: string;
}

export interface SayCall {
  "post"?: string;
  "draft"?: string;
  "to": string;
  "level": string;
  "office": string;
  "with_office": string;
  "purpose": string;
  "language"?: string;
  "windows"?: ([number, number])[];
  "valid_until"?: number | null;
  "initiative"?: string | null;
  "circuit"?: string | null;
  "interpreter"?: string | null;
  "refs"?: (string)[];
}

export interface SayCallAct {
  "post"?: string;
  "draft"?: string;
  "kind": string;
  "fields"?: Record<string, unknown>;
}

export interface SayConfidentiality {
  "post"?: string;
  "draft"?: string;
  "how": "agree" | "propose" | "refuse";
  "text"?: string;
}

export interface SayCorrection {
  "post"?: string;
  "draft"?: string;
  "text": string;
  "language"?: string;
}

export interface SayMessage {
  "post"?: string;
  "draft"?: string;
  "text"?: string;
  "precedence"?: "O" | "P" | "R" | "Z";
  "to"?: (string)[];
  "language"?: string;
  "refs"?: (string)[];
  "phrases"?: (PhraseTyped)[];
}

export interface SayNotice {
  "post"?: string;
  "draft"?: string;
  "activity": string;
  "volumes"?: (VolumeGiven)[];
  "name"?: string | null;
  "text"?: string | null;
  "language"?: string | null;
  "contact"?: string | null;
  "markings"?: string | null;
  "emergency"?: boolean;
  "coarse_m"?: number | null;
  "area_by"?: number | null;
  "review_by"?: number | null;
  "checked"?: boolean;
}

export interface SayNoticeAct {
  "post"?: string;
  "draft"?: string;
  "text"?: string | null;
}

export interface SayNoticeAnswered {
  "post"?: string;
  "draft"?: string;
  "version": number;
  "text"?: string | null;
}

export interface SayNoticeRead {
  "post"?: string;
  "draft"?: string;
  "version": number;
}

export interface SayPublished {
  "post"?: string;
  "draft"?: string;
  "where"?: string;
}

export interface SayRead {
  "post"?: string;
  "draft"?: string;
}

export interface SayReadout {
  "post"?: string;
  "draft"?: string;
  "call": string;
  "text": string;
  "language"?: string;
  "scope"?: "" | "agreed_text" | "fact_only" | "full" | "nothing";
  "not_before"?: number | null;
  "points"?: ([string, string])[];
  "replaces"?: string;
}

export interface SayResumed {
  "post"?: string;
  "draft"?: string;
  "agreement"?: string;
  "text"?: string;
  "language"?: string;
}

export interface SaySuspended {
  "post"?: string;
  "draft"?: string;
  "agreement"?: string;
  "start"?: number | null;
  "text"?: string;
  "language"?: string;
}

export interface SayTest {
  "post"?: string;
  "draft"?: string;
  "circuit"?: string;
}

export interface SayTestAnswered {
  "post"?: string;
  "draft"?: string;
  "quality"?: number;
  "remark"?: string;
}

export interface SayThirdStateTold {
  "post"?: string;
  "draft"?: string;
  "version": number;
  "state": string;
  "at"?: number | null;
  "text"?: string | null;
}

export interface SearchAnswer {
  "line": string;
  "party": string;
  "demo": boolean;
  "more": boolean;
  "next": Next | null;
  "found": (SearchFound)[];
  "looked": number;
  "stopped": boolean;
  "words": string;
}

export interface SearchFound {
  "ref": string;
  "place": string;
  "from": string;
  "kind": string | null;
  "page": string;
  "t": number | null;
  "t_utc": string | null;
  "by": string;
  "before": string;
  "match": string;
  "after": string;
}

export interface SessionNow {
  "signed_in": boolean;
  "officer": Me | null;
  "token": string;
  "ends": number | null;
  "ends_utc": string | null;
  "party": string;
  "line": string;
  "title": string;
  "demo": boolean;
  "demo_words": string;
  "version": string;
  "assets": string;
  "officers": boolean;
}

export interface ShapeChoice {
  "answer": string;
  "words": string;
}

export interface ShapeQuestion {
  "code": string;
  "words": string;
  "choices": (ShapeChoice)[];
}

export interface ShapeUnderstood {
  "name": string;
  "kind": string;
  "understood": (string)[];
  "unsound": string | null;
  "asks": (ShapeQuestion)[];
  "volumes": (Volume)[];
}

export interface ShapesGiven {
  "format": "cot" | "csv" | "geojson" | "kml" | "notam";
  "text": string;
  "answers"?: Record<string, string>;
}

export interface ShapesUnderstood {
  "shapes": (ShapeUnderstood)[];
  "geojson": string | null;
}

export interface ShelveAsked {
  "situation": string;
  "since": number;
  "minutes": number;
  "reason"?: string;
}

export interface Shown {
  "ref": string;
  "from": string;
  "kind": string;
  "t": number;
  "t_utc": string;
  "text": string | null;
  "where": string | null;
  "points": (Point)[];
  "matches": boolean | null;
  "held_before": boolean | null;
  "early": boolean | null;
  "agreed_confidential": string | null;
  "author_held_agreement": boolean | null;
}

export interface SignAsked {
  "root_key": string;
  "root_passphrase": string;
}

export interface Slot {
  "ref": string | null;
  "from": string | null;
  "due": number;
  "due_utc": string;
  "circuit": string;
  "initiator": string;
  "reverse": boolean;
  "outcome": string;
  "answered_s": number | null;
  "arrived_by": string | null;
  "waits_for_us": boolean;
  "called": string | null;
  "accounts": (TestAccount)[];
  "differences": (string)[];
}

export interface SoughtContact {
  "ref": string;
  "source": string;
  "status": string;
  "since": number | null;
  "since_utc": string | null;
  "date": string;
  "attempts": number;
  "standing": boolean;
  "answer_days": (number)[];
}

export interface SourceChanged {
  "post"?: string;
  "outlet"?: string | null;
  "grade"?: string | null;
}

export interface Spoken {
  "between": (OfficeOf)[];
  "date": string;
  "at": number | null;
  "at_utc": string | null;
  "means": string | null;
  "initiative": string | null;
  "names": (NamedPerson)[];
  "minutes": number | null;
  "bound": string | null;
  "source": string;
  "refs": (string)[];
  "rung": string;
  "held_by": (string)[];
  "rung_words": string;
  "told_by": (ToldBy)[];
}

export interface SpokenCounts {
  "made": number;
  "answered": number;
  "by_one_account": number;
  "accounts_differ": number;
  "no_answer": number;
}

export interface Starting {
  "address": string;
}

export interface State {
  "held": boolean;
  "received_at": number | null;
  "received_at_utc": string | null;
  "read": Act | null;
  "acknowledged": Act | null;
  "acknowledged_before_read": Act | null;
}

export interface StateDifferently {
  "key": string;
  "by_party": Record<string, (string)[]>;
}

export interface Stated {
  "from": string;
  "value": string | number | boolean | null;
  "value_utc": string | null;
}

export interface StatedOfPair {
  "from": string;
  "value": string;
}

export interface StatedSuspension {
  "ref": string;
  "stated": number;
  "stated_utc": string;
  "post": string | null;
  "text": string | null;
  "language": string | null;
}

export interface Status {
  "line": string;
  "title": string;
  "demo": boolean;
  "demo_words": string;
  "party": string;
  "parties": (Party)[];
  "running": boolean;
  "running_words": string;
  "at": number;
  "at_utc": string;
  "dtg": string;
  "state": string | null;
  "state_words": string;
  "open": boolean;
  "missing": (string)[];
  "closed": string;
  "peers": (Peer)[];
  "circuits_answered": (CircuitAnswered)[];
  "held": HeldNewest;
  "next_test": NextTest | null;
  "last_tests": (Slot)[];
  "unread": number;
  "ours_unread": number;
  "unacknowledged": number;
  "tests_waiting_for_us": number;
  "calls_waiting_for_us": number;
  "shown": string;
  "suspended": (Suspended)[];
  "counted_all": boolean;
  "alarms": (Alarm)[];
  "alarms_more": number;
  "alarms_ended": (Alarm)[];
  "alarms_ended_more": number;
  "reassessed": Reassessed | null;
  "clock": ClockStep;
  "logs": (Log)[];
  "witnesses": (Witness)[];
  "undelivered": (Undelivered)[];
  "epochs": (Epoch)[];
  "refused": Record<string, number>;
  "phrasebook": Phrasebook;
  "who_may_act": string;
  "release_rule": string;
  "contacts": (Contact)[];
  "noted": number;
}

export interface Suggestion {
  "by": string;
  "move": number;
  "words": string;
  "volumes": (Volume)[];
}

export interface Suspended {
  "ref": string;
  "stated": number;
  "stated_utc": string;
  "post": string | null;
  "text": string | null;
  "language": string | null;
  "party": string;
  "ours": boolean;
  "agreement": string | null;
  "since": number;
  "since_utc": string;
  "announced": boolean;
  "again": (StatedSuspension)[];
  "in_fact_answering": (Answering)[];
  "observed": (string)[];
  "words": string;
}

export interface Takes {
  "name": string;
  "type": string;
  "means": string;
}

export interface Term {
  "charter": string;
  "state": string;
  "founding": boolean;
  "since": number | null;
  "since_utc": string | null;
  "ref": string | null;
}

export interface TestAccount {
  "ref": string;
  "from": string;
  "answered": boolean | number;
  "at": number | null;
  "at_utc": string | null;
  "quality": number | null;
  "by": string | null;
}

export interface TestsSince {
  "tested": number;
  "missed": number;
}

export interface ThirdState {
  "name": string;
  "area": ([number, number])[];
  "within_m": number;
  "told_by": (string)[];
  "how": string | null;
}

export interface ThirdStateNear {
  "name": string;
  "lateral_mm": number | null;
  "within_m": number;
  "concerned": boolean;
  "told_by": (string)[];
  "not_stated": (string)[];
  "told": (ToldThirdState)[];
  "how": string | null;
  "words": string;
}

export interface TimelineRow {
  "date": string;
  "date_basis": string;
  "weekday": string | null;
  "derivation": string | null;
  "principals": (PressPrincipal)[];
  "people": (string)[];
  "status": string;
  "initiative": (string)[];
  "duration": (PressDuration)[];
  "channel": (string)[];
  "reports": (string)[];
  "doubts": (string)[];
  "attested": (Attested)[];
  "confirmed"?: boolean;
}

export interface Times {
  "from": number;
  "from_utc": string;
  "to": number;
  "to_utc": string;
}

export interface ToldBy {
  "outlet": string;
  "published": string;
}

export interface ToldThirdState {
  "ref": string;
  "kind": string;
  "verb": string | null;
  "from": string;
  "t": number;
  "t_utc": string;
  "version": number | null;
  "text": string | null;
  "at": number | null;
}

export interface Undelivered {
  "party": string;
  "epoch": number;
  "size": number;
  "root": string;
  "held_here": number;
  "seen_by": string;
  "since": number;
  "since_utc": string;
  "words": string;
}

export interface UnlistedPairs {
  "ref": string;
  "found": number;
  "listed": number;
  "words": string;
}

export interface Unscheduled {
  "ref": string;
  "from": string;
  "t": number;
  "t_utc": string;
  "circuit": string;
  "outcome": string;
  "answered_s": number | null;
  "arrived_by": string | null;
  "waits_for_us": boolean;
  "called": string | null;
  "accounts": (TestAccount)[];
  "differences": (string)[];
}

export interface Verdict {
  "what": string;
  "result": string;
  "headline": string;
  "reasons": (string)[];
  "missing": (string)[];
  "not_checked": (string)[];
  "found": (string)[];
  "not_shown": (string)[];
}

export interface Voice {
  "state": string;
  "number": number;
  "string": string;
  "reads": string;
  "awaits": string;
}

export interface VoiceStep {
  "party": string;
  "place"?: string;
  "post"?: string;
  "their_post"?: string;
  "step": "answer" | "digits" | "start" | "string";
  "text"?: string;
}

export interface Volume {
  "area": Area;
  "floor"?: [number, string];
  "ceiling"?: [number, string];
  "ground"?: [number, number];
  "doubt"?: number;
  "start"?: number;
  "end"?: number;
}

export interface VolumeGiven {
  "area": AreaGiven;
  "floor"?: [number, "AGL" | "AMSL" | "FL" | "W84"] | null;
  "ceiling"?: [number, "AGL" | "AMSL" | "FL" | "W84"] | null;
  "ground"?: [number, number] | null;
  "doubt"?: number | null;
  "start"?: number | null;
  "end"?: number | null;
}

export interface WhatIf {
  "line": string;
  "party": string;
  "demo": boolean;
  "verdict": string;
  "counts": Record<string, number>;
  "encounters": (Encounter)[];
  "more": boolean;
  "next": NextOffset | null;
  "widens": boolean | null;
  "lead_s": number | null;
  "lead": string | null;
  "lead_words": string;
  "volumes": (Volume)[];
  "suggestions": (Suggestion)[];
  "reference_lines": (ReferenceDistance)[];
  "third_states": (ThirdStateNear)[];
  "zones": (ZoneMet)[];
}

export interface WhileAgreed {
  "published": string;
  "from": string;
  "agreed": string;
  "author_held_agreement": boolean | null;
}

export interface Witness {
  "witness": string;
  "fingerprint": string;
  "connected": boolean | null;
  "silent_s": number | null;
  "stated": (WitnessStatement)[];
}

export interface WitnessStatement {
  "witness": string;
  "fingerprint": string;
  "party": string;
  "epoch": number;
  "size": number;
  "of": number;
  "root": string;
  "at": number;
  "at_utc": string;
  "words": string;
}

export interface Written {
  "ref": string;
  "written": boolean;
  "draft": string;
  "rules": (string)[];
}

export interface ZoneActivity {
  "verdict": string;
  "parts": [number, number];
  "lateral_mm": number;
  "vertical_cm": number;
  "time_ms": number;
  "limits": [number, number, number] | null;
  "margins": [number, number, number] | null;
  "nearest": [[number, number], [number, number]];
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "altitude_usable": boolean;
  "words": string;
  "ref": string;
  "version": number;
  "activity": string;
}

export interface ZoneGiven {
  "name": string;
  "volumes": (VolumeGiven)[];
  "lateral_m"?: number;
  "vertical_m"?: number;
  "time_s"?: number;
  "text"?: string;
}

export interface ZoneMet {
  "verdict": string;
  "parts": [number, number];
  "lateral_mm": number;
  "vertical_cm": number;
  "time_ms": number;
  "limits": [number, number, number] | null;
  "margins": [number, number, number] | null;
  "nearest": [[number, number], [number, number]];
  "start": number | null;
  "start_utc": string | null;
  "end": number | null;
  "end_utc": string | null;
  "altitude_usable": boolean;
  "words": string;
  "zone": string;
}

export interface ZoneNamed {
  "name": string;
}

export interface ZoneShown {
  "name": string;
  "volumes": (Volume)[];
  "lateral_m": number;
  "vertical_m": number;
  "time_s": number;
  "text": string | null;
  "at": number;
  "at_utc": string;
  "activities": (ZoneActivity)[];
}

export interface Zones {
  "line": string;
  "party": string;
  "demo": boolean;
  "zones": (ZoneShown)[];
}

export interface Operations {
  acts: { path: {  }; query: { before?: number | null; limit?: number }; body: undefined; answer: ActsNoted };
  alarms: { path: {  }; query: {  }; body: undefined; answer: AlarmsShown };
  alarm_acknowledge: { path: {  }; query: {  }; body: AlarmOf; answer: Done };
  alarm_shelve: { path: {  }; query: {  }; body: ShelveAsked; answer: Done };
  desk_armed: { path: {  }; query: {  }; body: DeskArmed; answer: Done };
  assets: { path: {  }; query: {  }; body: undefined; answer: Assets };
  calendar: { path: {  }; query: {  }; body: undefined; answer: Calendar };
  calls: { path: {  }; query: { limit?: number; after?: string; before?: string }; body: undefined; answer: Calls };
  call_request: { path: {  }; query: {  }; body: SayCall; answer: Written };
  call: { path: { ref: string }; query: {  }; body: undefined; answer: CallInFull };
  call_act: { path: { ref: string }; query: {  }; body: SayCallAct; answer: Written };
  comparison: { path: { ref: string }; query: {  }; body: undefined; answer: Comparison };
  confidentiality: { path: { ref: string }; query: {  }; body: SayConfidentiality; answer: Written };
  call_sheet: { path: { ref: string }; query: {  }; body: undefined; answer: string };
  charter: { path: {  }; query: { language?: string }; body: undefined; answer: Charters };
  conflicts: { path: {  }; query: { state?: "" | "all" | "conflict" | "near" | "proximity" | "separated" | "unresolved"; ref?: string; limit?: number; offset?: number }; body: undefined; answer: Conflicts };
  conflict: { path: { pair: string }; query: {  }; body: undefined; answer: ConflictInFull };
  contacts: { path: {  }; query: { on?: number | null; states?: boolean }; body: undefined; answer: ContactRecord };
  contact_chart: { path: {  }; query: { on?: number | null; states?: boolean }; body: undefined; answer: string };
  contact_sheet: { path: {  }; query: { on?: number | null; states?: boolean }; body: undefined; answer: string };
  day_sheet: { path: {  }; query: { on?: number | null }; body: undefined; answer: string };
  drafts: { path: {  }; query: {  }; body: undefined; answer: DraftsShown };
  draft_propose: { path: {  }; query: {  }; body: DraftProposed; answer: DraftShown };
  draft: { path: { id: string }; query: {  }; body: undefined; answer: DraftShown };
  release: { path: { id: string }; query: {  }; body: Released; answer: Written };
  release_options: { path: { id: string }; query: {  }; body: ReleaseAsked; answer: Options };
  draft_return: { path: { id: string }; query: {  }; body: Returned; answer: DraftShown };
  entries: { path: {  }; query: { limit?: number; after?: string; before?: string; party?: string }; body: undefined; answer: Entries };
  entry: { path: { ref: string }; query: {  }; body: undefined; answer: Entry };
  correct: { path: { ref: string }; query: {  }; body: SayCorrection; answer: Written };
  entry_proof: { path: { ref: string }; query: { without_body?: boolean }; body: undefined; answer: string };
  facts: { path: {  }; query: { on?: number | null }; body: undefined; answer: FactsShown };
  facts_release: { path: {  }; query: {  }; body: FactsTicked; answer: FactsReleasedHere };
  first_state: { path: {  }; query: {  }; body: undefined; answer: FirstState };
  first_articles: { path: {  }; query: {  }; body: undefined; answer: ArticlesAsked };
  first_card: { path: {  }; query: {  }; body: undefined; answer: string };
  first_take_card: { path: {  }; query: {  }; body: FileGiven; answer: FirstState };
  first_charter: { path: {  }; query: {  }; body: CharterTexts; answer: CharterDrafted };
  first_fingerprint: { path: {  }; query: {  }; body: FingerprintTyped; answer: FirstState };
  first_founding: { path: {  }; query: {  }; body: undefined; answer: string };
  first_take_founding: { path: {  }; query: {  }; body: FileGiven; answer: FirstState };
  first_like: { path: {  }; query: {  }; body: LikeAsked; answer: CharterDrafted };
  first_line: { path: {  }; query: {  }; body: PassphraseGiven; answer: FirstState };
  first_node: { path: {  }; query: {  }; body: FirstNode; answer: FirstState };
  first_officer: { path: {  }; query: {  }; body: FirstOfficer; answer: FirstState };
  first_open: { path: {  }; query: {  }; body: FirstOpened; answer: FirstState };
  first_propose: { path: {  }; query: {  }; body: CharterTexts; answer: FirstState };
  first_sign: { path: {  }; query: {  }; body: SignAsked; answer: FirstState };
  first_start: { path: {  }; query: {  }; body: PassphraseGiven; answer: Starting };
  first_voice: { path: {  }; query: {  }; body: VoiceStep; answer: FirstState };
  heads: { path: {  }; query: {  }; body: undefined; answer: Heads };
  in_force: { path: {  }; query: { lat?: number; lon?: number; at?: number | null; altitude?: number | null; reference?: "AGL" | "AMSL" | "FL" | "W84"; limit?: number; offset?: number }; body: undefined; answer: InForce };
  keys: { path: {  }; query: {  }; body: undefined; answer: KeysShown };
  line_resume: { path: {  }; query: {  }; body: SayResumed; answer: Written };
  line_suspend: { path: {  }; query: {  }; body: SaySuspended; answer: Written };
  lines: { path: {  }; query: {  }; body: undefined; answer: LinesShown };
  messages: { path: {  }; query: { limit?: number; after?: string; before?: string; language?: string }; body: undefined; answer: Messages };
  message_send: { path: {  }; query: {  }; body: SayMessage; answer: Written };
  message_preview: { path: {  }; query: {  }; body: SayMessage; answer: Previewed };
  message: { path: { ref: string }; query: { language?: string }; body: undefined; answer: Message };
  message_acknowledge: { path: { ref: string }; query: {  }; body: SayAcknowledged; answer: Written };
  message_read: { path: { ref: string }; query: {  }; body: SayRead; answer: Written };
  notices: { path: {  }; query: { limit?: number; after?: string; before?: string; party?: string; activity?: string; open?: boolean }; body: undefined; answer: Notices };
  notice_announce: { path: {  }; query: {  }; body: SayNotice; answer: Written };
  notice_calendar: { path: {  }; query: { days?: number; limit?: number; offset?: number }; body: undefined; answer: string };
  notice_kinds: { path: {  }; query: {  }; body: undefined; answer: NoticeKinds };
  notices_planned: { path: {  }; query: { days?: number; limit?: number; offset?: number }; body: undefined; answer: PlannedActivities };
  what_if: { path: {  }; query: {  }; body: Drafted; answer: WhatIf };
  notice: { path: { ref: string }; query: {  }; body: undefined; answer: NoticeInFull };
  notice_activate: { path: { ref: string }; query: {  }; body: SayNoticeAct; answer: Written };
  notice_amend: { path: { ref: string }; query: {  }; body: SayNotice; answer: Written };
  notice_end: { path: { ref: string }; query: {  }; body: SayNoticeAct; answer: Written };
  notice_note: { path: { ref: string }; query: {  }; body: SayNoticeAnswered; answer: Written };
  notice_object: { path: { ref: string }; query: {  }; body: SayNoticeAnswered; answer: Written };
  notice_read: { path: { ref: string }; query: {  }; body: SayNoticeRead; answer: Written };
  notice_sheet: { path: { ref: string }; query: {  }; body: undefined; answer: string };
  notice_told: { path: { ref: string }; query: {  }; body: SayThirdStateTold; answer: Written };
  notice_withdraw: { path: { ref: string }; query: {  }; body: SayNoticeAct; answer: Written };
  officers: { path: {  }; query: {  }; body: undefined; answer: OfficersShown };
  officer_add: { path: {  }; query: {  }; body: OfficerAdded; answer: OfficerShown };
  officer_disable: { path: { name: string }; query: {  }; body: Nothing; answer: OfficerShown };
  officer_reset: { path: { name: string }; query: {  }; body: OfficerReset; answer: OfficerShown };
  passkey_enrol: { path: {  }; query: {  }; body: CredentialGiven; answer: SessionNow };
  passkey_options: { path: {  }; query: {  }; body: Nothing; answer: Options };
  phrases: { path: {  }; query: { language?: string; category?: string }; body: undefined; answer: Phrases };
  phrase: { path: { code: string }; query: { language?: string }; body: undefined; answer: PhraseInFull };
  press: { path: {  }; query: { limit?: number; before?: string; state?: "" | "comment" | "confirmed" | "rejected" | "suggested" }; body: undefined; answer: PressPage };
  press_add: { path: {  }; query: {  }; body: ReportAdded; answer: PressAdded };
  press_check: { path: {  }; query: { on?: number | null }; body: undefined; answer: PressCheck };
  press_decide: { path: {  }; query: {  }; body: PressDecision; answer: PressDecided };
  press_export: { path: {  }; query: { quotes?: boolean; everything?: boolean }; body: undefined; answer: string };
  press_timeline: { path: {  }; query: { suggested?: boolean }; body: undefined; answer: PressTimeline };
  press_report: { path: { ref: string }; query: {  }; body: undefined; answer: PressReportInFull };
  press_edit: { path: { ref: string }; query: {  }; body: ClaimChanged; answer: NotedHere };
  press_source: { path: { ref: string }; query: {  }; body: SourceChanged; answer: NotedHere };
  readouts: { path: {  }; query: { call?: string; limit?: number }; body: undefined; answer: Readouts };
  readout_commit: { path: {  }; query: {  }; body: SayReadout; answer: Written };
  readout: { path: { ref: string }; query: {  }; body: undefined; answer: ReadoutInFull };
  readout_correct: { path: { ref: string }; query: {  }; body: SayCorrection; answer: Written };
  readout_publish: { path: { ref: string }; query: {  }; body: SayPublished; answer: Written };
  readout_share: { path: { ref: string }; query: {  }; body: SayRead; answer: Written };
  readout_supplement: { path: { ref: string }; query: {  }; body: SayCorrection; answer: Written };
  record_work: { path: {  }; query: {  }; body: undefined; answer: RecordWork };
  record_compare: { path: {  }; query: {  }; body: RecordCompared; answer: RecordWork };
  record_export: { path: {  }; query: {  }; body: Nothing; answer: RecordWork };
  record_file: { path: {  }; query: {  }; body: undefined; answer: string };
  record_heads: { path: {  }; query: {  }; body: undefined; answer: string };
  check_sheet: { path: {  }; query: {  }; body: undefined; answer: string };
  record_verify: { path: {  }; query: {  }; body: Nothing; answer: RecordWork };
  search: { path: {  }; query: { text?: string; limit?: number; before?: string; language?: string }; body: undefined; answer: SearchAnswer };
  session: { path: {  }; query: {  }; body: undefined; answer: SessionNow };
  sign_out: { path: {  }; query: {  }; body: Nothing; answer: SessionNow };
  sign_in_passkey: { path: {  }; query: {  }; body: CredentialGiven; answer: SessionNow };
  sign_in_options: { path: {  }; query: {  }; body: Nothing; answer: Options };
  sign_in_password: { path: {  }; query: {  }; body: PasswordSignIn; answer: SessionNow };
  shapes: { path: {  }; query: {  }; body: ShapesGiven; answer: ShapesUnderstood };
  status: { path: {  }; query: {  }; body: undefined; answer: Status };
  telephone_card: { path: {  }; query: {  }; body: undefined; answer: string };
  tests: { path: {  }; query: { days?: number; until?: number | null; limit?: number }; body: undefined; answer: LineTests };
  test: { path: {  }; query: {  }; body: SayTest; answer: Written };
  test_answer: { path: { ref: string }; query: {  }; body: SayTestAnswered; answer: Written };
  zones: { path: {  }; query: {  }; body: undefined; answer: Zones };
  zone_note: { path: {  }; query: {  }; body: ZoneGiven; answer: Done };
  zone_drop: { path: {  }; query: {  }; body: ZoneNamed; answer: Done };
}

export const PLACES: Record<keyof Operations, readonly [method: "GET" | "POST", path: string]> = {
  acts: ["GET", "/api/v1/acts"],
  alarm_acknowledge: ["POST", "/api/v1/alarms/acknowledge"],
  alarm_shelve: ["POST", "/api/v1/alarms/shelve"],
  alarms: ["GET", "/api/v1/alarms"],
  assets: ["GET", "/api/v1/assets"],
  calendar: ["GET", "/api/v1/calendar"],
  call: ["GET", "/api/v1/calls/{ref}"],
  call_act: ["POST", "/api/v1/calls/{ref}/acts"],
  call_request: ["POST", "/api/v1/calls"],
  call_sheet: ["GET", "/api/v1/calls/{ref}/sheet"],
  calls: ["GET", "/api/v1/calls"],
  charter: ["GET", "/api/v1/charter"],
  check_sheet: ["GET", "/api/v1/record/report"],
  comparison: ["GET", "/api/v1/calls/{ref}/comparison"],
  confidentiality: ["POST", "/api/v1/calls/{ref}/confidentiality"],
  conflict: ["GET", "/api/v1/conflicts/{pair}"],
  conflicts: ["GET", "/api/v1/conflicts"],
  contact_chart: ["GET", "/api/v1/contacts/chart"],
  contact_sheet: ["GET", "/api/v1/contacts/sheet"],
  contacts: ["GET", "/api/v1/contacts"],
  correct: ["POST", "/api/v1/entries/{ref}/correct"],
  day_sheet: ["GET", "/api/v1/day-sheet"],
  desk_armed: ["POST", "/api/v1/armed"],
  draft: ["GET", "/api/v1/drafts/{id}"],
  draft_propose: ["POST", "/api/v1/drafts"],
  draft_return: ["POST", "/api/v1/drafts/{id}/return"],
  drafts: ["GET", "/api/v1/drafts"],
  entries: ["GET", "/api/v1/entries"],
  entry: ["GET", "/api/v1/entries/{ref}"],
  entry_proof: ["GET", "/api/v1/entries/{ref}/proof"],
  facts: ["GET", "/api/v1/facts"],
  facts_release: ["POST", "/api/v1/facts"],
  first_articles: ["GET", "/api/v1/first/articles"],
  first_card: ["GET", "/api/v1/first/card"],
  first_charter: ["POST", "/api/v1/first/charter"],
  first_fingerprint: ["POST", "/api/v1/first/fingerprint"],
  first_founding: ["GET", "/api/v1/first/founding"],
  first_like: ["POST", "/api/v1/first/like"],
  first_line: ["POST", "/api/v1/first/line"],
  first_node: ["POST", "/api/v1/first/node"],
  first_officer: ["POST", "/api/v1/first/officers"],
  first_open: ["POST", "/api/v1/first/open"],
  first_propose: ["POST", "/api/v1/first/propose"],
  first_sign: ["POST", "/api/v1/first/sign"],
  first_start: ["POST", "/api/v1/first/start"],
  first_state: ["GET", "/api/v1/first"],
  first_take_card: ["POST", "/api/v1/first/cards"],
  first_take_founding: ["POST", "/api/v1/first/founding"],
  first_voice: ["POST", "/api/v1/first/voice"],
  heads: ["GET", "/api/v1/heads"],
  in_force: ["GET", "/api/v1/in-force"],
  keys: ["GET", "/api/v1/keys"],
  line_resume: ["POST", "/api/v1/line/resume"],
  line_suspend: ["POST", "/api/v1/line/suspend"],
  lines: ["GET", "/api/v1/lines"],
  message: ["GET", "/api/v1/messages/{ref}"],
  message_acknowledge: ["POST", "/api/v1/messages/{ref}/acknowledge"],
  message_preview: ["POST", "/api/v1/messages/preview"],
  message_read: ["POST", "/api/v1/messages/{ref}/read"],
  message_send: ["POST", "/api/v1/messages"],
  messages: ["GET", "/api/v1/messages"],
  notice: ["GET", "/api/v1/notices/{ref}"],
  notice_activate: ["POST", "/api/v1/notices/{ref}/activate"],
  notice_amend: ["POST", "/api/v1/notices/{ref}/amend"],
  notice_announce: ["POST", "/api/v1/notices"],
  notice_calendar: ["GET", "/api/v1/notices/calendar"],
  notice_end: ["POST", "/api/v1/notices/{ref}/end"],
  notice_kinds: ["GET", "/api/v1/notices/kinds"],
  notice_note: ["POST", "/api/v1/notices/{ref}/note"],
  notice_object: ["POST", "/api/v1/notices/{ref}/object"],
  notice_read: ["POST", "/api/v1/notices/{ref}/read"],
  notice_sheet: ["GET", "/api/v1/notices/{ref}/sheet"],
  notice_told: ["POST", "/api/v1/notices/{ref}/told"],
  notice_withdraw: ["POST", "/api/v1/notices/{ref}/withdraw"],
  notices: ["GET", "/api/v1/notices"],
  notices_planned: ["GET", "/api/v1/notices/planned"],
  officer_add: ["POST", "/api/v1/officers"],
  officer_disable: ["POST", "/api/v1/officers/{name}/disable"],
  officer_reset: ["POST", "/api/v1/officers/{name}/reset"],
  officers: ["GET", "/api/v1/officers"],
  passkey_enrol: ["POST", "/api/v1/passkeys"],
  passkey_options: ["POST", "/api/v1/passkeys/options"],
  phrase: ["GET", "/api/v1/phrases/{code}"],
  phrases: ["GET", "/api/v1/phrases"],
  press: ["GET", "/api/v1/press"],
  press_add: ["POST", "/api/v1/press"],
  press_check: ["GET", "/api/v1/press/check"],
  press_decide: ["POST", "/api/v1/press/decisions"],
  press_edit: ["POST", "/api/v1/press/{ref}/claim"],
  press_export: ["GET", "/api/v1/press/export"],
  press_report: ["GET", "/api/v1/press/{ref}"],
  press_source: ["POST", "/api/v1/press/{ref}/source"],
  press_timeline: ["GET", "/api/v1/press/timeline"],
  readout: ["GET", "/api/v1/readouts/{ref}"],
  readout_commit: ["POST", "/api/v1/readouts"],
  readout_correct: ["POST", "/api/v1/readouts/{ref}/correct"],
  readout_publish: ["POST", "/api/v1/readouts/{ref}/publish"],
  readout_share: ["POST", "/api/v1/readouts/{ref}/share"],
  readout_supplement: ["POST", "/api/v1/readouts/{ref}/supplement"],
  readouts: ["GET", "/api/v1/readouts"],
  record_compare: ["POST", "/api/v1/record/compare"],
  record_export: ["POST", "/api/v1/record/export"],
  record_file: ["GET", "/api/v1/record/file"],
  record_heads: ["GET", "/api/v1/record/heads"],
  record_verify: ["POST", "/api/v1/record/verify"],
  record_work: ["GET", "/api/v1/record"],
  release: ["POST", "/api/v1/drafts/{id}/release"],
  release_options: ["POST", "/api/v1/drafts/{id}/release/options"],
  search: ["GET", "/api/v1/search"],
  session: ["GET", "/api/v1/session"],
  shapes: ["POST", "/api/v1/shapes"],
  sign_in_options: ["POST", "/api/v1/session/passkey/options"],
  sign_in_passkey: ["POST", "/api/v1/session/passkey"],
  sign_in_password: ["POST", "/api/v1/session/password"],
  sign_out: ["POST", "/api/v1/session/end"],
  status: ["GET", "/api/v1/status"],
  telephone_card: ["GET", "/api/v1/telephone-card"],
  test: ["POST", "/api/v1/tests"],
  test_answer: ["POST", "/api/v1/tests/{ref}/answer"],
  tests: ["GET", "/api/v1/tests"],
  what_if: ["POST", "/api/v1/notices/what-if"],
  zone_drop: ["POST", "/api/v1/zones/drop"],
  zone_note: ["POST", "/api/v1/zones"],
  zones: ["GET", "/api/v1/zones"],
};
