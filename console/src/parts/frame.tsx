// The frame of every screen: bar, strip, alert bar, foot. It never moves.
import { computed, useSignal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { acknowledge, failed, shelved, shown as shownAlarms, waiting, waits, wordsOf, type Sounding } from "../alarms";
import type { LineGlance } from "../api.gen";
import { ask } from "../api";
import { help, offer } from "../keys";
import { begin, lines, now, part, session, silent, stale, status, trouble, turnTo } from "../live";
import { choose as chooseLanguage, language, LANGUAGES, t } from "../words";
import { next as nextPalette, palette } from "../palette";
import { go, PLACES, where } from "../places";
import { clock, count, date, dtg, down, hhmm, local, seconds } from "../time";
import { visible } from "../visible";
import { armed, hush, rhythm, silence, turn, wanted } from "../sound";
import { Fault } from "./fault";
import { LineMark } from "./signs";

const SHOWN = 3;
const NARROW = ["line", "messages", "calls", "alarms"];

export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <>
      <div class="scroll">
        <Bar />
        <Lines />
        <Demo />
        <Strip />
        <Alerts />
        {children}
        <Foot />
      </div>
      <Bottom />
    </>
  );
}

const named = computed(() => [session.value?.party ?? "", ...(status.value?.peers.map((peer) => peer.party) ?? [])].filter(Boolean).join("–"));
export const lineName = (): string => named.value;
const several = computed(() => lines.value.length > 1);

