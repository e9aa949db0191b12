import ssl
from pathlib import Path

import pytest

from tests.carrier.circuits import ALPHA, BRAVO, CHARLIE
from tests.carrier.forgeries import forged
from watchline.carrier import Identity
from watchline.carrier.tls import make_context
from watchline.errors import InvalidFromPeer, Misconfigured


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("server_side", [True, False])
def test_a_context_is_as_the_specification_wants_it_whatever_python_starts_with(server_side):
    context = make_context(ALPHA, [BRAVO.certificate, CHARLIE.certificate], server_side=server_side)
    assert context.minimum_version == context.maximum_version == ssl.TLSVersion.TLSv1_3
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not context.check_hostname
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
    assert sorted(context.get_ca_certs(binary_form=True)) == []  # none of the anchors is a CA
    assert context.cert_store_stats()["x509"] == 2
    if server_side:
        assert context.num_tickets == 0


def test_without_pins_nobody_gets_in_and_it_still_starts():
    assert make_context(ALPHA, [], server_side=True).cert_store_stats()["x509"] == 0


def test_the_key_is_never_in_a_file_and_no_descriptor_is_left(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = descriptors()
    make_context(ALPHA, [BRAVO.certificate], server_side=True)
    assert descriptors() == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "ours",
    [
        Identity(ALPHA.certificate, BRAVO.key),
        Identity(ALPHA.certificate, b"no key"),
        Identity(b"no certificate", ALPHA.key),
    ],
)
def test_a_key_that_does_not_fit_its_certificate_is_found_at_start(ours):
    before = descriptors()
    with pytest.raises(Misconfigured, match="do not belong together"):
        make_context(ours, [BRAVO.certificate], server_side=False)
    assert descriptors() == before


@pytest.mark.parametrize("kind", ["a CA", "an elliptic curve", "issued by ALPHA"])
def test_what_must_not_be_pinned_is_refused(kind):
    with pytest.raises(InvalidFromPeer, match="cannot be pinned"):
        make_context(ALPHA, [forged(kind).certificate], server_side=True)
