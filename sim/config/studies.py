"""Studies: a question, its arms and everything that is needed to run it, however it was written down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.config.arm_configs import arms_of
from sim.config.arms import Arm, Change
from sim.config.layers import Layer, Layers, Said, said_by_place, said_of
from sim.config.place_files import read_place, shown
from sim.config.run import RunConfig, merged
from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.parameters.run import RUN_KEYS

_KEY = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class Study:
    """What a study's file says.

    Attributes
    ----------
    path : Path
    place : str
        The name of a place, or the path of its file.
    tree : dict
        Settings for all arms, in the layout of the configuration files.
    arms : tuple of Arm
    question : dict
        By language, en and zh; in the one that it was asked in alone where the file says a single text.
    sweep : dict key -> tuple
        Values that are crossed with all arms.
    draws : int
        Draws of what is assumed, a second set of tasks; 0 for none.
    until : str
        ``settled`` to run until every measure asked for is settled; empty for a fixed number of replications.
    max_pairs : int
        At most, with `until`; 0 where it is not said.
    measures : tuple of str
        Measures that the question is about; empty for the headline ones.
    test : dict
        Settings with which the study is run small.
    lines : dict key -> int
        Where each key stands in the file.
    """

    path: Path
    place: str
    tree: dict[str, Any]
    arms: tuple[Arm, ...]
    question: dict[str, str] = field(default_factory=dict)
    sweep: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    draws: int = 0
    until: str = ""
    max_pairs: int = 0
    measures: tuple[str, ...] = ()
    test: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def where(self, key: str) -> str:
        """File and line of a key."""
        return where_of(self.path, self.lines, key)

    @property
    def layers(self) -> dict[str, Said]:
        """Who said what for all arms: the place's file, then this one."""
        file = read_place(self.place)
        own = {
            key: Said(said.value, Layer.STUDY, self.where(key))
            for key, said in said_of(self.tree, Layer.STUDY, "").items()
        }
        return {**said_by_place(file.tree, shown(file.path)), **own}

    def base(self, typed: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What is said for all arms: by the place, the study, and over both what was typed (as a tree)."""
        return merged(merged(read_place(self.place).tree, self.tree), typed or {})

    def own_baseline(self, name: str) -> str:
        """Name the arm that an arm is compared with in a published table.

        The one without levers that changes most of the numbers that the arm changes and no others; the first arm where
        there is none. So a lever that needs a surge to act is told from the surge.
        """
        said = {arm.name: {(c.key, c.op, repr(c.value)) for c in arm.changes} for arm in self.arms}
        able = [arm.name for arm in self.arms if not arm.levers and arm.name != name and said[arm.name] <= said[name]]
        return max(able, key=lambda other: len(said[other]), default=self.arms[0].name)

    def small(self) -> Study:
        """The study as its ``test`` wants it run, in a folder of its own."""
        tree = merged(self.tree, {key: value for key, value in self.test.items() if key in RUN_KEYS})
        tree["into"] = f"{self.tree.get('into') or self.path.stem}_small"
        return Study(
            self.path, str(self.test.get("place", self.place)), tree, self.arms, self.question, self.sweep,
            int(self.test.get("draws", self.draws)), "", 0, self.measures, {}, self.lines,
        )  # fmt: skip


def configs_of(
    study: Study,
    typed: Mapping[str, Any] | None = None,
    arms: Sequence[Arm] = (),
    own: Mapping[str, Sequence[Change]] | None = None,
    said: Layers | None = None,
) -> list[tuple[str, RunConfig]]:
    """Put every arm of a study together.

    Parameters
    ----------
    study : Study
    typed : mapping, optional
        Settings typed for all arms, as a tree.
    arms : sequence of Arm
        Further arms that were typed.
    own : mapping of str to sequence of Change, optional
        What was typed for one arm alone, by its name.
    said : mapping of str to Said, optional
        Who said what of `typed`, with its words; the keys themselves where it is not given.

    Raises
    ------
    ConfigError
        With all problems, and the line of the file for what it says.
    """
    typed = typed or {}
    layers = {**study.layers, **(said_of(typed, Layer.TYPED, "") if said is None else said)}
    try:
        return arms_of(study.base(typed), layers, [*study.arms, *arms], own)
    except ConfigError as error:
        raise ConfigError([_with_line(p, study) for p in error.problems]) from None


def _with_line(problem: Problem, study: Study) -> Problem:
    key = (_KEY.match(problem.where) or [""])[0]
    if key not in study.lines or problem.where.startswith("arms"):
        return problem
    return Problem(
        say("study.in_line", where=problem.where, line=study.where(key)), problem.found, problem.allowed, problem.hint
    )


def where_of(path: Path, lines: Mapping[str, int], key: str) -> str:
    """File and line of a key, or of the nearest one above it."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return f"{shown(path)}:{lines[key]}" if key else shown(path)
