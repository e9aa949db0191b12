"""The node: inputs in, one outcome out, performed in one order (store, lock, send).

Pure. It reads committed rows through ``Held`` and acts through the Protocols of ``doors``; host and simulator run the same node
through the same ``perform``.
"""

from watchline.node.arriving import roster_row
from watchline.node.inputs import (
    AcceptClock,
    CircuitClosed,
    CircuitOpened,
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
from watchline.node.memory import Entropy, Rules, find_entry
from watchline.node.node import Node
from watchline.node.outcome import HangUp, News, Outcome, Reply, Send, Wake
from watchline.node.perform import Doors, catch_up, grouped, perform

__all__ = [
    "AcceptClock",
    "CircuitClosed",
    "CircuitFact",
    "CircuitOpened",
    "Doors",
    "Entropy",
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
    "find_entry",
    "grouped",
    "live",
    "perform",
    "roster_row",
]
