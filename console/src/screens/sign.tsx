// Sign-in: by passkey, or by name and password. Nothing of the record is shown before.
import { useSignal } from "@preact/signals";
import type { Problem, SessionNow } from "../api.gen";
import { ask, problemOf } from "../api";
import { begin, session } from "../live";
import { LineMark } from "../parts/signs";
import { Fault } from "../parts/fault";
import { available, sign } from "../passkey";
import { t } from "../words";

export function Sign() {
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const found = session.value;

  async function attempt(doing: () => Promise<SessionNow>): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      begin(await doing());
    } catch (why) {
      problem.value = why instanceof DOMException ? { code: "passkey", what: t("No passkey was used."), means: t("Nobody is signed in."), then: t("Try again, or sign in with the password.") } : problemOf(why);
    }
    busy.value = false;
  }

  function byPassword(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void attempt(() => ask("sign_in_password", { body: { name: String(form.get("name")).trim(), password: String(form.get("password")) } }));
  }

  async function byPasskey(): Promise<SessionNow> {
    const { options } = await ask("sign_in_options", { body: {} });
    return ask("sign_in_passkey", { body: { credential: await sign(options) } });
  }

  return (
    <main id="main" class="signin" tabIndex={-1}>
      <div class="mark"><LineMark state="NORMAL" /><b>Watchline</b></div>
      <h1>{t("Desk of {party}", { party: found?.party ?? "" })}</h1>
      <p class="q">{found?.title}{found?.demo ? ` · ${t("DEMONSTRATION. What is said here says nothing about any state.")}` : ""}</p>
      {found && !found.officers ? <Fault problem={{ code: "none", what: t("No officer may sign in yet."), means: t("Nobody can use this desk."), then: t("On the node’s machine: watchline officer DIR add NAME --role watch") }} /> : null}
      <form class="stack" onSubmit={byPassword} aria-label={t("Sign in")}>
        <div class="field"><label for="name">{t("Name")}</label><input class="in" id="name" name="name" autocomplete="username webauthn" autocapitalize="none" spellcheck={false} required maxLength={32} /></div>
        <div class="field"><label for="password">{t("Password")}</label><input class="in" id="password" name="password" type="password" autocomplete="current-password" required maxLength={256} /></div>
        <div class="acts">
          <button class="btn main" type="submit" disabled={busy.value}>{t("Sign in")}</button>
          {available() ? <button class="btn" type="button" disabled={busy.value} onClick={() => void attempt(byPasskey)}>{t("Sign in with a passkey")}</button> : null}
        </div>
      </form>
      <Fault problem={problem.value} />
      <p class="t12 q">{t("A post signs, never a person: the other side sees the post. Who sat at this desk stays on this side.")}</p>
      <p class="t12 q mono">{t("desk")} {found?.assets.slice(0, 16)} · {found?.version}</p>
    </main>
  );
}
