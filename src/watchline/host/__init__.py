"""Runs one node for real: its folder, its configuration, its keys, its clocks, its circuits, its socket, its diagnostics.

It reads files, clocks and randomness and hands them to the node; it performs what the node decides, in the node's order. It does
**not** decide anything about the line: whoever looks for a rule of the protocol looks in ``node`` and below. It knows no screen
and no command line. Nothing is imported here on purpose: each verb loads the part that it needs.

``setup`` makes a node and founds its line; ``runtime`` runs it; ``socket`` is how the verbs of this machine speak to it;
``reading`` opens its record beside it.
"""
