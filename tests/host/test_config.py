"""The configuration: what is written is read back, and what is wrong is named by file and key."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.errors import Misconfigured
from watchline.host.config import (
    CircuitConfig,
    Config,
    check_reach,
    host_port,
    is_loopback,
    load_config,
    save_config,
    written,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WHOLE = Config(
    code="XAA",
    names={"en": "Side A", "zh-Hant": "甲方", "ar": "الطرف أ"},
    circuits=(
        CircuitConfig("one", "127.0.0.1:7001", {"XBB": "127.0.0.1:7002"}),
        CircuitConfig("two", "", {"XBB": "[::1]:7003"}),
        CircuitConfig("three"),
    ),
    anchor="elsewhere",
    clock_offset_ms=-39_600_000,
    answer_tests="node",
    reverse_tests=False,
    metrics="127.0.0.1:9464",
    allow_remote=True,
)


def test_what_is_written_is_read_back(tmp_path):
    save_config(tmp_path, WHOLE)
    assert load_config(tmp_path) == WHOLE
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o600


def test_every_key_stands_in_the_file_with_a_comment_so_that_an_operator_finds_it(tmp_path):
    save_config(tmp_path, Config(code="XAA"))
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    for key in Config.__struct_fields__:
        assert key in found or key in {"circuits", "witnesses"}
        listed = {"circuits": "Our end of each circuit", "witnesses": "Hash-only witnesses", "names": "[names]"}
        at = text.index(listed.get(key, f"\n{key} ="))
        assert "#" in text[:at].rpartition("\n\n")[2] or key == "circuits"


@given(
    names=st.dictionaries(TEXT, TEXT, max_size=4),
    anchor=TEXT,
)
def test_any_text_survives(tmp_path_factory, names, anchor):
    folder = tmp_path_factory.mktemp("config")
    config = Config(code="XAA", names=names, anchor=anchor)
    save_config(folder, config)
    assert load_config(folder) == config


def test_half_a_character_has_no_place_in_a_file(tmp_path):
    with pytest.raises(Misconfigured, match="not text that a file can hold"):
        save_config(tmp_path, Config(code="XAA", names={"en": "Side \udce4"}))


BAD = {
    "nothing is there": (None, "no node"),
    "not TOML": ("code = ", "is not TOML"),
    "not text": (b"\xff\xfe", "not UTF-8"),
    "unknown key": ('code = "XAA"\nspeed = 1', "unknown key speed; known are code, names"),
    "unknown key in a circuit": (
        'code = "XAA"\n[[circuits]]\nname = "one"\nlisten_to = "x"',
        r"unknown key circuits\[0\].listen_to",
    ),
    "no code": ('answer_tests = "node"', "the key code is missing"),
    "no name of a circuit": ('code = "XAA"\n[[circuits]]\nlisten = "x:1"', "the key name is missing in circuits"),
    "wrong kind": ('code = "XAA"\nclock_offset_ms = "1"', "clock_offset_ms: expected"),
    "not a code": ('code = "xaa"', "code: not a party code"),
    "who answers": ('code = "XAA"\nanswer_tests = "nobody"', 'answer_tests is .nobody.; write "watch" or "node"'),
    "twelve hours": ('code = "XAA"\nclock_offset_ms = 43200000', "stays below 12 hours"),
    "twelve hours back": ('code = "XAA"\nclock_offset_ms = -43200000', "stays below 12 hours"),
    "a circuit twice": (
        'code = "XAA"\n[[circuits]]\nname = "one"\n[[circuits]]\nname = "one"',
        "circuits: a name stands twice",
    ),
    "no port": (
        'code = "XAA"\n[[circuits]]\nname = "one"\nlisten = "localhost"',
        "circuits: one: listen is 'localhost'; write",
    ),
    "port 0": ('code = "XAA"\n[[circuits]]\nname = "one"\nlisten = "localhost:0"', "circuits: one: listen"),
    "dials nowhere": ('code = "XAA"\n[[circuits]]\nname = "one"\ndial = { "XBB" = "" }', "circuits: one: dial: XBB"),
    "dials itself": (
        'code = "XAA"\n[[circuits]]\nname = "one"\ndial = { "XAA" = "a:1" }',
        "which is this party itself",
    ),
    "metrics": ('code = "XAA"\nmetrics = "9464"', "metrics is '9464'"),
    "a desk for other machines without TLS": (
        'code = "XAA"\ndesk = "0.0.0.0:8443"',
        "other machines can reach, and has no TLS",
    ),
    "a desk's certificate without its key": (
        'code = "XAA"\ndesk = "127.0.0.1:8443"\ndesk_certificate = "a.pem"',
        "go together",
    ),
    "a desk for other machines without a name": (
        'code = "XAA"\ndesk = "0.0.0.0:8443"\ndesk_certificate = "a.pem"\ndesk_key = "a.key"',
        "desk_origin is empty",
    ),
    "a desk with TLS under a plain origin": (
        'code = "XAA"\ndesk = "127.0.0.1:1"\ndesk_certificate = "a.pem"\ndesk_key = "a.key"\ndesk_origin = "http://localhost:1"',
        "desk_origin is 'http",
    ),
}


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_named_by_file_and_key(tmp_path, text, words):
    path = tmp_path / "config.toml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Misconfigured, match=words) as caught:
        load_config(tmp_path)
    assert str(path) in str(caught.value)


def test_a_configuration_that_would_be_refused_is_not_written(tmp_path):
    save_config(tmp_path, WHOLE)
    with pytest.raises(Misconfigured, match="below 12 hours"):
        save_config(tmp_path, Config(code="XAA", clock_offset_ms=10**9))
    assert load_config(tmp_path) == WHOLE


@pytest.mark.parametrize("address", ["0.0.0.0:7001", "192.0.2.1:7001", "[::]:7001", "example.org:7001"])
def test_nothing_listens_beyond_this_machine_unless_it_is_allowed(tmp_path, address):
    circuit = CircuitConfig("one", address)
    for config, key in (
        (Config(code="XAA", circuits=(circuit,)), "circuits: one: listen"),
        (Config(code="XAA", metrics=address), "metrics"),
    ):
        with pytest.raises(Misconfigured, match=f"{key} is .*allow_remote = true"):
            check_reach(config, tmp_path)
    check_reach(Config(code="XAA", circuits=(circuit,), metrics=address, allow_remote=True), tmp_path)


def test_loopback_is_loopback(tmp_path):
    assert all(map(is_loopback, ("127.0.0.1", "127.8.9.1", "::1", "localhost")))
    circuits = (CircuitConfig("one", "127.0.0.1:7001"), CircuitConfig("two", dial={"XBB": "192.0.2.1:7001"}))
    check_reach(Config(code="XAA", circuits=circuits, metrics="[::1]:9464"), tmp_path)


def test_an_address_is_written_as_it_is_read():
    for host in ("127.0.0.1", "::1", "example.org"):
        assert host_port(written(host, 7001), "here") == (host, 7001)
