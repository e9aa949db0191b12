// The first run begins here: the link of the terminal opens it once; then steps, each done by the functions of its verb.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { FirstState } from "../api.gen";
import { ask, problemOf } from "../api";
import { restored as restorePalette } from "../palette";
import { LineMark } from "../parts/signs";
import { Fault } from "../parts/fault";
import { LANGUAGES, choose, language, restored as restoreLanguage, t } from "../words";
import { Cards } from "./cards";
import { Charter } from "./charter";
import { Open, Sign, Start } from "./founding";
import { Node, Officers } from "./node";
import { chosen, problem, state, take } from "./state";

const label = (name: string): string => t({ node: "Make the node", officers: "Officers", cards: "Cards and roots", charter: "Charter", sign: "Signatures", open: "Open our log", start: "Start" }[name] ?? "");
const BODIES: Record<string, (props: { found: FirstState }) => preact.JSX.Element> = { node: Node, officers: Officers, cards: Cards, charter: Charter, sign: Sign, open: Open, start: Start };

function First() {
  const found = state.value;
  const tag = language.value.tag;
  useEffect(() => {
    document.title = `${t("First run")} · Watchline`;
  }, [tag]);
  const at = found ? chosen.value || found.step : "";
  const Body = BODIES[at];
  return (
    <div class="first-run">
      <header><LineMark state="NORMAL" /><h1>{t("First run")}</h1>{found?.node ? <bdi class="party own">{found.node.party}</bdi> : null}<span class="q mono">{found?.folder} · {found?.version}</span>
        <select class="select" aria-label={t("Language")} value={tag} onChange={(event) => void choose(event.currentTarget.value)}>{LANGUAGES.map((item) => <option key={item.tag} value={item.tag}>{item.name}</option>)}</select></header>
      {found ? <Steps found={found} at={at} /> : <div />}
      <main id="main" class="first-body" tabIndex={-1}>
        {Body ? <h2>{label(at)}</h2> : null}
        <Fault problem={problem.value} />
        {found && Body ? <Body key={`${at} ${tag}`} found={found} /> : null}
        {found?.steps.some((item) => item.name === at && item.done) ? <div class="acts"><button class="btn main" type="button" onClick={() => { chosen.value = ""; problem.value = null; }}>{t("Go on: {step}", { step: label(found.step) })}</button></div> : null}
      </main>
    </div>
  );
}

function Steps({ found, at }: { found: FirstState; at: string }) {
  const reached = new Set(["node", ...(found.node ? found.steps.map((item) => item.name) : [])]);
  return (
    <nav aria-label={t("Steps")}>
      <ol class="first-steps">
        {found.steps.map((item, number) => (
          <li key={item.name}>
            <button type="button" aria-current={item.name === at ? "step" : undefined} disabled={!reached.has(item.name)} onClick={() => { chosen.value = item.name; problem.value = null; }}>
              <span>{number + 1}</span><span>{label(item.name)}</span><span class="state">{item.done ? t("done") : item.name === found.step ? t("next") : t("still to come")}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

async function begin(): Promise<void> {
  restorePalette();
  await restoreLanguage();
  document.body.classList.replace("alone", "first");
  const code = location.hash.slice(1);
  history.replaceState(null, "", "/");
  try {
    take(await (code ? ask("first_open", { body: { code } }) : ask("first_state")));
  } catch (why) {
    problem.value = problemOf(why);
  }
  document.body.replaceChildren();
  render(<First />, document.body);
}

void begin();
