"""The first run in a browser: what can be asked before a node has an officer, as types and as a table of routes.

``host/first_run.py`` does it, with the functions of the verbs. Files that parties pass round come and go as base64.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Protocol

import msgspec

from watchline.desk.answers import Answer
from watchline.desk.asks import Ask, Reference, Short
from watchline.desk.downloads import Download
from watchline.desk.limits import PASSWORD_CHARS_MAX
from watchline.desk.officers import Role
from watchline.desk.routes import Handler, Request, Route
from watchline.desk.serving import BEGIN

FIRST_BODY_BYTES_MAX = 2 << 20
"""A founding file has at most 1 MiB, base64 makes it a third longer."""
File = Annotated[str, msgspec.Meta(max_length=FIRST_BODY_BYTES_MAX, description="base64")]
Path = Annotated[str, msgspec.Meta(max_length=1024, description="A path on the node's machine.")]
Secret = Annotated[str, msgspec.Meta(max_length=1024)]
Text = Annotated[str, msgspec.Meta(max_length=32_768)]


# What is asked.


class FirstOpened(Ask, frozen=True, kw_only=True):
    """The code of the link that the terminal printed; it opens once."""

    code: Short


class CircuitMade(Ask, frozen=True, kw_only=True):
    """Where the other parties dial this end of a circuit."""

    name: Short
    host: Short
    port: Annotated[int, msgspec.Meta(ge=0, le=65_535)]


class FirstNode(Ask, frozen=True, kw_only=True):
    """What `init` takes."""

    code: Short
    names: dict[str, Short]
    circuits: Annotated[tuple[CircuitMade, ...], msgspec.Meta(max_length=16)] = ()
    solo: bool = False
    allow_remote: bool = False
    root_key: Path
    anchor: Path = ""
    spares: Annotated[int, msgspec.Meta(ge=0, le=64)] = 3
    passphrase: Secret
    root_passphrase: Secret


class FirstOfficer(Ask, frozen=True, kw_only=True):
    """What `officer add` takes."""

    name: Short
    shown: Short = ""
    roles: Annotated[list[Role], msgspec.Meta(max_length=8)]
    password: Annotated[str, msgspec.Meta(max_length=PASSWORD_CHARS_MAX)]


class FileGiven(Ask, frozen=True, kw_only=True):
    """A card, or a founding file; ``replace``: a founding file of another charter takes the place of ours."""

    file: File
    replace: bool = False


class At(Ask, frozen=True, kw_only=True):
    """Where and between whom a comparison is made; all of it is kept."""

    party: Reference
    place: Short = ""
    post: Short = "watch"
    their_post: Short = ""


class FingerprintTyped(At, frozen=True, kw_only=True):
    """What `pair --in-person` and `--instrument` take: what the other side reads, typed or scanned."""

    means: Literal["in_person", "instrument"]
    typed: Short


class VoiceStep(At, frozen=True, kw_only=True):
    """What `pair --voice` takes: a string of the other side, or the digits that it reads."""

    step: Literal["start", "answer", "string", "digits"]
    text: Short = ""


class CharterTexts(Ask, frozen=True, kw_only=True):
    """The articles as they are written, by name."""

    texts: Annotated[dict[str, Text], msgspec.Meta(max_length=128)]


class LikeAsked(Ask, frozen=True, kw_only=True):
    """What `found --like` takes: a founding file, or a path on this machine to one or to a node."""

    file: File = ""
    path: Path = ""


class SignAsked(Ask, frozen=True, kw_only=True):
    """Where our root key lies, and what opens it."""

    root_key: Path
    root_passphrase: Secret


class PassphraseGiven(Ask, frozen=True, kw_only=True):
    """What opens the node's keys."""

    passphrase: Secret


# What is answered.


class FirstStep(Answer, frozen=True, kw_only=True):
    """One step, and whether it is done."""

    name: str
    done: bool


class EndpointShown(Answer, frozen=True, kw_only=True):
    """Where a circuit is dialled."""

    circuit: str
    host: str
    port: int


