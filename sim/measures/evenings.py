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
        """Hours written down by volunteers and members since day 0."""

    @property
    def given_h(self) -> Floats:
        """Hours that they really gave."""

    @property
    def forms_h(self) -> Floats:
        """Hours of grid workers on forms since day 0."""

    @property
    def reached(self) -> Floats:
        """Vulnerable residents visited in the last 30 days."""

    @property
    def spent_yuan(self) -> Floats:
        """Money spent since day 0."""

    @property
    def levers_yuan(self) -> Floats:
        """What the levers had cost since day 0."""

    @property
    def asked_h(self) -> Floats:
        """Hours they had asked of people beside their own posts."""

    @property
    def given_up_h(self) -> Floats:
        """Paid hours of grid workers taken or cut for them."""

    @property
    def cut_h(self) -> Floats:
        """Of these, hours that were cut and not paid."""
