"""Watchline: the operations layer of a hotline between parties that do not trust each other.

A party puts a record in its log; the line says who may speak and when it is tested; the peer mirrors and countersigns.
This module holds the version and nothing else: import the folder that owns what you need (see README.md beside this file).
"""

__version__ = "0.1.0.dev0"

__all__ = ["__version__"]
