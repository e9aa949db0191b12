"""The keys at rest: where a passphrase comes from, and the sealed files that it opens.

Three kinds of sealed file, each says what it is for when it is open: ``keys`` in the anchor store (log, mirror and circuit keys of
the epoch in use), the root key, and spare key sets beside the root key. Nothing private is anywhere else.
"""

from __future__ import annotations

import getpass
import os
import stat
from pathlib import Path
from typing import NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
from watchline.keys import NONCE_BYTES, SALT_BYTES, PrivateKey, make_certificate, private_pem, seal, unseal
from watchline.party import PrivateKeySet
from watchline.store.files import FILE_MODE, disk_in_words, sync_folder

KEYS, NEXT_KEYS = "keys", "keys.next"
SEED_BYTES = 32
PASSPHRASE_BYTES_MAX = 4096


class Passphrase:
    """Where a passphrase comes from. Each source returns bytes without the line end; none is kept."""

    @staticmethod
    def from_prompt(words: str = "Passphrase: ", *, twice: bool = False) -> bytes:
        """Ask at the terminal, without showing what is typed.

        Args:
            words: The question.
            twice: Ask again and compare: for a new passphrase.

        Raises:
            OurMistake: there is no terminal, nothing was typed, or the two differ.
        """
        try:
            typed = getpass.getpass(words)
            if twice and typed != getpass.getpass("The same again: "):
                raise OurMistake("The two passphrases differ. Nothing was changed.")
        except (EOFError, OSError):
            raise OurMistake(
                "No passphrase was typed. Without a terminal give it by a file or a file descriptor."
            ) from None
        return _taken(typed.encode("utf-8", "surrogateescape"), "the prompt")

    @staticmethod
    def from_fd(number: int) -> bytes:
        """Read it from an open file descriptor, up to its end.

        Raises:
            Misconfigured: the descriptor is not open for reading, or empty.
        """
        try:
            with os.fdopen(os.dup(number), "rb") as file:
                data = file.read(PASSPHRASE_BYTES_MAX + 1)
        except OSError as why:
            raise Misconfigured(f"file descriptor {number} cannot be read for the passphrase: {why.strerror}.") from why
        return _taken(data, f"file descriptor {number}")

    @staticmethod
    def from_file(path: Path) -> bytes:
        """Read it from a credential file that only its owner may read.

        A file in ``$CREDENTIALS_DIRECTORY`` was put there for this process alone by the service manager, which shows the right to
        read it as one of the group's: it is taken as it is.

        Raises:
            Misconfigured: missing, empty, too long, or readable by others.
        """
        try:
            with path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                if not stat.S_ISREG(mode):
                    raise Misconfigured(f"{path} is not a plain file; a credential file is.")
                if mode & 0o077 and path.parent != Path(os.environ.get("CREDENTIALS_DIRECTORY") or "/"):
                    raise Misconfigured(
                        f"{path} can be read by others on this machine (mode {stat.S_IMODE(mode):04o}): `chmod 600 {path}`, and if"
                        " somebody may have read it, seal the keys anew under another passphrase."
                    )
                data = file.read(PASSPHRASE_BYTES_MAX + 1)
        except OSError as why:
            raise Misconfigured(f"credential file {path} cannot be read: {why.strerror}.") from why
        return _taken(data, str(path))


def _taken(data: bytes, source: str) -> bytes:
    passphrase = data.removesuffix(b"\n").removesuffix(b"\r")
    if not passphrase:
        raise Misconfigured(f"{source} gave no passphrase.")
    if len(passphrase) > PASSPHRASE_BYTES_MAX:
        raise Misconfigured(f"{source} gave more than {PASSPHRASE_BYTES_MAX} bytes; a passphrase is shorter.")
    return passphrase


class NodeKeys(NamedTuple):
    """The private keys of a running node: its key set and the seed of its circuit key."""

    code: str
    keys: PrivateKeySet
    tls: bytes

    @property
    def certificate(self) -> bytes:
        """The certificate (DER) of our circuits; the same seed and code give the same bytes."""
        return make_certificate(self.tls, self.code)

    @property
    def certificate_key(self) -> bytes:
        """The private key of our circuits, PEM."""
        return private_pem(self.tls)

    def __repr__(self) -> str:
        """Name nothing private."""
        return f"NodeKeys({self.code})"


def fresh_keys(code: str) -> NodeKeys:
    """Return new keys of a node."""
    return NodeKeys(code, fresh_key_set(), os.urandom(SEED_BYTES))


def fresh_key_set() -> PrivateKeySet:
    """Return a new key set."""
    return PrivateKeySet(PrivateKey(os.urandom(SEED_BYTES)), PrivateKey(os.urandom(SEED_BYTES)))


def seal_keys(path: Path, keys: NodeKeys, passphrase: bytes, *, light: bool = False) -> None:
    """Write the keys of a node, sealed. Refuses an existing file.

    Raises:
        OurMistake: the file exists.
        StoreFailed: the disk.
    """
    secret = {"log": keys.keys.log.seed, "mirror": keys.keys.mirror.seed, "tls": keys.tls}
    _write(path, {"v": 1, "use": "node", "code": keys.code, **secret}, passphrase, light=light)


def open_keys(path: Path, passphrase: bytes) -> NodeKeys:
    """Return the keys of a node.

    Raises:
        Misconfigured: missing, wrong passphrase, damaged, or a file for another use.
    """
    found = _read(path, "node", passphrase)
    log, mirror, tls = (_seed(found, name, path) for name in ("log", "mirror", "tls"))
    return NodeKeys(str(found.get("code")), PrivateKeySet(PrivateKey(log), PrivateKey(mirror)), tls)


