"""A playing model must neither outrun the browser nor wait for ever."""

from __future__ import annotations

import threading
import time

import pytest

from sim.viewer import pace as module
from sim.viewer.pace import Pace


def test_player_waits_until_the_picture_is_drawn() -> None:
    pace, days = Pace(), []
    pace.ask(1)
    player = threading.Thread(target=lambda: (pace.wait(), days.append(1)))
    player.start()
    time.sleep(0.1)
    assert not days
    pace.drawn(1)
    player.join(1.0)
    assert days == [1]


def test_thread_that_hears_the_browser_never_waits() -> None:
    pace = Pace()
    pace.drawn(1)
    pace.ask(2)
    start = time.perf_counter()
    pace.wait()
    assert time.perf_counter() - start < 0.5


def test_sleeping_tab_slows_but_does_not_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.05)
    pace = Pace()
    pace.ask(1)
    start = time.perf_counter()
    pace.wait()
    assert 0.04 < time.perf_counter() - start < 1.0
