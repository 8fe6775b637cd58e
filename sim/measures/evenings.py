"""What was recorded at the end of each day."""

from __future__ import annotations

from typing import Protocol

from sim.types import Array, Floats


class Evenings(Protocol):
    """Recorded values at the end of each day, as `sim.recorder.Recorder` keeps them."""

    @property
    def satisfaction(self) -> Floats:
        """Mean satisfaction by day and community."""

    @property
    def open_cases(self) -> Array:
        """Open cases."""

    @property
    def in_post(self) -> Array:
        """Grid workers in post."""

    @property
    def worked_h(self) -> Floats:
        """Hours worked since day 0."""

    @property
    def paid_h(self) -> Floats:
        """Hours paid since day 0."""

    @property
    def offered_h(self) -> Floats:
        """Hours offered by helpers since day 0."""

    @property
    def spent_yuan(self) -> Floats:
        """Money spent since day 0."""
