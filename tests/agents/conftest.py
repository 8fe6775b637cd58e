"""A town for windows."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from typing import Any

import pytest

from sim.agents.kinds import Resident
from tests.agents.town import Town


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def residents(town: Town) -> Any:
    return town.agents_by_type[Resident]


@pytest.fixture
def start_method() -> Iterator[None]:
    """Put back the start method of processes, which ``mesa.batch_run`` changes on Mesa 3.5."""
    method = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(method, force=True)