class NodeMade(Answer, frozen=True, kw_only=True):
    """Our node; ``qr`` has the rows of the QR, 1 is dark."""

    party: str
    names: dict[str, str]
    fingerprint: str
    spares: int
    endpoints: list[EndpointShown]
    solo: bool
    qr: list[str]
    qr_text: str


class OfficerMade(Answer, frozen=True, kw_only=True):
    """An officer of this node's desk."""

    name: str
    shown: str
    roles: list[str]


class Voice(Answer, frozen=True, kw_only=True):
    """Where a ceremony stands: the string that we send, the digits that we read, what is awaited (``string``, ``digits``, nothing)."""

    state: str
    number: int
    string: str
    reads: str
    awaits: str


class OtherCard(Answer, frozen=True, kw_only=True):
    """A card of another party. Its fingerprint is not shown before somebody typed it."""

    party: str
    names: dict[str, str]
    endpoints: list[EndpointShown]
    compared: bool
    fingerprint: str
    words: str
    mistyped: int
    voice: Voice | None


class PageOf(Answer, frozen=True, kw_only=True):
    """A charter as a page in one language."""

    language: str
    text: str


class PartyOf(Answer, frozen=True, kw_only=True):
    """A party of the charter; the fingerprint of a root that nobody compared here is not shown."""

    party: str
    names: dict[str, str]
    fingerprint: str
    ours: bool
    words: str


class CharterDrafted(Answer, frozen=True, kw_only=True):
    """A charter as it would be: faults by article, what is wrong with the whole, its length, its pages."""

    texts: dict[str, str]
    faults: dict[str, str]
    problem: str
    bytes: int
    bytes_max: int
    pages: list[PageOf]


class FoundingKept(Answer, frozen=True, kw_only=True):
    """The founding file that lies here."""

    line: str
    title: str
    demo: bool
    parties: list[PartyOf]
    pages: list[PageOf]
    signed_by: list[str]
    not_signed_by: list[str]
    signed_here: bool


class FirstState(Answer, frozen=True, kw_only=True):
    """Where the first run stands; all of it comes from files, so it goes on where it was."""

    token: str
    folder: str
    address: str
    version: str
    step: str
    steps: list[FirstStep]
    node: NodeMade | None
    officers: list[OfficerMade]
    roles: list[str]
    cards: list[OtherCard]
    texts: dict[str, str]
    founding: FoundingKept | None
    line: str
    root_key: str


class ArticleAsked(Answer, frozen=True, kw_only=True):
    """One article of the form."""

    name: str
    form: str
    title: str
    words: str
    limit: str
    example: str
    choices: list[str]


class ArticlesAsked(Answer, frozen=True, kw_only=True):
    """The articles in the order of the page."""

    articles: list[ArticleAsked]


class Starting(Answer, frozen=True, kw_only=True):
    """The node starts; its desk stands at this address."""

    address: str


class FirstRun(Protocol):
    """What the host does. Each method is called in a thread, one at a time, and raises what its verb raises."""

    def state(self) -> dict[str, Any]:
        """Return ``FirstState`` but its token."""
        ...

    def over(self) -> str:
        """Return why nothing more is served here; empty while it is."""
        ...

    def articles(self) -> dict[str, Any]:
        """Return ``ArticlesAsked``."""
        ...

    def make_node(self, asked: FirstNode) -> None:
        """Make the node."""
        ...

    def add_officer(self, asked: FirstOfficer) -> None:
        """Add an officer."""
        ...

    def own_card(self) -> Download:
        """Return our card as a file."""
        ...

    def founding_file(self) -> Download:
        """Return the founding file."""
        ...

    def take_card(self, asked: FileGiven) -> None:
        """Take the card of another party."""
        ...

    def type_fingerprint(self, asked: FingerprintTyped) -> None:
        """Compare a root by its digits."""
        ...

    def voice(self, asked: VoiceStep) -> None:
        """Make a step of a ceremony by voice."""
        ...

    def draft(self, asked: CharterTexts) -> dict[str, Any]:
        """Keep the texts; return ``CharterDrafted``."""
        ...

    def draft_like(self, asked: LikeAsked) -> dict[str, Any]:
        """Fill the form from another line's charter; return ``CharterDrafted``."""
        ...

    def propose(self, asked: CharterTexts) -> None:
        """Make the founding file."""
        ...

    def take_founding(self, asked: FileGiven) -> None:
        """Take a founding file."""
        ...

    def sign(self, asked: SignAsked) -> None:
        """Sign it with our root."""
        ...

    def open_line(self, asked: PassphraseGiven) -> None:
        """Open our log."""
        ...

    def start(self, asked: PassphraseGiven) -> dict[str, Any]:
        """Check the passphrase and have the node started; return ``Starting``."""
        ...


