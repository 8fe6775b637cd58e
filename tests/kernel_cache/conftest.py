"""A cache of their own for the tests of the cache."""

import pytest

from sim import jit
from tests.empty_cache import folder

__all__ = ["folder"]


@pytest.fixture(autouse=True)
def _compiler() -> None:
    if not jit.enabled():
        pytest.skip("nothing is compiled")
