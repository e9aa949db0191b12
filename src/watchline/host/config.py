"""The configuration of a node, ``config.toml`` in its folder: what its operator sets, and nothing that another party signs."""

from __future__ import annotations

import ipaddress
import json
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from watchline.codec import parse_b64
from watchline.errors import InvalidFromPeer, Misconfigured
from watchline.keys import certificate_key, enrolled
from watchline.party import checked_code
from watchline.party.witness import checked_witness
from watchline.store.files import disk_in_words, replace

CONFIG, RECORD, ANCHOR, CARD, SOCKET = "config.toml", "record", "anchor", "card", "node.sock"
LINES, LINE_FILE = "lines", "line.toml"
"""Further lines of a node, each in a folder of its own below ``lines``; there, its circuits."""
OWN = "own"
"""The own side's book: officers, what they did, which alarms they acknowledged."""
AREAS = "areas"
"""The index of announced activities; derived from the record, made anew where it is missing."""
OFFSET_MS_MAX = 12 * 3_600_000
"""The clock offset of a demonstration line stays below twelve hours, either way."""
_PORT_MAX = 65_535
EVERY_S_MAX = 86_400
"""A witness is told something at least once a day."""


def node_of(folder: Path) -> Path:
    """Return the folder of the node that a line's folder belongs to; a node's folder is that of its first line."""
    node = folder.parent.parent
    return node if folder.parent.name == LINES and (node / CONFIG).exists() else folder


class CircuitConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One circuit at this end.

    Attributes:
        name: As in the charter.
        listen: ``host:port`` that the other parties dial; empty: this end only dials.
        dial: Party code → ``host:port`` of its end; a party that is left out is waited for.
    """

    name: str
    listen: str = ""
    dial: dict[str, str] = {}


class WitnessConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hash-only witness that this party took in for itself (`watchline witness use`).

    Attributes:
        name: How this node calls it.
        key: Its public key, hexadecimal.
        certificate: That of its circuit (DER), base64.
        dial: ``host:port``.
        every_s: Seconds between two turns, the same whether anything changed or not.
        lines: Line ids that it is told of; none: all.
    """

    name: str
    key: str
    certificate: str
    dial: str
    every_s: int = 60
    lines: tuple[str, ...] = ()


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the operator of a node sets. Private keys are never in it.

    Attributes:
        code: Our party code.
        names: Our name by language tag.
        circuits: Our end of each circuit.
        anchor: Folder of the anchor store; empty: ``anchor`` in the node's folder.
        clock_offset_ms: Added to this machine's clock; only on a demonstration line, below twelve hours.
        clock_any_day: The offset may be of any length: a demonstration shown as of another day.
        answer_tests: ``watch``: people answer line tests; ``node``: the node answers them, shown apart.
        reverse_tests: Whether the node starts a test that the other party did not initiate.
        metrics: ``host:port`` of the Prometheus page; empty: none.
        allow_remote: Whether anything may listen beyond this machine.
        witnesses: Hash-only witnesses of our own choice.
        desk: ``host:port`` where the desk listens for browsers; empty: no desk.
        desk_origin: How browsers see it, such as ``https://desk.example:8443``; empty: ``http://localhost:PORT``.
        desk_certificate, desk_key: PEM files of the desk's TLS; needed beyond this machine.
    """

    code: str
    names: dict[str, str] = {}
    circuits: tuple[CircuitConfig, ...] = ()
    anchor: str = ""
    clock_offset_ms: int = 0
    clock_any_day: bool = False
    answer_tests: str = "watch"
    reverse_tests: bool = True
    metrics: str = ""
    allow_remote: bool = False
    witnesses: tuple[WitnessConfig, ...] = ()
    desk: str = ""
    desk_origin: str = ""
    desk_certificate: str = ""
    desk_key: str = ""

    def anchor_folder(self, folder: Path) -> Path:
        """Return the folder of the anchor store of the node in ``folder``."""
        return node_of(folder) / (self.anchor or ANCHOR)

    def circuit(self, name: str) -> CircuitConfig | None:
        """Return our end of a circuit, if we have one."""
        return next((circuit for circuit in self.circuits if circuit.name == name), None)


class LineConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a further line of a node has of its own: its circuits, since a party code may name another party there."""

    circuits: tuple[CircuitConfig, ...] = ()


