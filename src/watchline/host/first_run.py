"""The first run in a browser: the steps of `init`, `officer add`, `card`, `pair`, `found` and `up`, by the functions of those verbs.

Where it stands is told by files alone: the card (a node is made), the own side's book (officers), ``first-run/`` (cards of others,
the texts of the charter, the founding file), the record (a line is open). So it goes on where it was, in this browser or another.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

import watchline
from watchline.desk.acts import Acts
from watchline.desk.downloads import Download
from watchline.desk.first import (
    CharterTexts,
    FileGiven,
    FingerprintTyped,
    FirstNode,
    FirstOfficer,
    LikeAsked,
    PassphraseGiven,
    SignAsked,
    VoiceStep,
)
from watchline.desk.officers import Officers, Role
from watchline.errors import OurMistake
from watchline.host.charter_drafting import drafted, fields_for
from watchline.host.comparing import (
    TRIES_MAX,
    begin_ceremony,
    check_place,
    differs,
    ended_words,
    go_on,
    keep_comparison,
    kept_of,
)
from watchline.host.config import CARD, OWN, load_config, save_config
from watchline.host.first_kept import FirstKept
from watchline.host.first_shown import first_shown
from watchline.host.keyring import KEYS, open_keys
from watchline.host.like import fields_like, fields_like_file
from watchline.host.pairing import check_founding, check_root, wall_ms
from watchline.host.places import kept_lines
from watchline.host.setup import CircuitAddress, init_node, open_line, propose, read_own_card, sign_founding
from watchline.host.socket import NotRunning, call
from watchline.party import Card, Ceremony, Means, read_card
from watchline.party.pairing import DONE, take, two_parties, type_digits
from watchline.record import ARTICLES, read_founding, write_form
from watchline.store import OwnBook

_RUNS = "A node runs in this folder and has officers: the first run is over."
_MEANS = {"in_person": Means.IN_PERSON, "instrument": Means.INSTRUMENT}
_FILE = "application/octet-stream"


class NodeFirstRun:
    """The first run of a node in a folder; see ``desk.first.FirstRun`` for what each method is.

    Args:
        folder: The node's; it need not be there yet.
        port: Where the first run listens on this machine, and the desk of the node after it.
        starts: Called with the passphrase when the node is to be started.
        light: Cheap sealing, for passphrases that are random already.
    """

    def __init__(self, folder: Path, port: int, starts: Callable[[bytes], object], *, light: bool = False) -> None:
        self._folder, self._port, self._starts, self._light = folder.resolve(), port, starts, light
        self._kept = FirstKept(self._folder)

    # Where it stands.

    def state(self) -> dict[str, Any]:
        """Return where the first run stands."""
        with self._officers() as officers:
            found = [] if officers is None else officers.all()
        shown = [
            {"name": item.name, "shown": item.shown, "roles": [role.value for role in item.roles]} for item in found
        ]
        return {
            **first_shown(self._folder, self._kept, officers=bool(found)),
            "folder": str(self._folder),
            "address": f"http://localhost:{self._port}",
            "version": watchline.__version__,
            "officers": shown,
            "roles": [role.value for role in Role],
        }

    def over(self) -> str:
        """Return why nothing more is served here; empty while it is."""
        if not (self._folder / CARD).exists():
            return ""
        with self._officers() as officers:
            if officers is None or not officers.all():
                return ""
        try:
            call(self._folder, {"verb": "version"}, 5.0)
        except NotRunning as why:
            return "" if str(why).startswith("No node runs") else _RUNS
        return _RUNS

    def articles(self) -> dict[str, Any]:
        """Return the articles of a charter."""
        return {"articles": [{**item._asdict(), "choices": list(item.choices)} for item in ARTICLES]}

    # The node and its officers.

    def make_node(self, asked: FirstNode) -> None:
        """Make the node; its desk will listen where the first run does."""
        if not asked.circuits and not asked.solo:
            raise OurMistake("Say where the others dial this node, or begin alone. Nothing was made.")
        if not asked.root_key or not asked.passphrase or not asked.root_passphrase:
            raise OurMistake("The root key needs a path, and each passphrase at least one character. Nothing was made.")
        init_node(
            self._folder,
            code=asked.code,
            names=asked.names or {"en": asked.code},
            circuits=[] if asked.solo else [CircuitAddress(item.name, item.host, item.port) for item in asked.circuits],
            passphrase=asked.passphrase.encode(),
            root_key=_path(asked.root_key),
            root_passphrase=asked.root_passphrase.encode(),
            anchor=_path(asked.anchor) if asked.anchor else None,
            spares=asked.spares,
            light=self._light,
        )
        config = load_config(self._folder)
        desk = f"127.0.0.1:{self._port}"
        save_config(self._folder, msgspec.structs.replace(config, desk=desk, allow_remote=asked.allow_remote))
        self._kept.note(root_key=str(_path(asked.root_key).resolve()))

    def add_officer(self, asked: FirstOfficer) -> None:
        """Add an officer with a first password."""
        with self._officers() as officers:
            if officers is None:
                raise OurMistake("There is no node yet; make it first.")
            now = wall_ms()
            made = officers.add(asked.name, asked.shown or asked.name, asked.roles, (), asked.password, now)
            officers.acts.note(now, "", "officer_added", made.name, ", ".join(made.roles))

    # Cards and comparisons.

    def own_card(self) -> Download:
        """Return our card as a file."""
        card = read_own_card(self._folder)
        return Download(f"{card.roster.code}.card", _FILE, card.data)

    def take_card(self, asked: FileGiven) -> None:
        """Take the card of another party; one that was typed wrongly begins anew with it."""
        card = read_card(_bytes(asked.file))
        two_parties(read_own_card(self._folder), card)
        check_root(self._folder, card.roster.code, card.roster.root)
        self._kept.keep_card(card)

    def type_fingerprint(self, asked: FingerprintTyped) -> None:
        """Compare a root by the digits that the other side reads or that stand in the instrument."""
        own, other = self._two(asked.party)
        check_place(asked.place, asked.post, asked.their_post)
        slips = self._kept.slips(asked.party)
        if slips >= TRIES_MAX:
            raise OurMistake(
                f"Other digits were typed {slips} times. Ask {asked.party} by another means for its card again, and begin with that."
            )
        words = differs(own, other, asked.typed, qr=asked.means == "in_person")
        if words:
            self._kept.note_slip(asked.party)
            raise OurMistake(f"{words} Other digits were typed {slips + 1} time{'s' if slips else ''}.")
        keep_comparison(
            self._folder, other, _MEANS[asked.means], place=asked.place, ours=asked.post, theirs=asked.their_post, mistyped=slips
        )  # fmt: skip

    def voice(self, asked: VoiceStep) -> None:
        """Make a step of a ceremony by voice; the comparison is kept with its last step."""
        own, other = self._two(asked.party)
        if asked.step == "digits":
            check_place(asked.place, asked.post, asked.their_post)
        match asked.step:
            case "start":
                begin_ceremony(self._folder, own, other)
            case "answer":
                begin_ceremony(self._folder, own, other, asked.text)
            case "string":
                self._step(own, other, lambda now, used: take(now, own, other, asked.text, used=used))
            case "digits":
                made = self._step(own, other, lambda now, _used: type_digits(now, asked.text))
                if made.state in DONE and kept_of(self._folder, made) is None:
                    keep_comparison(
                        self._folder, other, Means.VOICE, place=asked.place, ours=asked.post, theirs=asked.their_post
                    )

    def _step(self, own: Card, other: Card, make: Any) -> Ceremony:
        step = go_on(self._folder, own, other, make)
        if step.ended:
            raise OurMistake(" ".join(ended_words(other.roster.code, step.ceremony, step.ended)))
        return step.ceremony

    def _two(self, party: str) -> tuple[Card, Card]:
        return read_own_card(self._folder), self._kept.card(party)

    # The charter.

    def draft(self, asked: CharterTexts) -> dict[str, Any]:
        """Keep the texts of a charter, and say what it would be."""
        own = read_own_card(self._folder)
        self._kept.note(texts=asked.texts)
        return drafted(own, self._kept.cards(), asked.texts)

    def draft_like(self, asked: LikeAsked) -> dict[str, Any]:
        """Fill the form from another line's charter."""
        fields = fields_like_file(_bytes(asked.file)) if asked.file else fields_like(_path(asked.path))
        return self.draft(CharterTexts(texts=write_form(fields)))

    def propose(self, asked: CharterTexts) -> None:
        """Make the founding file."""
        self.draft(asked)
        if self._kept.founding() is not None:
            raise OurMistake(
                "A founding file lies here already and is left as it is: a proposal made anew founds another line. Take it away first"
                f" ({self._kept.founding_path})."
            )
        cards = [card.data for card in self._kept.cards()]
        self._kept.keep_founding(propose(self._folder, cards, fields_for(asked.texts)).data())

    def founding_file(self) -> Download:
        """Return the founding file."""
        return Download("line.founding", _FILE, self._founding())

    def take_founding(self, asked: FileGiven) -> None:
        """Take a founding file; of the charter that lies here the signatures are joined."""
        founding = read_founding(_bytes(asked.file))
        own = read_own_card(self._folder).roster
        check_founding(self._folder, founding, own.code)
        if all(party.root != own.root for party in founding.charter.parties):
            raise OurMistake(
                f"No party of this file has our root; its parties are {', '.join(founding.charter.codes)}. Nothing was kept."
            )
        data = self._kept.founding()
        if data is not None:
            here = read_founding(data)
            if here.charter.line != founding.charter.line and not asked.replace:
                raise OurMistake(
                    "Another founding file lies here: this one founds another line. Take it in its place only if the other is given up."
                )
            if here.charter.line == founding.charter.line:
                founding = msgspec.structs.replace(founding, signatures=here.signatures | founding.signatures)
        for card in founding.cards:
            if card.roster.root != own.root and not self._kept.has_card(card.roster.code):
                self._kept.keep_card(card)
        self._kept.keep_founding(founding.data())

    def sign(self, asked: SignAsked) -> None:
        """Sign the founding file with our root."""
        data, own = self._founding(), read_own_card(self._folder).roster
        before = read_founding(data)
        founding = sign_founding(data, _path(asked.root_key), asked.root_passphrase.encode())
        if set(founding.signatures) != {*before.signatures, own.code}:
            raise OurMistake(f"{asked.root_key} is not the root key of {own.code}. Nothing was signed here.")
        check_founding(self._folder, founding, own.code)
        self._kept.keep_founding(founding.data())

    def open_line(self, asked: PassphraseGiven) -> None:
        """Open our log on the line."""
        open_line(self._folder, self._founding(), asked.passphrase.encode())

    def start(self, asked: PassphraseGiven) -> dict[str, Any]:
        """Check the passphrase and have the node started."""
        if not kept_lines(self._folder):
            raise OurMistake("No line is open here yet; a node that keeps none has nothing to run.")
        with self._officers() as officers:
            if officers is None or not officers.all():
                raise OurMistake("No officer may sign in yet; add one first.")
        config = load_config(self._folder)
        open_keys(config.anchor_folder(self._folder) / KEYS, asked.passphrase.encode())
        self._starts(asked.passphrase.encode())
        return {"address": f"http://localhost:{self._port}"}

    def _founding(self) -> bytes:
        data = self._kept.founding()
        if data is None:
            raise OurMistake("No founding file lies here: propose a charter, or take the file that another party sent.")
        return data

    @contextmanager
    def _officers(self) -> Iterator[_Book | None]:
        """Open the officers of the node; None: there is no node yet."""
        if not (self._folder / CARD).exists():
            yield None
            return
        book = OwnBook(self._folder / OWN)
        try:
            yield _Book(book)
        finally:
            book.close()


class _Book(Officers):
    """The officers of a node that does not run, and the acts beside them."""

    def __init__(self, book: OwnBook) -> None:
        super().__init__(book, os.urandom)
        self.acts = Acts(book)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as why:
        raise OurMistake("The file did not come whole. Nothing was taken; choose it again.") from why


def _path(text: str) -> Path:
    """Return a path that a person typed; it is whole, so that nobody wonders from where it is counted."""
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise OurMistake(f"{text!r}: write the whole path, from / or ~ on.")
    return path