function Bar() {
  const officer = session.value?.officer;
  const unread = part("unread") ?? 0;
  return (
    <header class="bar">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>{t("Skip to the screen")}</a>
      <div class="mark"><LineMark state="NORMAL" /><b>Watchline</b></div>
      {!several.value ? <div class="lines" role="group" aria-label={t("Lines")}><a href="#/line" aria-current="true"><span class="qq">1</span> <bdi>{lineName()}</bdi></a></div> : null}
      <nav aria-label={t("Screens")}>
        <ul>
          {PLACES.filter((place) => !place.soon).map((place) => (
            <li key={place.name}>
              <a href={`#/${place.name}`} aria-current={where.value.name === place.name ? "page" : undefined}>
                {t(place.label)}
                {place.name === "messages" && unread ? <span class="n">{unread}<span class="vh"> {t("not read")}</span></span> : null}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="who">
        <span>{officer?.shown}</span>
        {LANGUAGES.length > 1 ? (
          <label>
            <span class="vh">{t("Language")}</span>
            <select class="select" value={language.value.tag} onChange={(event) => void chooseLanguage(event.currentTarget.value)}>
              {LANGUAGES.map((item) => <option key={item.tag} value={item.tag} lang={item.tag}>{item.reviewed ? item.name : `${item.name} (unreviewed)`}</option>)}
            </select>
          </label>
        ) : null}
        <button class={`quiet sound ${armed.value ? "" : "off"}`} type="button" aria-pressed={wanted.value} onClick={() => turn(!armed.value)}>{armed.value ? t("Sound on") : t("Sound OFF")}</button>
        <button class="quiet keep" type="button" onClick={nextPalette}><span class="vh">{t("Palette")} </span>{t({ day: "Day", dusk: "Dusk", night: "Night" }[palette.value])}</button>
        <button class="quiet" type="button" onClick={() => void ask("sign_out", { body: {} }).then(begin)}>{t("Sign out")}</button>
      </div>
    </header>
  );
}

/** Each line of the node: its number is its key; its state and what waits there stand beside its name. */
function Lines() {
  const found = lines.value;
  useLayoutEffect(() => {
    offer("lines", found.length > 1 ? found.slice(0, 9).map((row, at) => ({ key: String(at + 1), shown: String(at + 1), does: "look at that line", run: () => void turnToRow(row) })) : []);
  }, [found]);
  if (found.length < 2) return null;
  return <div class="lines band" role="group" aria-label={t("Lines")}>{found.map((row, at) => <OneLine key={row.line} row={row} number={at + 1} />)}</div>;
}

const turnToRow = async (row: LineGlance): Promise<void> => {
  go(where.value.name);
  await turnTo(row.line);
};

function OneLine({ row, number }: { row: LineGlance; number: number }) {
  const waitingThere = row.alarms.filter(waits).length;
  const state = row.trouble ? "STALE" : (row.state ?? "STALE");
  return (
    <a href={`#/${where.value.name}`} aria-current={row.line === session.value?.line ? "true" : undefined} onClick={(event) => { event.preventDefault(); void turnToRow(row); }}>
      <span class="qq">{number}</span> <bdi>{visible(row.title || row.parties.join("–"))}</bdi> <span class="t12">{t(state)}{row.unread ? ` · ${t("{n} not read", { n: row.unread })}` : ""}</span>
      {waitingThere ? <b class="n">{t("{n} alerts wait", { n: waitingThere })}</b> : null}
    </a>
  );
}

function Demo() {
  const demo = session.value?.demo ?? false;
  const found = useSignal<{ Guide: ComponentType } | null>(null);
  useEffect(() => {
    if (demo) void import("./guide").then(({ Guide }) => (found.value = { Guide }), () => undefined);
  }, [demo]);
  return (
    <div class="demo" hidden={!demo}>
      {t("DEMONSTRATION. What is said here says nothing about any state.")} {found.value ? <found.value.Guide /> : null}
    </div>
  );
}

function Strip() {
  const dull = stale.value ? "is-stale" : "";
  return (
    <section class="strip" aria-label={t("At a glance")}>
      <LineCell dull={dull} />
      <WaitCell dull={dull} />
      <TestCell dull={dull} />
      <CallCell dull={dull} />
      <ClockCell dull={dull} />
    </section>
  );
}

function ClockCell({ dull }: { dull: string }) {
  const at = now.value;
  return (
    <div class={dull}>
      <div class="k">{at ? date(at) : t("Time")} · {t("our node’s clock")}</div>
      <div class="v"><bdi dir="ltr">{at ? clock(at) : "--:--:--"}<small>Z</small></bdi></div>
      <div class="s">{t("{at} local", { at: local(at) })}{apart()}</div>
    </div>
  );
}

function apart(): string {
  const peer = part("peers")?.find((item) => item.clock_apart_ms !== null);
  if (!peer || peer.clock_apart_ms === null) return "";
  return ` · ${t("{party} {s} s", { party: peer.party, s: seconds(peer.clock_apart_ms) })}`;
}

const asOf = (): string => (status.value ? t("no news from our own node for {s} s · as of {at}Z", { s: silent.value, at: clock(status.value.at) }) : t("no news from our own node yet"));

function LineCell({ dull }: { dull: string }) {
  const found = status.value;
  const suspended = found?.suspended.some((item) => item.agreement === null) ?? false;
  const state = stale.value || !found ? "STALE" : suspended ? "SUSPENDED" : (found.state ?? "STALE");
  const circuits = found?.peers.flatMap((peer) => peer.circuits) ?? [];
  const alive = circuits.filter((item) => item.alive).length;
  const heard = Math.min(...circuits.map((item) => item.silent_s ?? Infinity));
  const kind = dull || (state === "DARK" ? "is-alarm" : state === "UNANSWERED" ? "is-warn" : "");
  const told = circuits.length ? `${Number.isFinite(heard) ? t("heard {s} s ago", { s: Math.round(heard) }) : t("not heard since the start")} · ${t("{n} of {all} circuits", { n: alive, all: circuits.length })}` : "";
  return (
    <div class={kind}>
      <div class="k">{t("Line {name}", { name: lineName() })}{found && !found.open ? ` · ${t("not open yet")}` : ""}</div>
      <div class={`v ${state.length > 8 ? "long" : ""}`} aria-live="polite"><LineMark state={state} big />{t(state)}</div>
      <div class="s">{stale.value || !found ? asOf() : trouble.value || found.closed || (suspended ? visible(found.shown) : told)}</div>
    </div>
  );
}

function WaitCell({ dull }: { dull: string }) {
  const first = waiting.value[0];
  const word = first ? t(first.level.toUpperCase()) : "";
  const kind = dull || (first ? (first.level === "warning" ? "is-warn" : "is-alarm") : "");
  return (
    <div class={kind}>
      <div class="k">{t("To acknowledge")}</div>
      <div class="v">{first ? <Flash /> : null}{waiting.value.length}{first ? <small>{word}</small> : null}</div>
      <div class="s">{first ? visible(first.situation.split("/").slice(1).join(" ")) : t("no alert waits")}</div>
    </div>
  );
}

function TestCell({ dull }: { dull: string }) {
  const test = part("next_test");
  const waits = part("tests_waiting_for_us") ?? 0;
  return (
    <div class={dull}>
      <div class="k">{t("Next test in")}</div>
      <div class="v"><bdi dir="ltr">{test && now.value ? down(test.due - now.value) : "—"}</bdi></div>
      <div class="s">{waits ? t("{n} waits for our answer", { n: waits }) : test ? `${hhmm(test.due)} · ${test.ours ? t("we ask") : t("{party} asks", { party: test.initiator })} · ${test.circuit}` : t("none in the calendar")}</div>
    </div>
  );
}

function CallCell({ dull }: { dull: string }) {
  const held = (part("contacts") ?? []).filter((item) => item.days_since !== null).sort((one, two) => (one.days_since ?? 0) - (two.days_since ?? 0));
  const first = held[0];
  const rest = held.slice(1).map((item) => `${item.between[0]?.office ?? ""} ${item.days_since ?? ""} d`);
  return (
    <div class={dull}>
      <div class="k">{t("Last call")}</div>
      <div class="v">{first ? <>{first.days_since}<small>d</small></> : "—"}</div>
      <div class="s">{first ? visible([first.between[0]?.office ?? "", ...rest].join(" · ")) : t("no call in this record")}</div>
    </div>
  );
}

const Flash = () => <svg class="flash" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path fill="currentColor" d="M10 0l10 10-10 10L0 10z" /></svg>;

const KINDS: Record<string, string> = { emergency: "acked", alarm: "acked", warning: "warn", caution: "caut" };

export function AlertLine({ alarm }: { alarm: Sounding }) {
  const unacked = waits(alarm);
  const loud = unacked && alarm.level !== "warning";
  const by = alarm.alarm_acknowledged;
  const aside = shelved(alarm) ? alarm.shelved : null;
  return (
    <div class={`alert ${loud ? "unacked" : (KINDS[alarm.level] ?? "caut")}`}>
      <a class="lvl" href={`#/alarms/${encodeURI(alarm.situation)}`} onClick={() => alarm.of && void turnTo(alarm.of.line)}>{unacked ? <Flash /> : null}{t(alarm.level.toUpperCase())}</a>
      <span class="grow">{alarm.of ? <b><bdi>{visible(alarm.of.title || alarm.of.parties.join("–"))}</bdi>: </b> : null}{visible(wordsOf(alarm))} <span class="t12"><bdi dir="ltr">{dtg(alarm.since)}</bdi>{by ? ` · ${t("acknowledged by {who} {at}Z, stays until it ends", { who: by.officer, at: clock(by.at) })}` : ""}{aside ? ` · ${t("shelved until {at}Z by {who}: {why}", { at: clock(aside.until).slice(0, 5), who: aside.officer, why: visible(aside.reason) })}` : ""}</span></span>
      {loud && rhythm.value && alarm === waiting.value[0] ? <button class="btn hush" type="button" onClick={hush}>{silence.value ? t("silent for {s} s", { s: silence.value }) : t("Silence 30 s")} <kbd>s</kbd></button> : null}
      {unacked && may("speak") ? (
        <button class={`btn ${loud ? "main" : ""}`} type="button" onClick={() => void acknowledge(alarm)}>{t("Acknowledge")} <kbd>{t("Space")}</kbd></button>
      ) : null}
    </div>
  );
}

export const may = (right: string): boolean => session.value?.officer?.rights.includes(right) ?? false;

function Alerts() {
  const found = shownAlarms.value.filter((alarm) => !shelved(alarm));
  const aside = t("{n} shelved", { n: shownAlarms.value.length - found.length });
  // A caution is no reason to cover the screen: one line for all of them.
  const grave = found.filter((alarm) => alarm.level !== "caution").length;
  const shown = Math.min(SHOWN, Math.max(grave, 1));
  const more = found.length - shown + (part("alarms_more") ?? 0);
  return (
    <section class="alerts" aria-label={t("Alerts")} role="region" aria-live="assertive">
      <Fault problem={failed.value} />
      {found.length === 0 ? <div class="alert"><span class="grow q">{lastEnded()}</span><a class="q t12" href="#/alarms">{aside}</a></div> : null}
      {found.slice(0, shown).map((alarm) => <AlertLine key={`${alarm.of?.line ?? ""} ${alarm.situation}`} alarm={alarm} />)}
      {more > 0 || (found.length && found.length < shownAlarms.value.length) ? <div class="alert"><a class="q" href="#/alarms">{more > 0 ? `${t("{n} more in the list of alarms", { n: more })} · ` : ""}{aside}</a></div> : null}
    </section>
  );
}

function lastEnded(): string {
  const ended = part("alarms_ended")?.at(-1);
  return ended?.ended ? t("No alert. Last: {words} It ended {at}.", { words: visible(wordsOf(ended)), at: dtg(ended.ended) }) : t("No alert.");
}

function Foot() {
  const logs = part("logs");
  const held = part("held");
  return (
    <footer class="foot">
        <span class="keep">{logs ? t("heads: {heads}", { heads: logs.map((log) => `${log.party} ${count(log.size)}`).join(", ") }) : ""} {held ? `· ${visible(held.words)}` : ""}</span>
        <span class="grow" />
        <span><button class="quiet" type="button" onClick={() => (help.value = true)}><b>?</b> {t("keys")}</button> &ensp; <b>g</b>+{t("letter screen")} &ensp; <b>{t("Space")}</b> {t("acknowledge next alert")} &ensp; <b>F9</b> {t("palette")}</span>
        <span class="mono" title={session.value?.assets}>{t("desk")} {session.value?.assets.slice(0, 4)} {session.value?.assets.slice(4, 8)}</span>
    </footer>
  );
}

/** On a narrow screen: below what scrolls, so that it covers nothing. */
function Bottom() {
  return (
    <nav class="bottom" aria-label={t("Screens, short")}>
      {PLACES.filter((place) => NARROW.includes(place.name)).map((place) => <a key={place.name} href={`#/${place.name}`} aria-current={where.value.name === place.name ? "page" : undefined}>{t(place.label)}</a>)}
    </nav>
  );
}
