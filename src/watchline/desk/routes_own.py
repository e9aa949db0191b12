"""The routes of the own side: signing in, passkeys, drafts and their release, officers, acts."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.desk import answers_own, asks
from watchline.desk.desk import Caller, Desk, check_post, check_right
from watchline.desk.doors import Refused
from watchline.desk.drafts import shown
from watchline.desk.limits import DRAFT_MS
from watchline.desk.officers import Officer, Right
from watchline.desk.routes import Request, Route
from watchline.desk.serving import BEGIN
from watchline.measure import utc
from watchline.sentence import worded


def _me(officer: Officer) -> dict[str, Any]:
    return {
        "name": officer.name,
        "shown": officer.shown,
        "roles": [role.value for role in officer.roles],
        "rights": sorted(right.value for right in officer.rights),
        "posts": list(officer.posts),
        "passkeys": len(officer.passkeys),
    }


def session_now(desk: Desk, caller: Caller) -> dict[str, Any]:
    """Return who signed in and what this desk is."""
    facts, session, officer = desk.operations.facts, caller.session, caller.officer
    known = session is not None and officer is not None
    return {
        "signed_in": known,
        "officer": None if officer is None else _me(officer),
        "token": "" if session is None else session.token,
        "ends": None if session is None else session.ends,
        "ends_utc": None if session is None else utc(session.ends),
        "party": facts.code,
        "line": facts.line,
        "title": facts.title,
        "demo": facts.demo,
        "demo_words": facts.demo_words,
        "version": facts.version,
        "assets": desk.console.hash,
        "officers": bool(desk.book.rows("officer")),
    }


async def _session(desk: Desk, request: Request) -> Any:
    return session_now(desk, request.caller)


def _begin(desk: Desk, request: Request, officer: Officer, by: str) -> dict[str, Any]:
    if request.caller.cookie:
        desk.sessions.end(request.caller.cookie)
    cookie, session = desk.sessions.begin(officer, by, desk.now())
    caller = Caller(request.caller.address, cookie, session, officer)
    desk.note(caller, f"signed_in_by_{by}")
    return {**session_now(desk, caller), BEGIN: cookie}


async def _password(desk: Desk, request: Request) -> Any:
    body: asks.PasswordSignIn = request.body
    return _begin(desk, request, await desk.by_password(body.name, body.password), "password")


async def _passkey_options(desk: Desk, request: Request) -> Any:
    return {"options": desk.passkeys.sign_in(desk.now())}


async def _passkey(desk: Desk, request: Request) -> Any:
    body: asks.CredentialGiven = request.body
    return _begin(desk, request, desk.passkeys.signed_in(body.credential, desk.now()), "passkey")


async def _end(desk: Desk, request: Request) -> Any:
    desk.note(request.caller, "signed_out")
    desk.sessions.end(request.caller.cookie)
    return {**session_now(desk, Caller(request.caller.address)), BEGIN: ""}


async def _enrol_options(desk: Desk, request: Request) -> Any:
    assert request.caller.officer is not None
    return {"options": desk.passkeys.enrol(request.caller.officer, desk.now())}


async def _enrol(desk: Desk, request: Request) -> Any:
    body: asks.CredentialGiven = request.body
    assert request.caller.officer is not None
    officer = desk.passkeys.enrolled(request.caller.officer, body.credential, body.label or "passkey", desk.now())
    desk.note(request.caller, "passkey_enrolled", "", body.label)
    return session_now(desk, request.caller._replace(officer=officer))


# Messages, and drafts that wait for a second officer.


async def _message(desk: Desk, request: Request) -> Any:
    said = msgspec.to_builtins(request.body)
    persons, rules = await desk.operations.read("persons", {"said": said})
    if persons > 1:
        raise Refused(
            409,
            "two_officers",
            rules[0],
            "Nothing was written: one officer drafts it, another releases exactly that text.",
            "Put it before a releaser (POST /drafts).",
        )
    return await desk.say(request.caller, "message", said)


async def _preview(desk: Desk, request: Request) -> Any:
    return await desk.operations.read("preview", {"said": msgspec.to_builtins(request.body)})


async def _drafts(desk: Desk, request: Request) -> Any:
    return {"drafts": [shown(draft) for draft in desk.drafts.all()]}


async def _draft(desk: Desk, request: Request) -> Any:
    return shown(desk.drafts.find(request.path["id"]))


async def _propose(desk: Desk, request: Request) -> Any:
    body: asks.DraftProposed = request.body
    assert request.caller.officer is not None
    check_post(request.caller.officer, body.message.post)
    said = {**msgspec.to_builtins(body.message), "draft": desk.draft_id(body.message.draft)}
    persons, rules = await desk.operations.read("persons", {"said": said})
    now = desk.now()
    made = await desk.operations.read("release", {"said": said, "dtg": now, "not_after": now + DRAFT_MS})
    form = bytes.fromhex(made["form"])
    draft = desk.drafts.propose(request.caller.name, said, form, made["charter"], persons, rules, now)
    desk.note(request.caller, "drafted", draft.id)
    return shown(draft)


def _releaser(desk: Desk, request: Request, name: str, drafted_by: str) -> Officer:
    """Return who releases: the caller, or another officer who comes to this desk. Never the drafter."""
    officer = desk.officers.find(name) if name else request.caller.officer
    if officer is None or officer.disabled:
        raise Refused(
            403,
            "role",
            worded("{name} is no officer of this desk.", name=name),
            "Nothing was released.",
            "Type the name again.",
        )
    check_right(Caller(request.caller.address, officer=officer), Right.RELEASE)
    if officer.name == drafted_by:
        raise Refused(
            403,
            "drafter",
            worded("{shown} drafted this text.", shown=officer.shown),
            "Nothing was released: a second officer releases it.",
            "Ask another releaser to come to this desk or to his own.",
        )
    return officer


async def _release_options(desk: Desk, request: Request) -> Any:
    body: asks.ReleaseAsked = request.body
    draft = desk.drafts.waiting(request.path["id"], desk.now())
    officer = _releaser(desk, request, body.name, draft.drafted_by)
    return {"options": desk.passkeys.release(officer, draft.challenge, desk.now())}


async def _release(desk: Desk, request: Request) -> Any:
    body: asks.Released = request.body
    draft = desk.drafts.waiting(request.path["id"], desk.now())
    officer = _releaser(desk, request, body.name, draft.drafted_by)
    if body.credential is not None:
        desk.passkeys.released(officer, body.credential, draft.challenge, desk.now())
    elif officer.passkeys:
        raise Refused(
            403,
            "passkey",
            worded("{shown} has a passkey; a release is signed with it.", shown=officer.shown),
            "Nothing was released.",
            "Release with the passkey.",
        )
    else:
        await desk.by_password(officer.name, body.password)
    charter = (await desk.operations.read("charter", {"language": "en"}))["in_force"]
    if charter != draft.charter:
        raise Refused(
            409,
            "charter",
            "Another charter is in force than when this was drafted.",
            "Nothing was released.",
            "Compose it anew under the charter in force.",
        )
    drafter = desk.officers.find(draft.drafted_by)
    check_post(officer, str(draft.said["post"]))
    by = Caller(request.caller.address, officer=officer)
    written = await desk.say(by, "message", {**draft.said, "release": draft.released_as})
    how = "passkey" if body.credential is not None else "password"
    desk.note(
        by,
        "released",
        written["ref"],
        f"drafted by {draft.drafted_by if drafter is None else drafter.name}; {how}; {draft.digest.hex()}",
    )
    desk.drafts.released(draft, officer.name, written["ref"])
    return written


async def _return(desk: Desk, request: Request) -> Any:
    body: asks.Returned = request.body
    draft = desk.drafts.returned(desk.drafts.waiting(request.path["id"], desk.now()), body.words)
    desk.note(request.caller, "draft_returned", draft.id, body.words)
    return shown(draft)


# Officers and acts.


def _officer(officer: Officer, now: int) -> dict[str, Any]:
    locked = officer.locked_until if officer.locked_until > now else None
    return {
        "name": officer.name,
        "shown": officer.shown,
        "roles": [role.value for role in officer.roles],
        "posts": list(officer.posts),
        "disabled": officer.disabled,
        "locked_until": locked,
        "locked_until_utc": None if locked is None else utc(locked),
        "password": officer.password is not None,
        "passkeys": [{"label": item.label, "made": item.made, "made_utc": utc(item.made)} for item in officer.passkeys],
        "made": officer.made,
        "made_utc": utc(officer.made),
    }


async def _officers(desk: Desk, request: Request) -> Any:
    return {"officers": [_officer(item, desk.now()) for item in desk.officers.all()]}


def _known(desk: Desk, name: str) -> Officer:
    officer = desk.officers.find(name)
    if officer is None:
        raise Refused(
            404,
            "unknown",
            worded("There is no officer {name}.", name=name[:40]),
            "Nothing was changed.",
            "Look at the list.",
        )
    return officer


async def _add(desk: Desk, request: Request) -> Any:
    body: asks.OfficerAdded = request.body
    made = desk.officers.add(body.name, body.shown, body.roles, body.posts, body.password, desk.now())
    desk.note(request.caller, "officer_added", made.name, ", ".join(made.roles))
    return _officer(made, desk.now())


async def _disable(desk: Desk, request: Request) -> Any:
    officer = desk.officers.disable(_known(desk, request.path["name"]))
    desk.sessions.end_all(officer.name)
    desk.note(request.caller, "officer_disabled", officer.name)
    return _officer(officer, desk.now())


async def _reset(desk: Desk, request: Request) -> Any:
    body: asks.OfficerReset = request.body
    officer = desk.officers.reset(_known(desk, request.path["name"]), body.password)
    desk.sessions.end_all(officer.name)
    desk.note(request.caller, "officer_reset", officer.name)
    return _officer(officer, desk.now())


async def _acts(desk: Desk, request: Request) -> Any:
    query: asks.ActsAsked = request.query
    return desk.acts.page(query.before, query.limit)


_OWN = answers_own

OWN: tuple[Route, ...] = (
    Route("GET", "/session", "session", "Who signed in here, and what this desk is.", None, _OWN.SessionNow, _session),
    Route("POST", "/session/password", "sign_in_password", "Sign in by name and password.", None, _OWN.SessionNow, _password, body=asks.PasswordSignIn, open=True),
    Route("POST", "/session/passkey/options", "sign_in_options", "Begin to sign in by passkey.", None, _OWN.Options, _passkey_options, body=asks.Nothing, open=True),
    Route("POST", "/session/passkey", "sign_in_passkey", "Sign in by passkey.", None, _OWN.SessionNow, _passkey, body=asks.CredentialGiven, open=True),
    Route("POST", "/session/end", "sign_out", "Sign out.", Right.LOOK, _OWN.SessionNow, _end, body=asks.Nothing),
    Route("POST", "/passkeys/options", "passkey_options", "Begin to enrol a passkey of one's own.", Right.LOOK, _OWN.Options, _enrol_options, body=asks.Nothing),
    Route("POST", "/passkeys", "passkey_enrol", "Enrol a passkey of one's own.", Right.LOOK, _OWN.SessionNow, _enrol, body=asks.CredentialGiven),
    Route("POST", "/messages", "message_send", "Write a message to the watch of the other parties; what needs two officers is refused here.", Right.SPEAK, _OWN.Written, _message, body=asks.SayMessage),
    Route("POST", "/messages/preview", "message_preview", "What a message would be: its bytes, its phrases in every language, what is wrong with it. Nothing is written.", Right.DRAFT, _OWN.Previewed, _preview, body=asks.SayMessage),
    Route("GET", "/drafts", "drafts", "Drafts that wait for a releaser, and those settled lately.", Right.LOOK, _OWN.DraftsShown, _drafts),
    Route("GET", "/drafts/{id}", "draft", "One draft: exactly what would be released.", Right.LOOK, _OWN.DraftShown, _draft),
    Route("POST", "/drafts", "draft_propose", "Put a message before a releaser.", Right.DRAFT, _OWN.DraftShown, _propose, body=asks.DraftProposed),
    Route("POST", "/drafts/{id}/release/options", "release_options", "Begin a release by passkey: the challenge is the text.", Right.DRAFT, _OWN.Options, _release_options, body=asks.ReleaseAsked),
    Route("POST", "/drafts/{id}/release", "release", "Release a draft as the second officer: it is written.", Right.DRAFT, _OWN.Written, _release, body=asks.Released),
    Route("POST", "/drafts/{id}/return", "draft_return", "Give a draft back to its drafter.", Right.DRAFT, _OWN.DraftShown, _return, body=asks.Returned),
    Route("GET", "/officers", "officers", "Officers of this desk.", Right.ADMIN, _OWN.OfficersShown, _officers),
    Route("POST", "/officers", "officer_add", "Add an officer.", Right.ADMIN, _OWN.OfficerShown, _add, body=asks.OfficerAdded),
    Route("POST", "/officers/{name}/disable", "officer_disable", "Let an officer sign in no more.", Right.ADMIN, _OWN.OfficerShown, _disable, body=asks.Nothing),
    Route("POST", "/officers/{name}/reset", "officer_reset", "Give a new password and forget passkeys.", Right.ADMIN, _OWN.OfficerShown, _reset, body=asks.OfficerReset),
    Route("GET", "/acts", "acts", "Acts of own officers.", Right.AUDIT, _OWN.ActsNoted, _acts, query=asks.ActsAsked),
)  # fmt: skip