def load_config(folder: Path) -> Config:
    """Return the configuration of the node in ``folder``; of a further line's folder: with the circuits of that line.

    Raises:
        Misconfigured: no such file, or which key is wrong and what to write there.
    """
    node = node_of(folder)
    config = _read(node / CONFIG, folder, Config)
    if node != folder:
        line = _read(folder / LINE_FILE, folder, LineConfig)
        config = msgspec.structs.replace(config, circuits=line.circuits)
        check_config(config, folder / LINE_FILE)
    else:
        check_config(config, node / CONFIG)
    return config


C = TypeVar("C", Config, LineConfig)


def _read(path: Path, folder: Path, kind: type[C]) -> C:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except FileNotFoundError:
        raise Misconfigured(f"{path} is not there: {folder} is no node; make one with `watchline init`.") from None
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read ({why.strerror}): see that it is yours.") from why
    except UnicodeDecodeError as why:
        raise Misconfigured(f"{path} is not UTF-8 text (byte {why.start}).") from why
    except tomllib.TOMLDecodeError as why:
        raise Misconfigured(f"{path} is not TOML: {why}.") from why
    except msgspec.ValidationError as why:
        raise Misconfigured(f"{path}: {_in_words(str(why))}") from why


def save_line(folder: Path, circuits: tuple[CircuitConfig, ...]) -> None:
    """Write the circuits of a further line into its folder; raises as ``save_config``."""
    path = folder / LINE_FILE
    text = (
        "\n".join(
            [
                "# Our end of each circuit of this line. A change counts from the next `watchline up`.",
                *_circuits(circuits),
            ]
        )
        + "\n"
    )
    try:
        replace(path, text.encode())
    except OSError as why:
        raise disk_in_words(why, path) from why


def save_config(folder: Path, config: Config) -> None:
    """Write the configuration, whole or not at all, with a comment for each key.

    Raises:
        Misconfigured: it would not be read back.
        StoreFailed: the disk.
    """
    path = folder / CONFIG
    check_config(config, path)
    text = _toml(config)
    assert msgspec.convert(tomllib.loads(text), Config) == config, "a configuration that cannot be read back"
    try:
        replace(path, text.encode())
    except OSError as why:
        raise disk_in_words(why, path) from why


def check_config(config: Config, path: Path) -> None:
    """Check what can be checked without the charter.

    Raises:
        Misconfigured: the key and what to write there.
    """
    try:
        checked_code(config.code)
    except InvalidFromPeer as why:
        raise Misconfigured(f"{path}: code: {why}") from None
    for text in (*config.names, *config.names.values(), config.anchor):
        if not text.isprintable() and _lone(text):
            raise Misconfigured(f"{path}: {text!a} is not text that a file can hold.")
    if config.answer_tests not in {"watch", "node"}:
        raise Misconfigured(f'{path}: answer_tests is {config.answer_tests!r}; write "watch" or "node".')
    if abs(config.clock_offset_ms) >= OFFSET_MS_MAX and not config.clock_any_day:
        raise Misconfigured(
            f"{path}: clock_offset_ms is {config.clock_offset_ms}; it stays below 12 hours either way ({OFFSET_MS_MAX})."
        )
    names = [circuit.name for circuit in config.circuits]
    if len(set(names)) != len(names):
        raise Misconfigured(f"{path}: circuits: a name stands twice; each circuit is listed once.")
    for circuit in config.circuits:
        if circuit.listen:
            host_port(circuit.listen, f"{path}: circuits: {circuit.name}: listen")
        for code, address in circuit.dial.items():
            host_port(address, f"{path}: circuits: {circuit.name}: dial: {code}")
            if code == config.code:
                raise Misconfigured(f"{path}: circuits: {circuit.name}: dial names {code}, which is this party itself.")
    if config.metrics:
        host_port(config.metrics, f"{path}: metrics")
    _check_witnesses(config, path)
    if config.desk:
        host_port(config.desk, f"{path}: desk")
        _check_desk(config, path)


