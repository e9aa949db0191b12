// The founding file on its way from root to root; then our log is opened, and the node starts.
import { useSignal } from "@preact/signals";
import type { FirstState, FoundingKept } from "../api.gen";
import { addressOf, ask, problemOf } from "../api";
import { visible } from "../visible";
import { t } from "../words";
import { Field, Main, Take } from "./fields";
import { busy, does, problem, said } from "./state";

export function Sign({ found }: { found: FirstState }) {
  const founding = found.founding;
  const replace = useSignal(false);
  const mine = found.node?.party ?? "";
  function sign(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void does("first_sign", { body: { root_key: said(form, "root_key"), root_passphrase: String(form.get("root_passphrase")) } });
  }
  return (
    <>
      <p>{t("The founding file goes from party to party; each root signs it. Nothing is in force before every root has signed.")}</p>
      <Take id="founding-file" label={t("Founding file that another party sent")} taken={(file) => void does("first_take_founding", { body: { file, replace: replace.value } })} />
      {founding ? <label class="tick"><input type="checkbox" checked={replace.value} onChange={(event) => (replace.value = event.currentTarget.checked)} /><span>{t("It founds another line, and the one that lies here is given up.")}</span></label> : null}
      {founding ? <Shown founding={founding} /> : <p class="empty">{t("No founding file yet: propose a charter, or take the file of the side that proposes.")}</p>}
      {founding && !founding.signed_here ? (
        <form onSubmit={sign}>
          {founding.parties.some((item) => !item.ours && !item.fingerprint) && !founding.demo ? <p class="fault"><b>{t("A root came by files only; nobody compared it here.")}</b> {t("Whoever sent the file may be somebody else. Compare it first: the step of cards.")}</p> : null}
          <Field name="root_key" label={t("Our root key")} value={found.root_key} most={1024} />
          <Field name="root_passphrase" label={t("Passphrase of the root key")} type="password" />
          <Main>{t("Sign as {party}", { party: mine })}</Main>
        </form>
      ) : null}
      {founding?.signed_here ? <p><a class="btn" href={addressOf("first_founding")} download="line.founding">{t("Save the founding file")}</a> {founding.not_signed_by.length ? t("Send it to {parties}, whose root has not signed yet; take it here again when it comes back.", { parties: founding.not_signed_by.join(", ") }) : t("Every root has signed. Send it to every party. Take the root key away again.")}</p> : null}
    </>
  );
}

function Shown({ founding }: { founding: FoundingKept }) {
  return (
    <>
      {founding.pages.map((page) => <pre key={page.language} tabIndex={0} lang={page.language} dir="auto">{visible(page.text)}</pre>)}
      <table class="tbl"><thead><tr><th scope="col">{t("Party")}</th><th scope="col">{t("Root fingerprint")}</th><th scope="col">{t("Signed")}</th></tr></thead>
        <tbody>{founding.parties.map((item) => <tr key={item.party}><th scope="row"><bdi>{visible(item.party)}</bdi></th><td>{item.fingerprint ? <bdi dir="ltr">{item.fingerprint}</bdi> : t("not compared here")}</td><td>{founding.signed_by.includes(item.party) ? t("signed") : t("not yet")}</td></tr>)}</tbody></table>
    </>
  );
}

export function Open({ found }: { found: FirstState }) {
  if (found.line) return <p class="note">{t("Our log on the line {line} is open: its first two entries are written and signed.", { line: visible(found.line) })}</p>;
  return (
    <form onSubmit={(event) => { event.preventDefault(); void does("first_line", { body: { passphrase: String(new FormData(event.currentTarget as HTMLFormElement).get("passphrase")) } }); }}>
      <p>{t("Our log begins with two entries: who we are, and the charter. It is never begun again.")}</p>
      <Field name="passphrase" label={t("Passphrase of the node")} type="password" />
      <Main>{t("Open our log")}</Main>
    </form>
  );
}

export function Start({ found }: { found: FirstState }) {
  const waits = useSignal("");

  async function start(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget as HTMLFormElement).get("passphrase"));
    busy.value = true;
    problem.value = null;
    try {
      waits.value = (await ask("first_start", { body: { passphrase } })).address;
      await desk();
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  if (waits.value) return <p role="status" class="note">{t("The node starts. This page becomes its desk.")}</p>;
  return (
    <form onSubmit={(event) => void start(event)}>
      <p>{t("The first run ends and the node starts, here at {address}. Next time: watchline up {folder}", { address: found.address, folder: found.folder })}</p>
      <p class="q">{t("The line is open when one line test was answered each way. The desk says what is still missing.")}</p>
      <Field name="passphrase" label={t("Passphrase of the node")} type="password" />
      <Main>{t("Start the node")}</Main>
    </form>
  );
}

/** Wait until the desk answers at this address, then open it. */
async function desk(): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    await new Promise((done) => window.setTimeout(done, 500));
    try {
      await ask("session");
      location.replace("/");
      return;
    } catch {
      // not yet
    }
  }
}
