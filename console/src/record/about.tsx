// What a verified record shows, and what nobody can promise: the words of the promises, without their letters.
import { Pane } from "../parts/signs";
import { t } from "../words";

export function About() {
  const shows = [
    t("Authorship: each entry is covered by a head that its author’s log key signed."),
    t("Holding: a cosignature proves that the other party’s key attested to hold, durably, every entry and text below that size."),
    t("No silent loss: an entry is held by every party, or visibly not held."),
    t("One order in each log, and one order across the logs: the same entries give the same views, in whatever order they arrived."),
    t("Two histories of one log: if an author signed both, this is evidence that a third person verifies without a network."),
    t("A restored backup does not make an honest node sign two histories; a stolen key cannot rewrite what the other party cosigned."),
    t("The proof of one entry discloses no other."),
  ];
  const not = [
    t("That a message was not received: silence, refusal and a dead link look alike."),
    t("That a person understood, or who sat at the post."),
    t("That what was said is true."),
    t("The exact time: only brackets, and each interval by one party’s clock."),
    t("That no second branch was ever shown to somebody who never compares."),
    t("Anything after the theft of a root key."),
    t("That the record cannot leak: signatures make a leak provable."),
    t("Fairness without a third party: whoever moves last may keep the other’s signature."),
  ];
  return (
    <main id="main" class="page page-two" tabIndex={-1}>
      <h1 class="vh">{t("What a verified record shows, and what it does not")}</h1>
      <Pane title={t("What it shows")} aside={t("to anybody who has the root fingerprints by another way")}>
        <ul class="rows">{shows.map((words) => <li key={words}>{words}</li>)}</ul>
        <p class="acts gap"><a class="btn" href="#/record">{t("Back to the record")}</a></p>
      </Pane>
      <Pane title={t("What it does not show")} kind="raised"><ul class="rows">{not.map((words) => <li key={words}>{words}</li>)}</ul></Pane>
    </main>
  );
}
