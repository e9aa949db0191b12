// The first two steps: the node with its keys, and who may sign in to its desk.
import { useSignal } from "@preact/signals";
import type { FirstState, NodeMade, Role } from "../api.gen";
import { addressOf } from "../api";
import { visible } from "../visible";
import { t } from "../words";
import { Field, Main, Secret, Tick } from "./fields";
import { does, said } from "./state";

export function Node({ found }: { found: FirstState }) {
  return found.node ? <Made node={found.node} root={found.root_key} /> : <Make />;
}

function Make() {
  const rows = useSignal([0, 1]);
  const solo = useSignal(false);

  function make(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const circuits = rows.value.map((at) => ({ name: said(form, `circuit-${at}`), host: said(form, `host-${at}`), port: Number(said(form, `port-${at}`)) })).filter((item) => item.name);
    const second = said(form, "name-tag") && said(form, "name-2") ? { [said(form, "name-tag")]: said(form, "name-2") } : {};
    void does("first_node", {
      body: {
        code: said(form, "code").toUpperCase(), names: { en: said(form, "name"), ...second }, circuits: solo.value ? [] : circuits, solo: solo.value, allow_remote: form.get("remote") !== null,
        root_key: said(form, "root_key"), anchor: said(form, "anchor"), spares: Number(said(form, "spares")), passphrase: String(form.get("passphrase")), root_passphrase: String(form.get("root_passphrase")),
      },
    });
  }
  return (
    <form onSubmit={make}>
      <p>{t("This makes the keys of your node, its roster and its card. Nothing leaves this machine.")}</p>
      <fieldset>
        <legend>{t("Your party")}</legend>
        <Field name="code" label={t("Code")} hint={t("2 to 8 of A–Z and 0–9, unique on the line. Invented parties take XAA, XBB.")} most={8} pattern="[A-Za-z0-9]{2,8}" />
        <Field name="name" label={t("Name in English")} />
        <Field name="name-tag" label={t("Another language")} hint={t("Its tag, such as fr, ru or ar; may be empty.")} needed={false} most={16} />
        <Field name="name-2" label={t("Name in it")} needed={false} />
      </fieldset>
      <fieldset>
        <legend>{t("Circuits")}</legend>
        <p class="q">{t("Where the other parties dial this node. Two circuits by different ways are better than one.")}</p>
        <label class="tick"><input type="checkbox" checked={solo.value} onChange={(event) => (solo.value = event.currentTarget.checked)} /><span>{t("The other side has only a telephone: begin alone, found a line later.")}</span></label>
        {solo.value ? null : rows.value.map((at) => (
          <div class="circ" key={at}>
            <input class="in" name={`circuit-${at}`} aria-label={t("Name of circuit {n}", { n: at + 1 })} placeholder={["alpha", "bravo", "charlie", "delta"][at] ?? ""} required={at === 0} maxLength={16} />
            <input class="in" name={`host-${at}`} aria-label={t("Address of circuit {n}", { n: at + 1 })} placeholder="192.0.2.10" required={at === 0} maxLength={128} />
            <input class="in" name={`port-${at}`} aria-label={t("Port of circuit {n}", { n: at + 1 })} placeholder="7001" inputMode="numeric" pattern="[0-9]{1,5}" required={at === 0} maxLength={5} />
          </div>
        ))}
        {solo.value || rows.value.length > 3 ? null : <div><button class="btn" type="button" onClick={() => (rows.value = [...rows.value, rows.value.length])}>{t("One more circuit")}</button></div>}
        <Tick name="remote">{t("Other machines dial these addresses: let this node listen beyond this machine.")}</Tick>
      </fieldset>
      <fieldset>
        <legend>{t("Keys")}</legend>
        <Field name="root_key" label={t("Root key is written to")} hint={t("A whole path outside the node’s folder, best on a medium that you take away afterwards. Spare key sets are written beside it.")} most={1024} />
        <Secret name="root_passphrase" label={t("Passphrase of the root key")} hint={t("Needed to sign a charter and in an emergency, never to run.")} />
        <Secret name="passphrase" label={t("Passphrase of the node")} hint={t("Needed at every start of the node.")} />
        <details><summary>{t("Anchor store and spares")}</summary>
          <Field name="anchor" label={t("Anchor store")} hint={t("Folder of keys and head lock, outside every backup, best on another volume. Empty: in the node’s folder.")} needed={false} most={1024} />
          <Field name="spares" label={t("Spare key sets")} type="number" value="3" />
        </details>
      </fieldset>
      <Main>{t("Make the node")}</Main>
    </form>
  );
}

