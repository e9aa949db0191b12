"""Passphrases and sealed keys: every source, every refusal in words, and nothing private in plain sight."""

import getpass
import os

import pytest

from watchline.errors import Misconfigured, OurMistake
from watchline.host import keyring
from watchline.host.keyring import (
    Passphrase,
    fresh_key_set,
    fresh_keys,
    open_keys,
    open_root,
    open_spare,
    seal_keys,
    seal_root,
    seal_spare,
    spare_path,
)
from watchline.keys import PrivateKey, check_certificate


@pytest.fixture
def credential(tmp_path):
    path = tmp_path / "credential"
    path.touch(0o600)
    path.write_bytes(b"correct horse\n")
    return path


def test_a_credential_file_gives_its_line(credential):
    assert Passphrase.from_file(credential) == b"correct horse"
    credential.write_bytes(b" with spaces \r\n")
    assert Passphrase.from_file(credential) == b" with spaces "


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o666, 0o610])
def test_a_credential_file_that_others_can_read_is_refused(credential, mode):
    credential.chmod(mode)
    with pytest.raises(Misconfigured, match=f"mode {mode:04o}.*chmod 600 {credential}"):
        Passphrase.from_file(credential)


def test_a_credential_that_the_service_manager_put_there_is_taken_as_it_is(credential, monkeypatch):
    credential.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credential.parent))
    assert Passphrase.from_file(credential) == b"correct horse"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "")
    with pytest.raises(Misconfigured, match="mode 0440"):
        Passphrase.from_file(credential)


def test_a_credential_file_that_gives_nothing_is_refused(credential, tmp_path):
    with pytest.raises(Misconfigured, match="cannot be read: No such file"):
        Passphrase.from_file(tmp_path / "nothing")
    with pytest.raises(Misconfigured, match="cannot be read: Is a directory"):
        Passphrase.from_file(tmp_path)
    credential.write_bytes(b"\n")
    with pytest.raises(Misconfigured, match="gave no passphrase"):
        Passphrase.from_file(credential)
    credential.write_bytes(b"x" * 5000)
    with pytest.raises(Misconfigured, match="more than 4096 bytes"):
        Passphrase.from_file(credential)
    with pytest.raises(Misconfigured, match="not a plain file"):
        Passphrase.from_file(type(credential)("/dev/null"))


def test_a_file_descriptor_is_read_to_its_end_and_stays_open():
    reading, writing = os.pipe()
    os.write(writing, b"correct horse\n")
    os.close(writing)
    assert Passphrase.from_fd(reading) == b"correct horse"
    with pytest.raises(Misconfigured, match=f"file descriptor {reading} gave no passphrase"):
        Passphrase.from_fd(reading)
    os.close(reading)
    with pytest.raises(Misconfigured, match=f"file descriptor {reading} cannot be read"):
        Passphrase.from_fd(reading)


def test_the_prompt_asks_twice_for_a_new_one(monkeypatch):
    typed = iter(["one", "one", "one", "two", "", "only"])
    monkeypatch.setattr(getpass, "getpass", lambda _words: next(typed))
    assert Passphrase.from_prompt(twice=True) == b"one"
    with pytest.raises(OurMistake, match="differ"):
        Passphrase.from_prompt(twice=True)
    with pytest.raises(Misconfigured, match="the prompt gave no passphrase"):
        Passphrase.from_prompt()
    assert Passphrase.from_prompt() == b"only"


@pytest.mark.parametrize("why", [EOFError(), OSError(6, "no terminal")])
def test_without_a_terminal_the_prompt_says_what_to_do(monkeypatch, why):
    def fail(_words):
        raise why

    monkeypatch.setattr(getpass, "getpass", fail)
    with pytest.raises(OurMistake, match="by a file or a file descriptor"):
        Passphrase.from_prompt()


