"""Passkeys (WebAuthn): enrolling an authenticator, signing in with it, and releasing a text by it.

A challenge is used once. For a sign-in or an enrolment it is random; for a release it is the digest of the bytes that were previewed, so
that what the authenticator signs is that text and no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import webauthn
from webauthn.helpers import options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from watchline.desk.doors import Refused
from watchline.desk.limits import CHALLENGE_MS, CHALLENGES_MAX, PASSKEYS_MAX
from watchline.desk.officers import Officer, Officers, Passkey
from watchline.sentence import worded

_CHALLENGE_BYTES = 32


class Site(NamedTuple):
    """Where the desk is seen from: the name that authenticators bind to, and the one origin."""

    name: str
    origin: str


class Passkeys:
    """Ceremonies of one desk.

    Args:
        officers: Whose authenticators.
        site: Where the desk is.
        entropy: Draws random bytes.
    """

    def __init__(self, officers: Officers, site: Site, entropy: Callable[[int], bytes]) -> None:
        self._officers, self._site, self._entropy = officers, site, entropy
        self._out: dict[tuple[str, str, bytes], int] = {}
        """Challenges that are out, for what and for whom (empty: whoever signs in), and until when."""

    def enrol(self, officer: Officer, now: int) -> dict[str, Any]:
        """Return what the browser makes a new passkey from."""
        if len(officer.passkeys) >= PASSKEYS_MAX:
            raise Refused(
                409,
                "limit",
                worded("{shown} has {n} passkey.", "{shown} has {n} passkeys.", shown=officer.shown, n=PASSKEYS_MAX),
                "No further one is kept.",
                "Ask an administrator to reset them: `watchline officer DIR reset`.",
            )
        options = webauthn.generate_registration_options(
            rp_id=self._site.name,
            rp_name="Watchline",
            user_name=officer.name,
            user_id=officer.handle,
            user_display_name=officer.shown,
            challenge=self._challenge("enrol", officer.name, now, None),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=item.id) for item in officer.passkeys],
        )
        return _plain(options_to_json(options))

    def enrolled(self, officer: Officer, credential: dict[str, Any], label: str, now: int) -> Officer:
        """Keep a new passkey of an officer.

        Raises:
            Refused: it does not answer our challenge.
        """
        challenge = self._take(credential, "enrol", officer.name, now)
        try:
            found = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._site.name,
                expected_origin=self._site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as why:
            raise _not_ours(str(why)) from why
        passkey = Passkey(found.credential_id, found.credential_public_key, found.sign_count, label, now)
        # Read again: another desk may have changed the officer meanwhile.
        newest = self._officers.find(officer.name) or officer
        if any(item.id == passkey.id for one in self._officers.all() for item in one.passkeys):
            raise _not_ours("it is enrolled already")
        fresh = _replace(newest, (*newest.passkeys, passkey))
        self._officers.keep(fresh)
        return fresh

    def sign_in(self, now: int) -> dict[str, Any]:
        """Return what the browser signs in with; it need not know whose passkey it will be."""
        return self._ask(self._challenge("sign in", "", now, None), ())

    def signed_in(self, credential: dict[str, Any], now: int) -> Officer:
        """Return the officer whose passkey answered.

        Raises:
            Refused: none of ours.
        """
        challenge = self._take(credential, "sign in", "", now)
        wanted = _bytes(credential.get("id"))
        for officer in self._officers.all():
            if not officer.disabled and any(item.id == wanted for item in officer.passkeys):
                return self._verified(officer, credential, challenge)
        raise _not_ours("nobody here has it")

    def release(self, officer: Officer, digest: bytes, now: int) -> dict[str, Any]:
        """Return what an officer's passkey signs to release exactly the text of a digest."""
        self._challenge("release", officer.name, now, digest)
        return self._ask(digest, tuple(item.id for item in officer.passkeys))

    def released(self, officer: Officer, credential: dict[str, Any], digest: bytes, now: int) -> None:
        """Check that an officer's passkey signed exactly that digest.

        Raises:
            Refused: it did not.
        """
        challenge = self._take(credential, "release", officer.name, now)
        if challenge != digest:
            raise _not_ours("it signed another text")
        self._verified(officer, credential, challenge)

    def _ask(self, challenge: bytes, ids: tuple[bytes, ...]) -> dict[str, Any]:
        options = webauthn.generate_authentication_options(
            rp_id=self._site.name,
            challenge=challenge,
            allow_credentials=[PublicKeyCredentialDescriptor(id=item) for item in ids],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return _plain(options_to_json(options))

    def _verified(self, officer: Officer, credential: dict[str, Any], challenge: bytes) -> Officer:
        wanted = _bytes(credential.get("id"))
        passkey = next((item for item in officer.passkeys if item.id == wanted), None)
        if passkey is None:
            raise _not_ours("it is another officer's")
        try:
            found = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._site.name,
                expected_origin=self._site.origin,
                credential_public_key=passkey.key,
                credential_current_sign_count=passkey.count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as why:
            raise _not_ours(str(why)) from why
        fresh = Passkey(passkey.id, passkey.key, found.new_sign_count, passkey.label, passkey.made)
        kept = _replace(officer, tuple(fresh if item.id == passkey.id else item for item in officer.passkeys))
        self._officers.keep(kept)
        return kept

    def _challenge(self, use: str, officer: str, now: int, digest: bytes | None) -> bytes:
        self._out = {key: until for key, until in self._out.items() if until > now}
        while len(self._out) >= CHALLENGES_MAX:
            del self._out[next(iter(self._out))]
        challenge = self._entropy(_CHALLENGE_BYTES) if digest is None else digest
        self._out[use, officer, challenge] = now + CHALLENGE_MS
        return challenge

    def _take(self, credential: dict[str, Any], use: str, officer: str, now: int) -> bytes:
        """Return the challenge that a credential answers, and use it up."""
        try:
            said = json.loads(_bytes(credential["response"]["clientDataJSON"]))
            challenge = _bytes(said["challenge"])
        except (KeyError, TypeError, ValueError) as why:
            raise _not_ours("it is not readable") from why
        if self._out.pop((use, officer, challenge), 0) <= now:
            raise _not_ours("this desk did not ask for it, or too long ago")
        return challenge


def _plain(options: str) -> dict[str, Any]:
    found = json.loads(options)
    assert isinstance(found, dict)
    return found


def _bytes(text: Any) -> bytes:
    if not isinstance(text, str):
        raise _not_ours("it is not readable")
    try:
        return webauthn.base64url_to_bytes(text)
    except ValueError as why:
        raise _not_ours("it is not readable") from why


def _replace(officer: Officer, passkeys: tuple[Passkey, ...]) -> Officer:
    return msgspec.structs.replace(officer, passkeys=passkeys)


def _not_ours(why: str) -> Refused:
    return Refused(
        403,
        "passkey",
        worded("The passkey was not accepted: {why}.", why=why),
        "Nobody is signed in by it, and nothing was released.",
        "Try again, or sign in with the password.",
    )
