// Action cards: what to do about an alarm, step by step, which phrase says it, and whom to ring. They command nothing and name no cause.
import type { Alarm } from "./api.gen";
import { t } from "./words";

export interface Card {
  title: string;
  steps: string[];
  /** Codes of the phrasebook that say it. */
  phrases: string[];
  /** The telephone card belongs to it. */
  ring: boolean;
  /** Where it is worked on. */
  place: string;
}

/** The card of an alarm, by the kind of its situation. */
export function cardOf(alarm: Alarm): Card {
  const [kind = "", ...rest] = alarm.situation.split("/");
  const about = rest.join("/");
  switch (kind) {
    case "message":
      return {
        title: t("A message waits for our watch"),
        steps: [t("Acknowledge the alert: the sound stops on all our desks."), t("Open the message and read it in both languages."), t("Sign read: the other side learns that an officer has it."), t("Acknowledge it as understood, or read it back where the phrase asks for it."), t("Answer by phrase if it asks for something.")],
        phrases: ["AK01", "AK03", "PR01"], ring: false, place: `messages/${about}`,
      };
    case "dark":
      return {
        title: t("Nothing is heard from the other side"),
        steps: [t("Say that it is silent, not why: silence has no cause until they give one."), t("Ring the other side by the telephone card."), t("Read your post and the reference of our last message to them; nothing that is secret."), t("What we write goes on standing in our log and is sent by itself when the line is back."), t("Look at our own circuits: the operator sees what our side can see.")],
        phrases: ["LN07", "LN04"], ring: true, place: "line",
      };
    case "circuit":
      return {
        title: t("A circuit is silent"),
        steps: [t("Look whether another circuit is alive: then the line goes on."), t("Tell the operator of our own circuit."), t("Tell the other side which circuit it is.")],
        phrases: ["LN07", "LN08"], ring: false, place: "line",
      };
    case "slot":
    case "test":
      return {
        title: t("A line test is not answered in time"),
        steps: [t("If it waits for us: answer it from the line screen."), t("If it waits for them: start a test of our own."), t("A test without an answer has no other meaning; say only that none was received.")],
        phrases: ["LN04", "LN05"], ring: false, place: "line",
      };
    case "clock":
      return {
        title: t("Clocks differ"),
        steps: [t("Compare our clock with a time signal."), t("Tell the other side by how many seconds."), t("Agree no time for anything until the clocks agree.")],
        phrases: ["LN12"], ring: false, place: "line",
      };
    case "fork":
    case "double":
      return {
        title: t("Two signed records do not agree"),
        steps: [t("Change nothing. The evidence is kept by itself."), t("Show it to the operator and to the head of the watch."), t("Ask the other side by phrase which message it sent; state no cause."), t("Compare both files on the record screen.")],
        phrases: ["ID06", "ID07"], ring: true, place: "record",
      };
    case "roster":
    case "epoch":
    case "late":
      return {
        title: t("Keys of the other side changed"),
        steps: [t("Compare the digits by voice, over a number that you know already."), t("Until they are compared, trust nothing that rests on the new keys."), t("The operator confirms it on the node’s machine.")],
        phrases: ["ID03", "ID08"], ring: true, place: "admin",
      };
    case "closed":
    case "gathering":
      return {
        title: t("Our own node signs nothing now"),
        steps: [t("Call the operator of this node."), t("Use the telephone for what cannot wait."), t("Nothing written before is lost.")],
        phrases: [], ring: true, place: "line",
      };
    case "held":
    case "refused":
    case "refused_by":
    case "undelivered":
      return {
        title: t("Something does not get through"),
        steps: [t("What we wrote stands and is sent again without end."), t("If it is urgent: ring the other side."), t("Show the words of the alarm to the operator.")],
        phrases: ["AK09", "PR02"], ring: true, place: "line",
      };
    case "notice":
    case "objection":
      return {
        title: t("An activity of the other side"),
        steps: [t("Look where, how high and when on the map, and what of ours it meets."), t("Sign read: it is no agreement."), t("Object in words, or note it without recognising anything, if you are told to."), t("Tell the units that it concerns.")],
        phrases: ["AC06", "AC07", "AC08"], ring: false, place: `notices/${about}`,
      };
    case "conflict":
    case "assessed":
      return {
        title: t("Two activities come too near"),
        steps: [t("Look at the three measures: what is found, what was agreed."), t("Amend ours by time or height until it is clear, or propose that they move theirs."), t("If it begins soon: ring the other side."), t("Where the two nodes’ numbers differ, act on the nearer ones and show both to the operator.")],
        phrases: ["AC06", "AC09", "AC10"], ring: true, place: `notices/${about.split("~")[0]}`,
      };
    case "expired":
    case "stale":
      return {
        title: t("A notice is past its time"),
        steps: [t("If it is ours: state that it is over, amend it, or name a new date of review."), t("If it is theirs: take it as standing until they say otherwise, and ask.")],
        phrases: ["AC05", "AC12"], ring: false, place: `notices/${about}`,
      };
    case "desk":
      return {
        title: t("No desk of ours can sound"),
        steps: [t("Turn the sound on at one desk: the button stands in the bar."), t("Try the sounds: three rhythms, one for each level."), t("Until then somebody must look at a desk all the time.")],
        phrases: [], ring: false, place: "alarms",
      };
    default:
      return { title: t("An alarm"), steps: [t("Read its words, and show them to the operator."), t("Acknowledge it: the sound stops on all our desks.")], phrases: [], ring: false, place: "alarms" };
  }
}
