"""Helpers that the Makefile calls: each is one file of standard-library Python and also works alone."""
