"""The node: inputs in, one outcome out, performed in one order (store, lock, send).

Pure. It reads committed rows through ``Held`` and acts through the Protocols of ``doors``; host and simulator run the same node
through the same ``perform``.
"""

from watchline.node.arriving import roster_row
from watchline.node.epochs import check_spare, key_digits
from watchline.node.inputs import (
    AcceptClock,
    AdoptFormer,
    CircuitClosed,
    CircuitOpened,
    ConfirmEpoch,
    FrameArrived,
    Input,
    OpenEpoch,
    Said,
    SayAcknowledged,
    SayCharterAnswered,
    SayCharterProposed,
    SayConfidentiality,
    SayCorrection,
    SayEntry,
    SayLeft,
    SayMessage,
    SayRead,
    SayReadout,
    SayReadoutPublished,
    SayReadoutShared,
    SayService,
    SayTest,
    SayTestAnswered,
    Tick,
)
from watchline.node.live import CircuitFact, Live, LogFact, PeerFact, live
from watchline.node.memory import OWN_EPOCH, Entropy, EpochRow, Rules, epoch_key, find_entry, read_epoch
from watchline.node.node import Node
from watchline.node.outcome import HangUp, News, Outcome, Reply, Send, Wake
from watchline.node.perform import Doors, catch_up, grouped, perform

__all__ = [
    "OWN_EPOCH",
    "AcceptClock",
    "AdoptFormer",
    "CircuitClosed",
    "CircuitFact",
    "CircuitOpened",
    "ConfirmEpoch",
    "Doors",
    "Entropy",
    "EpochRow",
    "FrameArrived",
    "HangUp",
    "Input",
    "Live",
    "LogFact",
    "News",
    "Node",
    "OpenEpoch",
    "Outcome",
    "PeerFact",
    "Reply",
    "Rules",
    "Said",
    "SayAcknowledged",
    "SayCharterAnswered",
    "SayCharterProposed",
    "SayConfidentiality",
    "SayCorrection",
    "SayEntry",
    "SayLeft",
    "SayMessage",
    "SayRead",
    "SayReadout",
    "SayReadoutPublished",
    "SayReadoutShared",
    "SayService",
    "SayTest",
    "SayTestAnswered",
    "Send",
    "Tick",
    "Wake",
    "catch_up",
    "check_spare",
    "epoch_key",
    "find_entry",
    "grouped",
    "key_digits",
    "live",
    "perform",
    "read_epoch",
    "roster_row",
]