function Made({ node, root }: { node: NodeMade; root: string }) {
  return (
    <>
      <p>{t("The node of {party} is made.", { party: node.party })} {root ? t("Take {path} and the spares beside it off this machine when the charter is signed.", { path: root }) : ""}</p>
      <div class="two2">
        <div>
          <h3>{t("Our root fingerprint")}</h3>
          <p class="digits thirty"><bdi dir="ltr">{node.fingerprint}</bdi></p>
          <p>{t("Read it to the other parties by another means than the card goes by: meet and show the QR, or print it in the instrument.")}</p>
          <p><a class="btn" href={addressOf("first_card")} download={`${node.party}.card`}>{t("Save our card")}</a> {t("It holds nothing secret; send it to every other party, by any way.")}</p>
          <dl class="kv">{node.endpoints.map((item) => <><dt>{visible(item.circuit)}</dt><dd><bdi dir="ltr">{visible(item.host)}:{item.port}</bdi></dd></>)}</dl>
        </div>
        <Qr rows={node.qr} text={node.qr_text} />
      </div>
      {node.solo ? <p class="note">{t("This node begins alone. Notes are made by verbs: watchline call note, test note, contacts. When the other side has a node, come back here.")}</p> : null}
    </>
  );
}

function Qr({ rows, text }: { rows: readonly string[]; text: string }) {
  const path = rows.flatMap((row, y) => [...row].map((cell, x) => (cell === "1" ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={t("QR of our card: {text}", { text })} shape-rendering="crispEdges"><path d={path} /></svg>;
}

export function Officers({ found }: { found: FirstState }) {
  const again = useSignal(0);

  async function add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const roles = found.roles.filter((role) => form.get(`role-${role}`) !== null) as Role[];
    if (await does("first_officer", { body: { name: said(form, "officer"), shown: said(form, "shown"), roles, password: String(form.get("password")) } })) again.value += 1;
  }
  return (
    <>
      <p>{t("Who may sign in to the desk of this node. They stand on this side alone: no other party sees them.")}</p>
      {found.officers.length ? <table class="tbl"><thead><tr><th scope="col">{t("Name")}</th><th scope="col">{t("Roles")}</th></tr></thead><tbody>{found.officers.map((item) => <tr key={item.name}><th scope="row">{visible(item.shown)} <span class="q">{item.name}</span></th><td>{item.roles.join(", ")}</td></tr>)}</tbody></table> : <p class="empty">{t("Nobody yet. Add an administrator and at least one watch officer; a second releaser where texts need two.")}</p>}
      <form key={again.value} onSubmit={(event) => void add(event)}>
        <Field name="officer" label={t("Name to sign in with")} hint={t("A small letter, then letters a–z, digits, dot, _ or -.")} most={32} auto="username" />
        <Field name="shown" label={t("Name on screens")} needed={false} most={80} />
        <fieldset><legend>{t("Roles")}</legend>{found.roles.map((role) => <Tick key={role} name={`role-${role}`} on={!found.officers.length && role === "admin"}><b>{role}</b> <span class="q">{roleWords(role)}</span></Tick>)}</fieldset>
        <Secret name="password" label={t("First password")} hint={t("At least 12 characters. A passkey is added at the desk, under Admin.")} />
        <Main>{t("Add this officer")}</Main>
      </form>
    </>
  );
}

const roleWords = (role: string): string => t({ watch: "looks, drafts and speaks", releaser: "also releases what another drafted, exports the record, states suspensions", interpreter: "looks and drafts", observer: "looks", auditor: "also reads the acts of own officers and exports the record", admin: "looks, reads the acts, exports the record and manages officers" }[role] ?? "");
