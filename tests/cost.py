"""What it costs to try a passphrase: 64 or 256 MiB and a tenth of a second or more, on purpose; and next to nothing in tests.

A sealed key and a password's hash say what they were made with, so a node that a test starts as a process opens them as cheaply.
tests/keys looks at the full cost.
"""

from nacl import pwhash

FULL = {
    f"{limit}_{use}": getattr(pwhash.argon2id, f"{limit}_{use}")
    for limit in ("OPSLIMIT", "MEMLIMIT")
    for use in ("INTERACTIVE", "MODERATE")
}
CHEAP = {
    name: pwhash.argon2id.OPSLIMIT_MIN if name.startswith("OPS") else pwhash.argon2id.MEMLIMIT_MIN for name in FULL
}


def costs(limits):
    """Let passphrases cost this from now on."""
    for name, value in limits.items():
        setattr(pwhash.argon2id, name, value)
