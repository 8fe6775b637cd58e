"""Keeps a playing model from running ahead of the browser.

Mesa's play loop never looks whether a picture has arrived. On a busy machine hundreds queue up, clicks wait
behind them, and Solara ends the page with "too many renders". So a day begins only when the browser has
drawn the picture that was asked for last.
"""

from __future__ import annotations

import threading

PATIENCE_S = 2.0
"""A sleeping tab slows a run down to this, but does not stop it."""


class Pace:
    """Counts pictures asked for and drawn, by their running number."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._asked = 0
        self._drawn = 0
        self._ear: int | None = None

    def ask(self, picture: int) -> None:
        """Note that Mesa wants a picture."""
        self._asked = picture

    def drawn(self, picture: int) -> None:
        """Note that the browser has drawn a picture; runs in the thread that listens to the browser."""
        with self._news:
            self._drawn = max(self._drawn, picture)
            self._ear = threading.get_ident()
            self._news.notify_all()

    def wait(self) -> None:
        """Wait until the browser has drawn what was asked for.

        The thread that listens to the browser never waits: it would not hear the answer.
        """
        with self._news:
            if threading.get_ident() != self._ear:
                self._news.wait_for(lambda: self._drawn >= self._asked, timeout=PATIENCE_S)
