"""The command line: one file for each verb, help and exit codes that a person can follow at four in the morning.

It reads arguments, calls the host and prints; it decides nothing about the line and holds no rule of the protocol. Every verb takes
the node's folder first. Nothing is imported here on purpose: a verb loads what it needs when it is called.
"""
