"""Checkers, one file each: each watches a run and raises ``Broken`` at the first thing that must not be.

They see effects (what became durable, which bytes left), never what a node believes of itself.
"""

from watchline.sim.checkers.base import Broken, Checker, Hooks

__all__ = ["Broken", "Checker", "Hooks"]