def _check_desk(config: Config, path: Path) -> None:
    """A desk is on this machine alone, or it has TLS; a browser must know it by one origin."""
    local = is_loopback(host_port(config.desk, f"{path}: desk")[0])
    if bool(config.desk_certificate) != bool(config.desk_key):
        raise Misconfigured(f"{path}: desk_certificate and desk_key go together; write both, or neither.")
    if not local and not config.desk_certificate:
        raise Misconfigured(
            f"{path}: desk is {config.desk!r}, which other machines can reach, and has no TLS. Write desk_certificate and desk_key, or a loopback address."
        )
    if not local and not config.desk_origin:
        raise Misconfigured(
            f'{path}: desk_origin is empty; write how browsers see the desk, like "https://desk.example:8443".'
        )
    wanted = "https" if config.desk_certificate else "http"
    if config.desk_origin and not re.fullmatch(rf"{wanted}://[a-z0-9.-]+(:[0-9]{{1,5}})?", config.desk_origin):
        raise Misconfigured(
            f'{path}: desk_origin is {config.desk_origin!r}; write scheme, host name and port alone, like "{wanted}://localhost:8080".'
        )


def _check_witnesses(config: Config, path: Path) -> None:
    names = [item.name for item in config.witnesses]
    if len(set(names)) != len(names):
        raise Misconfigured(f"{path}: witnesses: a name stands twice; each witness is listed once.")
    for item in config.witnesses:
        where = f"{path}: witnesses: {item.name}"
        try:
            checked_witness(item.name)
            key = enrolled(bytes.fromhex(item.key))
            other = certificate_key(parse_b64(item.certificate))
        except (InvalidFromPeer, ValueError) as why:
            raise Misconfigured(f"{where}: {why}; take it in anew with `watchline witness use`.") from None
        if key == other:
            raise Misconfigured(
                f"{where}: one key for cosignatures and for circuits; it is no witness of this program."
            )
        host_port(item.dial, f"{where}: dial")
        if not 1 <= item.every_s <= EVERY_S_MAX:
            raise Misconfigured(f"{where}: every_s is {item.every_s}; write 1 to {EVERY_S_MAX} seconds.")


def check_reach(config: Config, path: Path) -> None:
    """Check that nothing listens beyond this machine unless the operator said so.

    Raises:
        Misconfigured: the key and what to write there.
    """
    if config.allow_remote:
        return
    places = [(item.listen, f"{path}: circuits: {item.name}: listen") for item in config.circuits]
    for address, where in [*places, (config.metrics, f"{path}: metrics"), (config.desk, f"{path}: desk")]:
        if address and not is_loopback(host_port(address, where)[0]):
            raise Misconfigured(
                f"{where} is {address!r}, which other machines can reach. Write allow_remote = true if that is meant, or a loopback address."
            )


def _lone(text: str) -> bool:
    """Tell whether a text holds half a character, as a terminal in another encoding gives it."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def host_port(text: str, where: str) -> tuple[str, int]:
    """Return host and port of ``host:port`` (an IPv6 address in brackets).

    Raises:
        Misconfigured: ``where`` names the file and the key.
    """
    host, colon, port = text.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not colon or not host or not (port.isascii() and port.isdecimal() and 1 <= int(port) <= _PORT_MAX):
        raise Misconfigured(f'{where} is {text!r}; write it like "127.0.0.1:7001".')
    return host, int(port)


def written(host: str, port: int) -> str:
    """Return ``host:port`` as ``host_port`` reads it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine only; a name other than ``localhost`` is not taken at its word."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_words(why: str) -> str:
    """Say which key a validation error is about."""
    what, _, where = why.partition(" - at ")
    key = where.strip("`").removeprefix("$").lstrip(".")
    if what.startswith("Object contains unknown field"):
        unknown = what.rpartition(" ")[2].strip("`")
        place = f"{key}.{unknown}" if key else unknown
        return f"unknown key {place}; known are {', '.join(Config.__struct_fields__)} (and in circuits: name, listen, dial)."
    if what.startswith("Object missing required field"):
        return f"the key {what.rpartition(' ')[2].strip('`')} is missing{' in ' + key if key else ''}."
    return f"{key or 'the file'}: {what[0].lower()}{what[1:]}."