def seal_root(path: Path, code: str, root: PrivateKey, passphrase: bytes, *, light: bool = False) -> None:
    """Write a root key, sealed. Refuses an existing file; raises as ``seal_keys``."""
    _write(path, {"v": 1, "use": "root", "code": code, "root": root.seed}, passphrase, light=light)


def open_root(path: Path, passphrase: bytes) -> PrivateKey:
    """Return a root key; raises as ``open_keys``."""
    return PrivateKey(_seed(_read(path, "root", passphrase), "root", path))


def spare_path(root_key: Path, number: int) -> Path:
    """Return where the spare key set of a number (from 1) lies: beside the root key."""
    return root_key.with_name(f"{root_key.name}.spare-{number}")


class SpareFile(NamedTuple):
    """A spare key set as it lies in the safe; ``tls``: the seed of the circuit key, which the anchor store may have lost too."""

    code: str
    keys: PrivateKeySet
    tls: bytes

    def __repr__(self) -> str:
        """Name nothing private."""
        return f"SpareFile({self.code})"


def seal_spare(
    path: Path, code: str, keys: PrivateKeySet, passphrase: bytes, *, tls: bytes = b"", light: bool = False
) -> None:
    """Write a spare key set, sealed, with the circuit key. Refuses an existing file; raises as ``seal_keys``."""
    secret = {"log": keys.log.seed, "mirror": keys.mirror.seed} | ({"tls": tls} if tls else {})
    _write(path, {"v": 1, "use": "spare", "code": code, **secret}, passphrase, light=light)


def open_spare(path: Path, passphrase: bytes) -> PrivateKeySet:
    """Return a spare key set; raises as ``open_keys``."""
    return open_spare_file(path, passphrase).keys


def open_spare_file(path: Path, passphrase: bytes) -> SpareFile:
    """Return all that the file of a spare holds; raises as ``open_keys``."""
    found = _read(path, "spare", passphrase)
    keys = PrivateKeySet(PrivateKey(_seed(found, "log", path)), PrivateKey(_seed(found, "mirror", path)))
    return SpareFile(str(found.get("code")), keys, _seed(found, "tls", path) if "tls" in found else b"")


class WitnessKeys(NamedTuple):
    """The keys of a hash-only witness: its own for cosignatures, and the seed of its circuit key."""

    name: str
    key: PrivateKey
    tls: bytes

    @property
    def certificate(self) -> bytes:
        """The certificate (DER) that it shows; the same seed and name give the same bytes."""
        return make_certificate(self.tls, self.name)

    @property
    def certificate_key(self) -> bytes:
        """The private key of its circuit, PEM."""
        return private_pem(self.tls)

    def __repr__(self) -> str:
        """Name nothing private."""
        return f"WitnessKeys({self.name})"


def fresh_witness_keys(name: str) -> WitnessKeys:
    """Return new keys of a witness."""
    return WitnessKeys(name, PrivateKey(os.urandom(SEED_BYTES)), os.urandom(SEED_BYTES))


def seal_witness(path: Path, keys: WitnessKeys, passphrase: bytes, *, light: bool = False) -> None:
    """Write the keys of a witness, sealed. Refuses an existing file; raises as ``seal_keys``."""
    secret = {"witness": keys.key.seed, "tls": keys.tls}
    _write(path, {"v": 1, "use": "witness", "code": keys.name, **secret}, passphrase, light=light)


def open_witness(path: Path, passphrase: bytes) -> WitnessKeys:
    """Return the keys of a witness; raises as ``open_keys``."""
    found = _read(path, "witness", passphrase)
    return WitnessKeys(str(found.get("code")), PrivateKey(_seed(found, "witness", path)), _seed(found, "tls", path))


_USES = {
    "witness": "the keys of a witness",
    "node": "the keys of a node",
    "root": "a root key",
    "spare": "a spare key set",
}


def _write(path: Path, fields: dict[str, object], passphrase: bytes, *, light: bool) -> None:
    data = seal(encode(fields), passphrase, os.urandom(SALT_BYTES + NONCE_BYTES), interactive=light)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, FILE_MODE)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except FileExistsError:
        raise OurMistake(
            f"{path} exists already and is left as it is; a key is never written over another one."
        ) from None
    except OSError as why:
        raise disk_in_words(why, path) from why


def _read(path: Path, use: str, passphrase: bytes) -> dict[str, object]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if path.name == KEYS and path.with_name(NEXT_KEYS).exists():
            raise Misconfigured(
                f"{path} is not there: a restore or a rotation was cut off half-way. Give the same command again; it goes on where it was."
            ) from None
        raise Misconfigured(
            f"{path} is not there; it holds {_USES[use]}, sealed. See that the path is right."
        ) from None
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read: {why.strerror}.") from why
    try:
        found = decode(unseal(data, passphrase, str(path)))
    except InvalidFromPeer as why:
        raise Misconfigured(f"{path} opens but does not hold a key file: {why}") from why
    if not isinstance(found, dict) or found.get("v") != 1 or found.get("use") != use:
        held = _USES.get(str(found.get("use")), "something else") if isinstance(found, dict) else "something else"
        raise Misconfigured(f"{path} holds {held}, not {_USES[use]}.")
    return found


def _seed(found: dict[str, object], name: str, path: Path) -> bytes:
    seed = found.get(name)
    if not isinstance(seed, bytes) or len(seed) != SEED_BYTES:
        raise Misconfigured(f"{path} opens but its {name} key has not {SEED_BYTES} bytes.")
    return seed