# The table. The first argument of a handler is ``first_app.FirstDesk``.


def _does(method: str) -> Handler:
    """Return a handler that does something and answers where the first run stands then."""

    async def handler(first: Any, request: Request) -> Any:
        await first.call(method, request.body)
        return await first.state()

    return handler


def _answers(method: str) -> Handler:
    """Return a handler that answers what the method does."""

    async def handler(first: Any, request: Request) -> Any:
        return await first.call(method, *([] if request.body is None else [request.body]))

    return handler


async def _state(first: Any, _request: Request) -> Any:
    return await first.state()


async def _open(first: Any, request: Request) -> Any:
    cookie = first.gate.open(request.body.code)
    return {**await first.state(), BEGIN: cookie}


def _step(path: str, name: str, summary: str, method: str, body: type[msgspec.Struct]) -> Route:
    return Route(
        "POST",
        f"/first/{path}",
        name,
        summary,
        None,
        FirstState,
        _does(method),
        body=body,
        body_max=FIRST_BODY_BYTES_MAX,
    )


_FILE = "application/octet-stream"
FIRST: tuple[Route, ...] = (
    Route("POST", "/first/open", "first_open", "Open the first run with the code of the link; it opens once.", None, FirstState, _open, body=FirstOpened, open=True),
    Route("GET", "/first", "first_state", "Where the first run stands.", None, FirstState, _state),
    Route("GET", "/first/articles", "first_articles", "The articles of a charter, what each is for, and its bounds.", None, ArticlesAsked, _answers("articles")),
    Route("GET", "/first/card", "first_card", "Our card, to be sent.", None, FirstState, _answers("own_card"), kind=_FILE),
    Route("GET", "/first/founding", "first_founding", "The founding file, to be sent.", None, FirstState, _answers("founding_file"), kind=_FILE),
    _step("node", "first_node", "Make the node: `watchline init`.", "make_node", FirstNode),
    _step("officers", "first_officer", "Add an officer: `watchline officer add`.", "add_officer", FirstOfficer),
    _step("cards", "first_take_card", "Take the card of another party.", "take_card", FileGiven),
    _step("fingerprint", "first_fingerprint", "Compare a root by its digits: `watchline pair --in-person`, `--instrument`.", "type_fingerprint", FingerprintTyped),
    _step("voice", "first_voice", "Compare a root by voice: `watchline pair --voice`.", "voice", VoiceStep),
    Route("POST", "/first/charter", "first_charter", "What a charter would be; the texts are kept.", None, CharterDrafted, _answers("draft"), body=CharterTexts, body_max=FIRST_BODY_BYTES_MAX),
    Route("POST", "/first/like", "first_like", "Fill the charter from another line's: `watchline found --like`.", None, CharterDrafted, _answers("draft_like"), body=LikeAsked, body_max=FIRST_BODY_BYTES_MAX),
    _step("propose", "first_propose", "Make the founding file: `watchline found --propose`.", "propose", CharterTexts),
    _step("founding", "first_take_founding", "Take a founding file that another party sent.", "take_founding", FileGiven),
    _step("sign", "first_sign", "Sign the founding file with our root: `watchline found --sign`.", "sign", SignAsked),
    _step("line", "first_line", "Open our log on the line: `watchline found --open`.", "open_line", PassphraseGiven),
    Route("POST", "/first/start", "first_start", "End the first run and start the node: `watchline up`.", None, Starting, _answers("start"), body=PassphraseGiven),
)  # fmt: skip
"""What the first run can be asked. Nothing of it is in the table of the desk."""
