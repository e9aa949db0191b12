"""What to send to a peer next and what to accept from it: frames, limits, parked leaves, beats, credit.

Pure. It stores nothing, signs nothing and knows no meaning; a frame is a hint until a signed object in it verifies.
"""

from watchline.peer.circuit import Circuit
from watchline.peer.frames import (
    Append,
    Arrival,
    Beat,
    CharterFrame,
    Cosign,
    Evidence,
    Frame,
    Have,
    Keys,
    Refused,
    Want,
    read_frame,
    write_frame,
)
from watchline.peer.outbox import Outbox, Stream
from watchline.peer.parking import Parking

__all__ = [
    "Append",
    "Arrival",
    "Beat",
    "CharterFrame",
    "Circuit",
    "Cosign",
    "Evidence",
    "Frame",
    "Have",
    "Keys",
    "Outbox",
    "Parking",
    "Refused",
    "Stream",
    "Want",
    "read_frame",
    "write_frame",
]
