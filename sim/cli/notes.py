"""What is said before a run about levers that come late: on stderr, where it is seen beside any kind of answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console

from sim.cli.prose import print_prose
from sim.cli.terminal import WIDTH
from sim.run_config import RunConfig


def of_late(arms: Sequence[RunConfig]) -> list[str]:
    """Say of every lever that acts on a part of the days measured, or on none; each once."""
    return list(dict.fromkeys(said for arm in arms for said in arm.late()))


def warn_of_late(arms: Sequence[RunConfig]) -> None:
    """Print what `of_late` says."""
    for said in of_late(arms):
        print_prose(
            Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH, highlight=False), f"note: {said}."
        )
