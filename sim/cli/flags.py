"""Flags of what is printed of an answer, which all commands that print one have."""

from __future__ import annotations

from sim.cli.arguments import JSON, MEASURES, Flag

FULL = Flag(("--full",))
QUIET = Flag(("--quiet",))
OUTPUT = (MEASURES, JSON, FULL, QUIET)
