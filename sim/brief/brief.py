"""What a brief is made of: the answer, the tables behind it, and the days of the pair that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from sim.i18n import Bilingual
from sim.measures import MEASURES
from sim.studies.results import Results

Found = TypeVar("Found")


@dataclass(frozen=True)
class Brief:
    """What the parts of a brief are drawn from.

    Attributes
    ----------
    results : Results
    answer : mapping
        The verdict in numbers and codes, see `sim.studies.verdict`.
    frames : mapping or None
        Days of one pair, see `sim.show.frames`; None where there are none.
    """

    results: Results
    answer: Mapping[str, Any]
    frames: Mapping[str, Any] | None = None
    _made: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)

    def once(self, key: tuple[str, ...], make: Callable[[], Found]) -> Found:
        """Work something out once for all parts, arms and languages; it must hold no text.

        Parameters
        ----------
        key : tuple of str
        make : callable
        """
        if key not in self._made:
            self._made[key] = make()
        found: Found = self._made[key]
        return found

    @property
    def arms(self) -> list[str]:
        """Keys of all arms; the first is what the others are compared with."""
        return [str(arm["key"]) for arm in self.answer["arms"]]

    @property
    def first(self) -> str:
        """The arm that the others are compared with."""
        return self.arms[0]

    @property
    def others(self) -> list[str]:
        """Arms that are compared with the first; of a run there are none."""
        return self.arms[1:] if self.answer["kind"] == "compare" else []

    @property
    def shown(self) -> str:
        """The arm that is shown until the reader picks another: the best one."""
        best = self.answer.get("best")
        return (
            str(best) if best in self.others else next(iter([*self.answer.get("ranked", ()), *self.others]), self.first)
        )

    @property
    def pairs(self) -> int:
        """Replications of every arm."""
        return int(self.answer["pairs"])

    @property
    def place(self) -> Bilingual:
        """What the place is called."""
        title = self.answer["place_title"]
        return Bilingual(title["en"], title["zh"])

    def called(self, arm: str) -> Bilingual:
        """Name of an arm."""
        name = next(a["name"] for a in self.answer["arms"] if a["key"] == arm)
        return Bilingual(name["en"], name["zh"])

    def told(self, arm: str, measure: str) -> Mapping[str, Any]:
        """What the answer says of a measure in an arm; empty where it says nothing."""
        found: Mapping[str, Any] = self.answer["measures"].get(arm, {}).get(measure, {})
        return found

    def title_of(self, measure: str) -> Bilingual:
        """What a measure is called."""
        return MEASURES[measure].called

    @cached_property
    def levels(self) -> set[str]:
        """Levels of which there are rows by area."""
        return set(self.areas["level"].unique()) if len(self.areas) else set()

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Measures by area, grids left out; empty where they were not kept."""
        return self.results.larger_areas if self.results.has("areas") else pd.DataFrame()

    @cached_property
    def days(self) -> pd.DataFrame:
        """The days of the whole district; empty where they were not kept."""
        return self.results.district_days if self.results.has("daily") else pd.DataFrame()

    @cached_property
    def flows(self) -> pd.DataFrame:
        """Where problems go; empty where that was not kept."""
        return self._kept("flows")

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Who waits how long; empty where that was not kept."""
        return self._kept("waits")

    def _kept(self, table: str) -> pd.DataFrame:
        if not self.results.has(table):
            return pd.DataFrame()
        found: pd.DataFrame = getattr(self.results, table)
        return found
