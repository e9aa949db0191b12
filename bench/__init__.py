"""Measurements: one file per question, each beside the floor of the same run. ``python -m bench`` runs them all."""
