"""The ways to the peer: bytes over a wire, or over memory in rehearsal.

A carrier takes frames to one pinned peer and brings frames from it. It proves which certificate the other end holds and
keeps dialling for ever. It does **not** acknowledge, retry, order, or read a frame; it does not know whether the peer is
alive (the node's BEAT does), whether a party is at fault (a dead wire and a refusal look alike), or what is on the line.
"""

from watchline.carrier.direct import DirectCarrier
from watchline.carrier.memory import Faults, MemoryCarrier, MemoryWire
from watchline.carrier.port import DirectPort
from watchline.carrier.relay import Relay
from watchline.carrier.tls import Identity

__all__ = ["DirectCarrier", "DirectPort", "Faults", "Identity", "MemoryCarrier", "MemoryWire", "Relay"]
