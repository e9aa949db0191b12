"""A verifier in Go, which shares no code with verify.py or the package, takes the same bundles and refuses the same flips."""

import pytest

from tests.independent.program import build, needs_go
from tests.verify import stranger

pytestmark = needs_go


@pytest.fixture(scope="module")
def verify_go(tmp_path_factory):
    return build(tmp_path_factory.mktemp("verify-go"))


@pytest.mark.parametrize("line", [stranger.small(), stranger.Line(("XAA", "XBB", "XHH"), demo=True).found().talk(6)])
def test_the_go_program_takes_a_whole_bundle(line, verify_go, tmp_path):
    done = verify_go(stranger.write(line.files(), tmp_path), *line.roots)
    assert (done.returncode, done.stdout) == (0, "verified and complete\n")


def test_it_takes_the_statement_of_a_witness_and_no_flipped_byte_of_it(verify_go, tmp_path):
    line, witness = stranger.small(), stranger.SigningKey(bytes([91]) * 32)
    path = stranger.write(
        line.files() | {"logs/XAA-1/checkpoint": line.logs["XAA"].note(witnesses=[witness])}, tmp_path
    )
    done = verify_go(path, *line.roots)
    assert (done.returncode, done.stdout) == (0, "verified and complete\n")
    done = verify_go("-flip", path, *line.roots)
    assert (done.returncode, ", 0 accepted" in done.stdout) == (0, True), done.stdout


def test_it_takes_tiles_of_two_levels(verify_go, tmp_path):
    line = stranger.Line().found()
    seen = line.seen_by("XAA")
    for number in range(3, 259):
        line.logs["XAA"].say("service_message", {"text": str(number), "language": "en"}, seen=seen)
    line.mirror()
    done = verify_go(stranger.write(line.files(), tmp_path), *line.roots)
    assert (done.returncode, done.stdout) == (0, "verified and complete\n")
    (tmp_path / "logs/XAA-1/tile/1/000.p/1").write_bytes(bytes(32))
    assert verify_go(tmp_path, *line.roots).returncode == 1


def test_it_refuses_every_flipped_byte_of_every_file(verify_go, tmp_path):
    line = stranger.small()
    done = verify_go("-flip", stranger.write(line.files(), tmp_path), *line.roots)
    assert done.returncode == 0, done.stdout
    assert f"{sum(map(len, line.files().values()))} flips, 0 accepted" in done.stdout


def test_it_refuses_what_is_not_whole(verify_go, tmp_path):
    line = stranger.small()
    files, roots, log = line.files(), sorted(line.roots), line.logs["XAA"]
    odd = stranger.small()
    odd.logs["XAA"].say("message_read", b"", refs=[["XBB", 1, 3, bytes(32)]])
    odd.mirror()
    cases = [
        (files, roots[:1]),
        (files, [roots[0], "1" * 30]),
        (files | {"README": b""}, roots),
        (files | {"logs/XAA-1/checkpoint": log.note(mirrors=[])}, roots),
        (files | {"logs/XAA-1/checkpoint": log.note(mirrors=[line.parties[1]] * 2)}, roots),
        (files | {"logs/XAA-1/checkpoint": line.logs["XBB"].note()}, roots),
        (odd.files(), roots),
        *[({name: data for name, data in files.items() if name != missing}, roots) for missing in files],
    ]
    for number, (case, given) in enumerate(cases):
        done = verify_go(stranger.write(case, tmp_path / str(number)), *given)
        assert (done.returncode, done.stderr) == (1, ""), number
        assert done.stdout.startswith("REJECTED or incomplete: ")
