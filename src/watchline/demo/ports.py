"""Ports on loopback that nothing listens on, for programs that start in a moment."""

import random
import socket

_FIRST, _COUNT = 12_000, 18_000
"""Below what common systems give to outgoing connections (32768 and up on Linux): else any connection made between our
look and the program's start may take the port."""

_next = random.SystemRandom().randrange(_COUNT)
"""Where the next look starts: no port is given twice by one process, and seldom by two at one time."""


def free_ports(count: int) -> list[int]:
    """Return ``count`` ports of 127.0.0.1, all different, that nothing was bound to just now.

    Raises:
        OSError: hardly any port is free on this machine.
    """
    global _next
    found: list[int] = []
    for _ in range(_COUNT):
        if len(found) == count:
            return found
        port, _next = _FIRST + _next, (_next + 1) % _COUNT
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
    raise OSError(f"not even {count} ports from {_FIRST} on could be bound on 127.0.0.1")
