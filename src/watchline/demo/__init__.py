"""Two invented parties on one machine: two nodes, two circuits, a year of history, and a watch at each side.

A demonstration record says nothing about any state: ``demo`` stands in the charter, in every origin and in every reference. The
nodes are the shipped ones in processes of their own; only the history was written by simulated officers, through the same node.
"""
