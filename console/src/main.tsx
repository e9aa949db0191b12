// The console begins here: palette, language, keys, who signed in; then the screen of the address.
import { useEffect, useLayoutEffect } from "preact/hooks";
import { render, type ComponentType } from "preact";
import { acknowledgeNext, failed } from "./alarms";
import { line, problemOf } from "./api";
import { offer, run as runKeys } from "./keys";
import { look, run as runLive, session } from "./live";
import { restored as restorePalette } from "./palette";
import { Frame, may } from "./parts/frame";
import { Help } from "./parts/help";
import { PLACES, run as runPlaces, where } from "./places";
import { run as runDraft } from "./messages/draft";
import { Calls } from "./screens/calls";
import { Later, styled } from "./screens/later";
import { Line } from "./screens/line";
import { Messages } from "./screens/messages";
import { Sign } from "./screens/sign";
import { Soon } from "./screens/soon";
import { hush, run as runSound } from "./sound";
import { language, restored as restoreLanguage, t } from "./words";

/** The screens of a watch, by the name of their place; they are there when the desk is. */
const SCREENS: Record<string, ComponentType> = { line: Line, messages: Messages, calls: Calls };
/** Screens that are fetched when they are first opened: files of their own from the same origin, which the manifest names too. */
const LATER: Record<string, () => Promise<ComponentType>> = {
  alarms: async () => (await import("./screens/alarms")).Alarms,
  admin: async () => (await import("./screens/admin")).Admin,
  record: async () => (await import("./screens/record")).Record,
  contacts: async () => (await import("./screens/contacts")).Contacts,
  press: async () => (await Promise.all([import("./screens/press"), styled("press")]))[0].Press,
  notices: async () => (await import("./screens/notices")).Notices,
};

/** Open the search, a file of its own. */
function search(): void {
  Promise.all([import("./search/box"), styled("search")]).then(([box]) => box.open(), (why) => (failed.value = problemOf(why)));
}

function Desk() {
  const found = session.value;
  const signed = found?.signed_in ?? false;
  const place = PLACES.find((item) => item.name === where.value.name);
  const title = [signed && place ? t(place.label) : t("Sign in"), found?.party, "Watchline"].filter(Boolean).join(" · ");
  useEffect(() => {
    document.body.classList.toggle("alone", !signed);
  }, [signed]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useLayoutEffect(() => {
    offer("search", may("look") ? [{ key: "/", shown: "/", does: "search messages, calls, notices and the record", run: search }] : []);
    offer("desk", may("speak") ? [{ key: " ", shown: t("Space"), does: "acknowledge the next alert: the gravest, then the oldest", run: acknowledgeNext }, { key: "s", shown: "s", does: "silence all alerts for half a minute", run: hush }] : []);
  });
  if (!found) return null;
  if (!signed) return <Sign />;
  const later = LATER[where.value.name];
  const Screen = SCREENS[where.value.name] ?? Soon;
  const key = `${line.value} ${where.value.name} ${language.value.tag}`;
  return (
    <>
      <Frame>{later ? <Later key={key} load={later} /> : <Screen key={key} />}</Frame>
      <Help />
    </>
  );
}

async function begin(): Promise<void> {
  restorePalette();
  await restoreLanguage();
  runPlaces();
  runKeys();
  runLive();
  runDraft();
  runSound();
  for (;;) {
    try {
      await look();
      break;
    } catch {
      await new Promise((done) => window.setTimeout(done, 1500));
    }
  }
  // Here before it is needed.
  void LATER.alarms?.().catch(() => undefined);
  document.body.replaceChildren();
  render(<Desk />, document.body);
}

void begin();
