"""Questions as they are typed: arms and settings, or a study's file; validated before anything runs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf.errors import OmegaConfBaseException

from sim.cli.compose import composed, layers_of
from sim.cli.overrides import places_in, reason, understand
from sim.config.arm_configs import arms_of
from sim.config.arm_words import Sorted, sort_words
from sim.config.arms import BASELINE, Arm
from sim.config.run import RunConfig
from sim.config.schema import cut
from sim.config.studies import Study, configs_of
from sim.config.study_files import read_study
from sim.errors import ConfigError, Problem
from sim.i18n import say


@dataclass(frozen=True, slots=True)
class Question:
    """Arms that are compared with each other.

    Attributes
    ----------
    arms : dict name -> RunConfig
        The first is what the others are compared with.
    name : str
        What it is called beside others of the same study: the values of what is swept; else empty.
    """

    arms: dict[str, RunConfig]
    name: str = ""


@dataclass(slots=True)
class Questions:
    """All that was asked.

    Attributes
    ----------
    questions : list of Question
        More than one where a study crosses its arms with values.
    settings : list of str
        Words that are settings for all.
    study : Study or None
        The study's file, if there is one.
    """

    questions: list[Question]
    settings: list[str] = field(default_factory=list)
    study: Study | None = None


def read_questions(words: Sequence[str], *, small: bool = False) -> Questions:
    """Read arms and settings, and the study's file if one is named.

    Parameters
    ----------
    words : sequence of str
        ``baseline weak=dual_report:active_share=0.1 place=xialu``, or ``study=winter.yaml pairs=40``, in any order.
    small : bool
        Whether the study is run as its ``test`` says.

    Raises
    ------
    ConfigError
        With all problems of all arms.
    """
    named = [word for word in words if word.startswith("study=")]
    found = sort_words([word for word in words if word not in named], also=("study",))
    good, _, problems = understand(found.settings)
    problems = [*found.problems, *problems]
    problems += [Problem("study", say("cli.twice", what=" ".join(named)), say("errors.once"))] if len(named) > 1 else []
    problems += [
        Problem(o.key_or_group, say("cli.several", x=cut(str(o.input_line))), say("how.each_an_arm"))
        for o in good
        if o.is_sweep_override()
    ]
    problems += [Problem("--small", "there is no study", "study=NAME with it")] if small and not named else []
    good = [o for o in good if not o.is_sweep_override()]
    study: Study | None = None
    made: list[Question] = []
    try:
        if named:
            study = read_study(named[0].partition("=")[2].strip("'\""))
            study = study.small() if small else study
            made = _of_study(study, good, found)
        else:
            made = [Question(_of_words(good, found))]
    except ConfigError as error:
        problems += [p for p in error.problems if str(p) not in {str(q) for q in problems}]
    except (HydraException, OmegaConfBaseException, ValueError, RecursionError) as error:
        problems.append(Problem(cut(" ".join(str(o.input_line) for o in good)), reason(error)))
    if problems:
        raise ConfigError(problems)
    return Questions(made, found.settings, study)


def _of_words(good: Sequence[Override], found: Sorted) -> dict[str, RunConfig]:
    too_few = []
    if len(found.arms) < 2 and not found.problems:
        given = say("how.given", n=len(found.arms)) if found.arms else say("cli.none_given")
        too_few = [Problem("ARM", given, say("how.two_arms"))]
    plain = [str(o.input_line) for o in good]
    try:
        arms = dict(arms_of(composed(plain), layers_of(plain), found.arms or [Arm(BASELINE)], found.own))
    except ConfigError as error:
        raise ConfigError([*too_few, *error.problems]) from None
    if too_few:
        raise ConfigError(too_few)
    return arms


def _of_study(study: Study, good: Sequence[Override], found: Sorted) -> list[Question]:
    """Cross the arms of a study with the values that it sweeps, under what was typed."""
    for override in good:
        if override.key_or_group == "place":
            study = replace(study, place=places_in(override)[0])
    typed = tree_of([o for o in good if o.key_or_group != "place"])
    made = []
    for values in itertools.product(*study.sweep.values()):
        point = dict(zip(study.sweep, values, strict=True))
        under = typed
        for key, value in point.items():
            under = _with(under, key.split("."), value)
        arms = dict(configs_of(study, under, found.arms, found.own))
        if len(arms) < 2:
            raise ConfigError([Problem(study.where("arms"), say("how.arms", n=len(arms)), say("how.two"))])
        made.append(Question(arms, ", ".join(f"{key}={value}" for key, value in point.items())))
    return made


def tree_of(overrides: Sequence[Override]) -> dict[str, Any]:
    """Lay overrides out as a tree of settings."""
    tree: dict[str, Any] = {}
    for override in overrides:
        tree = _with(tree, str(override.key_or_group).split("."), override.value())
    return tree


def _with(tree: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    first, *rest = path
    if not rest:
        return {**tree, first: value}
    inside = tree.get(first)
    return {**tree, first: _with(inside if isinstance(inside, Mapping) else {}, rest, value)}
