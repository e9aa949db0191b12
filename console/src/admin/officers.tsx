// Officers of this desk, for who manages them: added with a first password, given a new one, disabled. A passkey each adds himself.
import { useSignal } from "@preact/signals";
import type { OfficerAdded, OfficerShown, Problem } from "../api.gen";
import { useAnswer } from "../answer";
import { ask, problemOf } from "../api";
import { pulse, session } from "../live";
import { Empty, Fault } from "../parts/fault";
import { dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";

type Role = OfficerAdded["roles"][number];
const ROLES: readonly Role[] = ["watch", "releaser", "interpreter", "press", "observer", "auditor", "admin"];
const SHORTEST = 12;

export function Officers() {
  const found = useAnswer("officers");
  const open = useSignal("");
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  async function does(doing: () => Promise<unknown>): Promise<void> {
    busy.value = true;
    try {
      await doing();
      problem.value = null;
      open.value = "";
      pulse.value += 1;
    } catch (why) {
      problem.value = problemOf(why);
    }
    busy.value = false;
  }
  const officers = found.value?.officers ?? [];
  const own = session.value?.officer?.name ?? "";
  const chosen = officers.find((item) => item.name === open.value.slice(open.value.indexOf(" ") + 1));
  return (
    <>
      <h3>{t("Officers")}</h3>
      <Fault problem={found.problem} />
      <div class="scrollx" tabIndex={0} role="region" aria-label={t("Officers")}>
        <table class="tbl"><thead><tr><th scope="col">{t("Name")}</th><th scope="col">{t("Roles")}</th><th scope="col">{t("Posts")}</th><th scope="col">{t("Passkeys")}</th><th scope="col">{t("State")}</th><th scope="col">{t("Change")}</th></tr></thead>
          <tbody>{officers.map((item) => <Row key={item.name} item={item} own={item.name === own} onOpen={(what) => (open.value = `${what} ${item.name}`)} />)}</tbody></table>
      </div>
      {open.value.startsWith("disable") && chosen ? (
        <div class="fault">
          <b>{t("{name} signs in no more, and open sessions end.", { name: visible(chosen.shown) })}</b> {t("What he did stays in the acts of this side. A new password enables him again.")}
          <p class="acts"><button class="btn main" type="button" disabled={busy.value} onClick={() => void does(() => ask("officer_disable", { path: { name: chosen.name }, body: {} }))}>{t("Disable {name}", { name: visible(chosen.shown) })}</button><button class="btn" type="button" onClick={() => (open.value = "")}>{t("Leave it")}</button></p>
        </div>
      ) : null}
      {open.value.startsWith("reset") && chosen ? <Password key={chosen.name} item={chosen} busy={busy.value} onSend={(password) => void does(() => ask("officer_reset", { path: { name: chosen.name }, body: { password } }))} onLeave={() => (open.value = "")} /> : null}
      {open.value === "add" ? <Add busy={busy.value} onSend={(body) => void does(() => ask("officer_add", { body }))} onLeave={() => (open.value = "")} /> : <p class="acts"><button class="btn" type="button" onClick={() => (open.value = "add")}>{t("Add an officer")}</button></p>}
      <Fault problem={problem.value} />
      {found.value && !officers.length ? <Empty>{t("No officer yet.")}</Empty> : null}
    </>
  );
}

function Row({ item, own, onOpen }: { item: OfficerShown; own: boolean; onOpen: (what: "disable" | "reset") => void }) {
  const state = item.disabled ? t("disabled") : item.locked_until ? t("password locked until {at}", { at: dtg(item.locked_until) }) : t("may sign in");
  return (
    <tr>
      <th scope="row"><bdi dir="auto">{visible(item.shown)}</bdi></th>
      <td>{item.roles.join(", ")}</td>
      <td><bdi dir="auto">{item.posts.length ? visible(item.posts.join(", ")) : t("every post")}</bdi></td>
      <td class="num">{item.passkeys.length}</td>
      <td>{state}</td>
      <td><button class="quiet" type="button" onClick={() => onOpen("reset")}>{t("New password")}<span class="vh"> {visible(item.shown)}</span></button>{item.disabled || own ? null : <> <button class="quiet" type="button" onClick={() => onOpen("disable")}>{t("Disable")}<span class="vh"> {visible(item.shown)}</span></button></>}</td>
    </tr>
  );
}

const Secret = ({ id, label }: { id: string; label: string }) => <div class="field"><label for={id}>{label}</label><input class="in" id={id} name={id} type="password" autocomplete="new-password" required minLength={SHORTEST} aria-describedby={`${id}-is`} /><span class="q t12" id={`${id}-is`}>{t("{n} characters or more; he may add a passkey himself.", { n: SHORTEST })}</span></div>;

function Password({ item, busy, onSend, onLeave }: { item: OfficerShown; busy: boolean; onSend: (password: string) => void; onLeave: () => void }) {
  return (
    <form class="stack form" aria-label={t("New password of {name}", { name: visible(item.shown) })} onSubmit={(event) => { event.preventDefault(); onSend(said(event.currentTarget, "new-password")); }}>
      <Secret id="new-password" label={t("New password of {name}", { name: visible(item.shown) })} />
      <p class="q t12">{t("His passkeys are forgotten, a lock ends, and he is enabled.")}</p>
      <div class="acts"><button class="btn main" type="submit" disabled={busy}>{t("Give it")}</button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")}</button></div>
    </form>
  );
}

function Add({ busy, onSend, onLeave }: { busy: boolean; onSend: (body: OfficerAdded) => void; onLeave: () => void }) {
  const posts = useAnswer("calendar").value?.posts ?? [];
  const fault = useSignal("");

  function submit(form: HTMLFormElement): void {
    const data = new FormData(form);
    const roles = ROLES.filter((role) => data.has(`role-${role}`));
    fault.value = roles.length ? "" : t("Choose a role.");
    if (!roles.length) return;
    const name = said(form, "officer-name");
    onSend({ name, shown: said(form, "officer-shown") || name, roles, posts: posts.filter((post) => data.has(`post-${post}`)), password: said(form, "first-password") });
  }
  return (
    <form class="stack form" aria-label={t("Add an officer")} onSubmit={(event) => { event.preventDefault(); submit(event.currentTarget); }}>
      <div class="field"><label for="officer-name">{t("Name")}</label><input class="in" id="officer-name" name="officer-name" required autocomplete="off" spellcheck={false} aria-describedby="officer-name-is" /><span class="q t12" id="officer-name-is">{t("small letters and digits; he signs in with it")}</span></div>
      <div class="field"><label for="officer-shown">{t("Shown as")}</label><input class="in" id="officer-shown" name="officer-shown" autocomplete="off" /></div>
      <fieldset><legend>{t("Roles")}</legend>{ROLES.map((role) => <label key={role}><input type="checkbox" name={`role-${role}`} /> {role} </label>)}</fieldset>
      {posts.length > 1 ? <fieldset><legend>{t("Speaks for; none chosen: every post")}</legend>{posts.map((post) => <label key={post}><input type="checkbox" name={`post-${post}`} /> <bdi dir="auto">{visible(post)}</bdi> </label>)}</fieldset> : null}
      <Secret id="first-password" label={t("First password")} />
      {fault.value ? <p class="fault">{fault.value}</p> : null}
      <div class="acts"><button class="btn main" type="submit" disabled={busy}>{t("Add")}</button><button class="btn" type="button" onClick={onLeave}>{t("Leave it")}</button></div>
    </form>
  );
}

function said(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}
