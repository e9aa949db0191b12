// Admin: fingerprints in digits, one's own passkey, officers for those who may; the charter in force, whole; the desk's files and their hash.
import { useSignal } from "@preact/signals";
import type { Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { begin, session } from "../live";
import { may } from "../parts/frame";
import { Empty, Fault } from "../parts/fault";
import { Pane } from "../parts/signs";
import { available, enrol } from "../passkey";
import { count, dtg } from "../time";
import { visible } from "../visible";
import { language, t } from "../words";

export function Admin() {
  const assets = useAnswer("assets");
  const keys = useAnswer("keys");
  const found = assets.value;
  return (
    <main id="main" class="page page-two page-admin" tabIndex={-1}>
      <h1 class="vh">{t("Admin")}</h1>
      <Pane title={t("Keys and officers")}>
        <h3>{t("Root fingerprints")}</h3>
        <dl class="kv">{keys.value?.roots.map((root) => <Root key={String(root["party"])} root={root} />)}</dl>
        <Own />
        {may("admin") ? <Officers /> : null}
      </Pane>
      <Agreed />
      <Pane title={t("This desk")} aside={t("read the hash to the other side if both want to see the same desk")}>
        <p class="mono">{found?.hash}</p>
        <p>{found?.words}</p>
        <table class="tbl"><thead><tr><th scope="col">{t("File")}</th><th scope="col">{t("Bytes")}</th><th scope="col">SHA-256</th></tr></thead>
          <tbody>{found?.files.map((file) => <tr key={file.path}><th scope="row">{file.path}</th><td class="num">{count(file.bytes)}</td><td class="mono">{file.sha256.slice(0, 16)}…</td></tr>)}</tbody></table>
        <p class="t12 q">{found?.packages.map((item) => `${item["name"]} ${item["version"]} (${item["licence"]})`).join(", ")}</p>
      </Pane>
    </main>
  );
}

/** What all parties signed, as its founding file says it: posts, circuits, calendar, classes of record, times, amendment. */
function Agreed() {
  const found = useAnswer("charter", { query: { language: language.value.tag } });
  const charter = found.value;
  const waits = charter?.proposals.length ?? 0;
  return (
    <Pane title={t("Charter")} aside={charter ? t("in force: {hash}", { hash: charter.in_force.slice(0, 16) }) : ""}>
      <Fault problem={found.problem} />
      {waits ? <p class="words">{t("Proposed to replace it, and what was said of that: {n}", { n: count(waits) })}</p> : null}
      <p class="t12 q">{t("It is amended on the node’s machine: {verb}.", { verb: "watchline charter DIR" })}</p>
      <div class="charter">{(charter?.page ?? "").split("\n\n").map((article, at) => <Article key={at} lines={article.trim().split("\n")} />)}</div>
    </Pane>
  );
}

const Article = ({ lines: [heading, ...lines] }: { lines: string[] }) => <section dir="auto"><h3>{visible(heading ?? "")}</h3>{lines.map((line, at) => <p key={at}>{visible(line.trim())}</p>)}</section>;

const Root = ({ root }: { root: Record<string, unknown> }) => <><dt><bdi>{visible(String(root["party"]))}</bdi></dt><dd class="mono"><bdi dir="ltr">{String(root["fingerprint"])}</bdi></dd></>;

function Own() {
  const problem = useSignal<Problem | null>(null);
  const officer = session.value?.officer;

  async function add(): Promise<void> {
    try {
      const { options } = await ask("passkey_options", { body: {} });
      begin(await ask("passkey_enrol", { body: { credential: await enrol(options), label: "passkey" } }));
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
  }
  return (
    <>
      <h3>{t("You")}</h3>
      <p>{officer?.shown}: {officer?.roles.join(", ")}. {t("{n} passkeys", { n: officer?.passkeys ?? 0 })}.</p>
      {available() ? <p class="acts"><button class="btn" type="button" onClick={() => void add()}>{t("Add a passkey")}</button></p> : <Empty>{t("This browser has no passkeys here: open the desk by its name, over TLS or on this machine.")}</Empty>}
      <Fault problem={problem.value} />
    </>
  );
}

function Officers() {
  const found = useAnswer("officers");
  return (
    <>
      <h3>{t("Officers")}</h3>
      <Fault problem={found.problem} />
      <table class="tbl"><thead><tr><th scope="col">{t("Name")}</th><th scope="col">{t("Roles")}</th><th scope="col">{t("Passkeys")}</th><th scope="col">{t("State")}</th></tr></thead>
        <tbody>{found.value?.officers.map((item) => <tr key={item.name}><th scope="row">{visible(item.shown)}</th><td>{item.roles.join(", ")}</td><td class="num">{item.passkeys.length}</td><td>{item.disabled ? t("disabled") : item.locked_until ? t("password locked until {at}", { at: dtg(item.locked_until) }) : t("may sign in")}</td></tr>)}</tbody></table>
      <p class="t12 q">{t("On the node’s machine: watchline officer DIR add, disable, reset.")}</p>
    </>
  );
}
