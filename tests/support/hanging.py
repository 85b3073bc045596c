"""How long a test waits before it says that something hangs; never how fast something is."""

HUNG_S = 20.0
"""Longer than anything takes here that does not hang, however busy the machine [s]."""
