"""What is asked about a place: each number with its unit, and the norm that stands for it where nobody knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.config.place_norms import HOUSEHOLD, NORMS
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.param import describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS

COUNT, SHARE, YUAN, LEVERS = "count", "share", "yuan", "levers"
"""Kinds of answers."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Usual:
    """What stands for a number that nobody knows.

    Attributes
    ----------
    value : float or tuple
    words, source : str
        The norm in words, and where it is from; empty where it is no norm but what goes without saying.
    """

    value: Any
    words: str
    source: str = ""

    @property
    def why(self) -> Bilingual:
        """Both, as they are told."""
        return joined([part for part in (self.words, self.source) if part], "; ")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked.

    Attributes
    ----------
    key : str
        Its name in a file of answers.
    kind : {"count", "share", "yuan", "levers"}
    least, most : float
        What may be answered, both ends included.
    usual : callable
        From the answers so far to what stands for this one; None where there is no norm, or it cannot be worked out.
    """

    key: str
    kind: str
    least: float
    most: float
    usual: Callable[[Values], Usual | None]

    @property
    def title(self) -> Bilingual:
        """What it is called to people, with its unit."""
        return say(TEXTS[self.key][0])

    @property
    def help(self) -> Bilingual:
        """What counts and what does not."""
        return say(TEXTS[self.key][1])


def _none(values: Values) -> Usual | None:
    return None


def _of_norms(key: str) -> Callable[[Values], Usual | None]:
    """The norm of a key number, see `sim.config.place_norms`."""
    norm = next(norm for norm in NORMS if norm.key == key)

    def usual(values: Values) -> Usual | None:
        known = {**values, "household_size": household_size(values)}
        given = [known.get(name) for name in norm.needs]
        if not all(isinstance(value, (int, float)) and value > 0 for value in given):
            return None
        return Usual(max(1, round(norm.work_out(*given))), word("norms", norm.words), word("norms", norm.source))

    return usual


def _of_parameter(owner: str, name: str) -> Callable[[Values], Usual | None]:
    """The default of a parameter, with where it is from."""
    info = next(i for i in describe(owner, Place if owner == "place" else GROUPS[owner]) if i.name == name)

    def usual(values: Values) -> Usual | None:
        return Usual(
            info.default, Bilingual(info.doc, info.zh or info.doc), word("norms", info.source or "the model's default")
        )

    return usual


def _households(values: Values) -> Usual | None:
    people = values.get("population")
    if not isinstance(people, (int, float)):
        return None
    return Usual(max(1, round(people / HOUSEHOLD)), say("own_place.norm_households", size=HOUSEHOLD), "X010")


def household_size(values: Values) -> float:
    """Persons a household, by residents and households; the norm's where one of them is not known."""
    people, homes = values.get("population"), values.get("households")
    if isinstance(people, (int, float)) and isinstance(homes, (int, float)) and homes > 0:
        return float(people) / float(homes)
    return HOUSEHOLD


QUESTIONS: tuple[Question, ...] = (
    Question("population", COUNT, 20, 5e7, _none),
    Question("households", COUNT, 5, 5e7, _households),
    Question("communities", COUNT, 1, 1e5, _none),
    Question("streets", COUNT, 1, 5000, _of_norms("streets")),
    Question("grids", COUNT, 1, 1e6, _of_norms("grids")),
    Question("workers", COUNT, 1, 1e6, _of_norms("workers")),
    Question("part_time_workers", COUNT, 0, 1e6, lambda v: Usual(0, say("own_place.norm_nobody"))),
    Question("compounds", COUNT, 1, 1e6, _of_norms("compounds")),
    Question("managed_share", SHARE, 0.0, 1.0, _of_parameter("place", "managed_share")),
    Question("owners_committees", COUNT, 0, 1e6, _of_norms("owners_committees")),
    Question("reporting_members", COUNT, 0, 1e7, _of_norms("reporting_members")),
    Question("worker_cost", YUAN, 0.0, 1e6, _of_parameter("workers", "wage_yuan")),
    Question("in_force", LEVERS, 0, 0, lambda v: Usual((), say("own_place.norm_none"))),
)
"""In the order in which they are asked: a norm may need an answer above it."""
TEXTS = {
    "population": ("own_place.population", "own_place.population_help"),
    "households": ("own_place.households", "own_place.households_help"),
    "communities": ("own_place.communities", "own_place.communities_help"),
    "streets": ("own_place.streets", "own_place.streets_help"),
    "grids": ("own_place.grids", "own_place.grids_help"),
    "workers": ("own_place.workers", "own_place.workers_help"),
    "part_time_workers": ("own_place.part_time_workers", "own_place.part_time_workers_help"),
    "compounds": ("own_place.compounds", "own_place.compounds_help"),
    "managed_share": ("own_place.managed_share", "own_place.managed_share_help"),
    "owners_committees": ("own_place.owners_committees", "own_place.owners_committees_help"),
    "reporting_members": ("own_place.reporting_members", "own_place.reporting_members_help"),
    "worker_cost": ("own_place.worker_cost", "own_place.worker_cost_help"),
    "in_force": ("own_place.in_force", "own_place.in_force_help"),
}
"""{question: (what it is called, what counts)}"""
BY_KEY = {question.key: question for question in QUESTIONS}
SETTINGS = {"managed_share": "place.managed_share", "worker_cost": "workers.wage_yuan", "in_force": "in_force",
            "households": "place.household_size"}  # fmt: skip
"""Where an answer goes that is no key number of the same name."""


def setting_of(key: str) -> str:
    """Setting of the place's file that an answer becomes."""
    return SETTINGS.get(key, f"place.{key}")
