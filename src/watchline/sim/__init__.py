"""The simulator: real nodes with real signatures on a fake network, disk and clock, watched by checkers. A shipped tool.

It runs the same ``handle`` and ``perform`` as the host and decides nothing of the protocol. All randomness comes from one seed. It
proves nothing about real disks, sockets or keys; stores and head locks may be real ones.
"""

from watchline.sim.checkers import Broken, Checker
from watchline.sim.doors import Fault
from watchline.sim.faults import NONE, USUAL, Faults, Rates
from watchline.sim.member import Member
from watchline.sim.officer import Habits, Officer, habits_for
from watchline.sim.run import CHECKERS, Options, Report, Run, simulate
from watchline.sim.setting import Party, Setting, invented
from watchline.sim.world import DAY, HOUR, Disks, World, drive, memory_disks

__all__ = [
    "CHECKERS",
    "DAY",
    "HOUR",
    "NONE",
    "USUAL",
    "Broken",
    "Checker",
    "Disks",
    "Fault",
    "Faults",
    "Habits",
    "Member",
    "Officer",
    "Options",
    "Party",
    "Rates",
    "Report",
    "Run",
    "Setting",
    "World",
    "drive",
    "habits_for",
    "invented",
    "memory_disks",
    "simulate",
]
