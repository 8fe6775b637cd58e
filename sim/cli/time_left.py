"""How long a question still takes, from how long its tasks took so far."""

from __future__ import annotations

from sim.i18n import Bilingual, say

LEAST = 2
"""Tasks that must have finished before anything is said."""
SLOWER = 1.5
"""How much longer than told it must look before more is told."""
MINUTE, HOUR = 60.0, 3600.0


class TimeLeft:
    """Time left, told so that it does not rise without a reason.

    The first tasks carry what happens once (compiling, starting workers), so the estimate begins high and falls.
    """

    def __init__(self) -> None:
        self._total = -1
        self._first, self._began = 0, 0.0
        self._told: float | None = None

    def after(self, done: int, total: int, now: float) -> float | None:
        """Seconds left; None before `LEAST` tasks have finished.

        Parameters
        ----------
        done, total : int
            Tasks that are there, and of how many. Those of an earlier run count as there from the first call on.
        now : float
            Seconds on any clock.
        """
        if total != self._total:  # the first call, or more was asked for
            self._total, self._first, self._began, self._told = total, done, now, None
        lived = done - self._first
        if lived < LEAST:
            return None
        found = (now - self._began) / lived * (total - done)
        if self._told is not None and found < SLOWER * self._told + 1.0:
            found = min(found, self._told)
        self._told = found
        return found


def in_words(seconds: float) -> Bilingual:
    """Say how long it still takes, roughly."""
    if seconds < 10.0:
        return say("terminal.left_s", n=max(round(seconds), 1))
    if seconds < 2 * MINUTE:
        return say("terminal.left_s", n=5 * round(seconds / 5.0))
    if seconds < 2 * HOUR:
        return say("terminal.left_min", n=round(seconds / MINUTE))
    return say("terminal.left_h", n=round(seconds / HOUR))
