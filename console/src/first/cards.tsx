// Cards of the other parties, and how their roots are compared: nobody is shown what he must type.
import { useSignal } from "@preact/signals";
import type { FirstState, OtherCard } from "../api.gen";
import { visible } from "../visible";
import { t } from "../words";
import { Field, Main, Take } from "./fields";
import { does, said } from "./state";

type Means = "in_person" | "instrument" | "voice";

export function Cards({ found }: { found: FirstState }) {
  return (
    <>
      <p>{t("Take the card file of every other party, by any way. The card alone proves nothing about who made it: compare its root by another means.")}</p>
      <Take id="card-file" label={t("Card of another party")} taken={(file) => void does("first_take_card", { body: { file } })} />
      {found.cards.length ? found.cards.map((card) => <One key={card.party} card={card} own={found.node?.fingerprint ?? ""} />) : <p class="empty">{t("No card yet. Send ours, ask for theirs.")}</p>}
    </>
  );
}

function One({ card, own }: { card: OtherCard; own: string }) {
  const means = useSignal<Means>(card.voice && card.voice.state !== "ended" ? "voice" : "in_person");
  const place = useSignal("");
  const post = useSignal("watch");
  const theirs = useSignal("watch");
  const at = { party: card.party, place: place.value.trim(), post: post.value.trim(), their_post: theirs.value.trim() };
  return (
    <fieldset>
      <legend><bdi>{visible(card.party)}</bdi> {Object.values(card.names).map((name) => visible(name)).join(", ")}</legend>
      <p>{visible(card.words)}</p>
      {card.compared ? <p class="digits thirty"><bdi dir="ltr">{card.fingerprint}</bdi></p> : null}
      {card.compared && !(card.voice?.reads && card.voice.state === "closing") ? null : (
        <>
          {card.compared ? null : (
            <>
              <div class="field"><label for={`means-${card.party}`}>{t("How")}</label><select class="select" id={`means-${card.party}`} value={means.value} onChange={(event) => (means.value = event.currentTarget.value as Means)}><option value="in_person">{t("We meet: digits or QR")}</option><option value="voice">{t("By telephone, with spoken digits")}</option><option value="instrument">{t("With a signed instrument")}</option></select></div>
              <div class="field"><label for={`place-${card.party}`}>{t("Where our post is")}</label><input class="in" id={`place-${card.party}`} value={place.value} maxLength={128} onInput={(event) => (place.value = event.currentTarget.value)} /></div>
              <div class="field"><label for={`post-${card.party}`}>{t("Our post, which types")}</label><input class="in" id={`post-${card.party}`} value={post.value} maxLength={64} onInput={(event) => (post.value = event.currentTarget.value)} /></div>
              <div class="field"><label for={`theirs-${card.party}`}>{t("Their post, which reads")}</label><input class="in" id={`theirs-${card.party}`} value={theirs.value} maxLength={64} onInput={(event) => (theirs.value = event.currentTarget.value)} /></div>
            </>
          )}
          {means.value === "voice" || card.compared ? <Spoken card={card} at={at} /> : <Thirty card={card} at={at} means={means.value} own={own} />}
        </>
      )}
    </fieldset>
  );
}

interface At { party: string; place: string; post: string; their_post: string }

function Thirty({ card, at, means, own }: { card: OtherCard; at: At; means: "in_person" | "instrument"; own: string }) {
  function typed(event: SubmitEvent): void {
    event.preventDefault();
    void does("first_fingerprint", { body: { ...at, means, typed: said(new FormData(event.currentTarget as HTMLFormElement), "digits") } });
  }
  return (
    <form onSubmit={typed}>
      {means === "in_person" ? <p>{t("Read this to {party}, from this screen, or let them scan our QR:", { party: card.party })} <bdi dir="ltr"><b>{own}</b></bdi>. {t("Then let them read theirs.")}</p> : <p>{t("Take the digits from the signed text, not from a message.")}</p>}
      <Field name="digits" label={t("Type what they read")} hint={means === "in_person" ? t("Thirty digits, or what their QR holds. They are not shown here before.") : t("Thirty digits.")} most={256} />
      <Main>{t("Compare")}</Main>
    </form>
  );
}

function Spoken({ card, at }: { card: OtherCard; at: At }) {
  const voice = card.voice;
  const again = !voice || ["ended", "compared", "closing"].includes(voice.state);

  function given(step: "answer" | "string" | "digits") {
    return async (event: SubmitEvent): Promise<void> => {
      event.preventDefault();
      const form = event.currentTarget as HTMLFormElement;
      await does("first_voice", { body: { ...at, step, text: said(new FormData(form), "text") } });
      form.reset();
    };
  }
  return (
    <>
      {voice?.string ? <><p>{voice.state === "revealed" ? t("Send this third string to {party}, then call it by a number that you knew before:", { party: card.party }) : t("Send this string to {party}, by any way:", { party: card.party })}</p><p class="string"><bdi dir="ltr">{voice.string}</bdi></p></> : null}
      {voice?.state === "listening" ? <p>{t("On the telephone with {party}: it reads four digits first.", { party: card.party })}</p> : null}
      {voice?.reads ? <><p>{t("Read these four digits to {party}:", { party: card.party })}</p><p class="digits"><bdi dir="ltr">{voice.reads}</bdi></p></> : null}
      {voice?.state === "ended" ? <p class="note">{t("Ceremony {n} has ended for ever; its digits count no more. Begin a new one, or meet.", { n: voice.number })}</p> : null}
      {voice?.awaits === "string" ? <form onSubmit={(event) => void given("string")(event)}><Field name="text" label={t("String that {party} sent", { party: card.party })} /><Main>{t("Take it")}</Main></form> : null}
      {voice?.awaits === "digits" ? <form onSubmit={(event) => void given("digits")(event)}><Field name="text" label={t("Four digits that {party} reads", { party: card.party })} hint={t("One try: other digits end this ceremony for ever.")} most={16} /><Main>{t("Compare")}</Main></form> : null}
      {again && !card.compared ? (
        <>
          <div class="acts"><button class="btn" type="button" onClick={() => void does("first_voice", { body: { ...at, step: "start", text: "" } })}>{t("We begin")}</button><span class="q">{t("One side begins; the other answers with what it was sent.")}</span></div>
          <form onSubmit={(event) => void given("answer")(event)}><Field name="text" label={t("They began: their string")} /><Main>{t("Answer it")}</Main></form>
        </>
      ) : null}
    </>
  );
}