def test_sealed_keys_open_with_their_passphrase_and_only_their_owner_reads_them(tmp_path):
    path, keys = tmp_path / "keys", fresh_keys("XAA")
    seal_keys(path, keys, b"correct horse", light=True)
    assert path.stat().st_mode & 0o777 == 0o600
    again = open_keys(path, b"correct horse")
    assert (again.code, again.keys.public, again.tls) == ("XAA", keys.keys.public, keys.tls)
    assert again.certificate == keys.certificate == check_certificate(keys.certificate)
    data = path.read_bytes()
    for seed in (keys.keys.log.seed, keys.keys.mirror.seed, keys.tls, b"XAA"):
        assert seed not in data
    assert all(seed.hex()[:8] not in repr(keys) for seed in (keys.keys.log.seed, keys.tls))


def test_root_and_spares_lie_beside_each_other_and_open(tmp_path):
    root, spare = PrivateKey(bytes(range(32))), fresh_key_set()
    seal_root(tmp_path / "root", "XAA", root, b"r", light=True)
    assert open_root(tmp_path / "root", b"r").public == root.public
    path = spare_path(tmp_path / "root", 2)
    assert path == tmp_path / "root.spare-2"
    seal_spare(path, "XAA", spare, b"r", light=True)
    assert open_spare(path, b"r").public == spare.public


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed")
    seal_keys(folder / "keys", fresh_keys("XAA"), b"p", light=True)
    seal_root(folder / "root", "XAA", PrivateKey(bytes(32)), b"p", light=True)
    return folder


def test_what_does_not_open_is_said_and_nothing_is_changed(sealed, tmp_path):
    with pytest.raises(Misconfigured, match=r"keys does not open: the passphrase is wrong or the file is damaged"):
        open_keys(sealed / "keys", b"wrong")
    torn = tmp_path / "torn"
    torn.write_bytes((sealed / "keys").read_bytes()[:-1])
    with pytest.raises(Misconfigured, match="does not open"):
        open_keys(torn, b"p")
    torn.write_bytes(b"nothing of the kind")
    with pytest.raises(Misconfigured, match="not a sealed key file"):
        open_keys(torn, b"p")
    with pytest.raises(Misconfigured, match="is not there; it holds the keys of a node"):
        open_keys(tmp_path / "none", b"p")
    with pytest.raises(Misconfigured, match="cannot be read: Is a directory"):
        open_keys(tmp_path, b"p")


def test_a_key_file_is_taken_for_its_own_use_only(sealed):
    with pytest.raises(Misconfigured, match="root holds a root key, not the keys of a node"):
        open_keys(sealed / "root", b"p")
    with pytest.raises(Misconfigured, match="keys holds the keys of a node, not a root key"):
        open_root(sealed / "keys", b"p")
    with pytest.raises(Misconfigured, match="not a spare key set"):
        open_spare(sealed / "keys", b"p")


def test_a_key_is_never_written_over_another_one(sealed):
    before = (sealed / "root").read_bytes()
    with pytest.raises(OurMistake, match="never written over another one"):
        seal_root(sealed / "root", "XAA", PrivateKey(bytes(32)), b"p", light=True)
    assert (sealed / "root").read_bytes() == before


@pytest.mark.parametrize("fields", [{"v": 1, "use": "root", "code": "XAA"}, {"v": 1, "use": "root", "root": b"short"}])
def test_a_file_that_opens_and_lacks_its_key_is_refused(tmp_path, fields):
    keyring._write(tmp_path / "odd", fields, b"p", light=True)
    with pytest.raises(Misconfigured, match="its root key has not 32 bytes"):
        open_root(tmp_path / "odd", b"p")


def test_the_full_cost_is_the_default(tmp_path, monkeypatch):
    asked = []
    real = keyring.seal
    monkeypatch.setattr(
        keyring, "seal", lambda *args, interactive: asked.append(interactive) or real(*args, interactive=True)
    )
    seal_root(tmp_path / "a", "XAA", PrivateKey(bytes(32)), b"p")
    seal_root(tmp_path / "b", "XAA", PrivateKey(bytes(32)), b"p", light=True)
    assert asked == [False, True]
