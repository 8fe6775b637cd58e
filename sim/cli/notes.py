"""What is said before a run: levers that come late, numbers of a place that are unusual or from a norm.

On stderr, where it is seen beside any kind of answer.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console

from sim.cli.prose import print_prose
from sim.cli.terminal import WIDTH
from sim.config.run import RunConfig
from sim.i18n import Bilingual, say


def of_late(arms: Sequence[RunConfig]) -> list[Bilingual]:
    """Say of every lever that acts on a part of the days measured, or on none; each once."""
    return list(dict.fromkeys(said for arm in arms for said in arm.late()))


def of_places(arms: Sequence[RunConfig]) -> list[Bilingual]:
    """Say which numbers of the places are unusual, and which are from a norm; each once."""
    return list(dict.fromkeys(said for arm in arms for said in arm.remarks()))


def warn(arms: Sequence[RunConfig]) -> None:
    """Print both."""
    out = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH, highlight=False)
    for said in [*of_places(arms), *of_late(arms)]:
        print_prose(out, say("notes.note", said=said))