_WORDS = {
    "code": "Our party code.",
    "anchor": 'Folder of the anchor store (private keys, head lock), outside every backup. Empty: "anchor" in this folder.',
    "clock_offset_ms": "Milliseconds added to this machine's clock. Only where the charter says demo; below twelve hours.",
    "clock_any_day": "Whether the offset may be of any length: a demonstration line shown as of another day.",
    "answer_tests": '"watch": people answer line tests. "node": the node answers, shown apart and never counted as an officer\'s answer.',
    "reverse_tests": "Whether this node starts a line test that the other party did not initiate.",
    "metrics": 'host:port of the Prometheus page, for example "127.0.0.1:9464". Empty: none.',
    "desk": 'host:port where the desk listens for browsers, for example "127.0.0.1:8080". Empty: no desk.',
    "desk_origin": 'How browsers see the desk, for example "https://desk.example:8443". Empty: http://localhost and its port.',
    "desk_certificate": "PEM file of the desk's certificate; needed where the desk listens beyond this machine.",
    "desk_key": "PEM file of its key.",
    "allow_remote": "Whether circuits, metrics and desk may listen beyond this machine.",
    "names": "Our name by language.",
    "circuits": "Our end of each circuit. dial: where the other parties' ends are.",
    "witnesses": "Hash-only witnesses that this node tells its heads to, every_s seconds apart.",
}


def _toml(config: Config) -> str:
    lines = ["# The configuration of a Watchline node. A change counts from the next `watchline up`."]
    for key in (
        "code",
        "anchor",
        "clock_offset_ms",
        "clock_any_day",
        "answer_tests",
        "reverse_tests",
        "metrics",
        "allow_remote",
        "desk",
        "desk_origin",
        "desk_certificate",
        "desk_key",
    ):
        lines += ["", f"# {_WORDS[key]}", f"{key} = {_value(getattr(config, key))}"]
    lines += ["", f"# {_WORDS['names']}", "[names]"]
    lines += [f"{_value(tag)} = {_value(name)}" for tag, name in config.names.items()]
    lines += ["", f"# {_WORDS['circuits']}"]
    lines += _circuits(config.circuits)
    lines += ["", f"# {_WORDS['witnesses']}"]
    for item in config.witnesses:
        lines += ["", "[[witnesses]]"]
        lines += [
            f"{key} = {_value(list(value) if isinstance(value, tuple) else value)}"
            for key, value in msgspec.structs.asdict(item).items()
        ]
    return "\n".join(lines) + "\n"


def _circuits(circuits: tuple[CircuitConfig, ...]) -> list[str]:
    lines = []
    for circuit in circuits:
        lines += ["", "[[circuits]]", f"name = {_value(circuit.name)}", f"listen = {_value(circuit.listen)}"]
        pairs = ", ".join(f"{_value(code)} = {_value(address)}" for code, address in circuit.dial.items())
        lines += [f"dial = {{{' ' + pairs + ' ' if pairs else ''}}}"]
    return lines


def _value(value: Any) -> str:
    """Return a text, number or truth value as TOML; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


__all__ = [
    "ANCHOR",
    "CARD",
    "CONFIG",
    "LINES",
    "LINE_FILE",
    "OFFSET_MS_MAX",
    "RECORD",
    "SOCKET",
    "CircuitConfig",
    "Config",
    "WitnessConfig",
    "check_config",
    "check_reach",
    "host_port",
    "is_loopback",
    "load_config",
    "node_of",
    "save_config",
    "save_line",
    "written",
]
