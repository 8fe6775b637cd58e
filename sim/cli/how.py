"""How a question is lived: words that move no number, such as ``jobs=2 budget=4h engine=dask``.

They are read here and not by Hydra: no result depends on them, so they are no part of a configuration.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sim.cli.arguments import Flag
from sim.config.scores import Score, read_score
from sim.config.studies import Study
from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.studies.engines.settings import EngineSettings, read_engine
from sim.studies.runner import How

JOIN = Flag(("--join",))
ANEW = Flag(("--anew",))
KEYS = ("budget", "engine", "max", "until", "shard", "pairs", "draws", "from", "posterior", "score")
"""Settings without a dot that are read here."""
_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|m|h|d)?")
_SECONDS = {"s": 1.0, "": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
WEIGHTS = "score.weights."
"""Settings that begin so say a weight of the score."""
MOST_PAIRS = 100_000
MOST_JOBS = 1024


@dataclass(slots=True)
class HowAsked:
    """What was said of how to live it.

    Attributes
    ----------
    settings : list of str
        What is left for the configuration.
    how : How
    engine : EngineSettings
    until_settled : bool
        Whether pairs are added until the measures asked for are settled.
    most : int, optional
        Pairs at which that ends.
    jobs : int, optional
        Replications at a time, where a folder says everything else (`of_a_folder`); else they are in the settings.
    draws : int, optional
        Draws beside the pairs at the defaults; None where nobody said.
    source : str
        What they are drawn from: ``prior``, ``posterior``, the path of a posterior's file; empty where nobody said.
    score : Score, optional
        What is printed besides.
    problems : list of Problem
    """

    settings: list[str] = field(default_factory=list)
    how: How = field(default_factory=How)
    engine: EngineSettings = field(default_factory=EngineSettings)
    until_settled: bool = False
    most: int | None = None
    jobs: int | None = None
    draws: int | None = None
    source: str = ""
    score: Score | None = None
    problems: list[Problem] = field(default_factory=list)


def read_how(settings: Sequence[str], *, join: bool = False, anew: bool = False) -> HowAsked:
    """Take the words of `KEYS` out of what was typed and read them; ``pairs=`` becomes ``replications=``.

    Parameters
    ----------
    settings : sequence of str
    join, anew : bool
        Whether these flags were given.
    """
    found, engine = HowAsked(), dict[str, Any]()
    budget_s, shard = math.inf, None
    values: dict[str, Any] = {}
    for word in settings:
        key, equals, value = word.partition("=")
        if key == "pairs" and equals:
            found.settings.append(f"replications={value}")
        elif key in KEYS or key.startswith(("engine.", WEIGHTS)):
            if key in values:
                found.problems.append(
                    Problem(key, say("cli.twice", what=f"{key}={values[key]}, {word}"), say("errors.once"))
                )
            values[key] = value
        else:
            found.settings.append(word)
    for key, value in values.items():
        if key == "engine":
            engine["name"] = value
        elif key.startswith("engine."):
            engine[key.removeprefix("engine.")] = _plain(value)
        elif key == "budget":
            budget_s = _seconds(value, found.problems)
        elif key == "shard":
            shard = _shard(value, found.problems)
        elif key == "until":
            found.until_settled = value == "settled"
            if value not in ("settled", "pairs"):
                told = say("errors.found", x=repr(value))
                found.problems.append(Problem("until", told, say("how.settled_or_pairs")))
        elif key == "max":
            found.most = _whole(value, found.problems)
        elif key in ("draws", "from", "posterior"):
            _draws(found, key, value)
    found.score = _score(values, found.problems)
    try:
        found.engine = read_engine(engine)
    except ConfigError as error:
        found.problems += error.problems
    if found.most is not None and not found.until_settled and "until" not in values:
        found.problems.append(Problem("max", say("how.max_alone"), say("how.max_with")))
    if "from" in values and "posterior" in values:
        told = say("cli.twice", what=f"from={values['from']}, posterior={values['posterior']}")
        found.problems.append(Problem("from", told, say("errors.once")))
    found.how = How(budget_s=budget_s, join=join, shard=shard, anew=anew)
    return found


def of_a_folder(how: HowAsked, also: Sequence[str] = ()) -> list[Problem]:
    """Read ``jobs=`` where a study folder says what is asked, and refuse what says it again.

    Parameters
    ----------
    how : HowAsked
        Its `jobs` is set.
    also : sequence of str
        Settings that the command itself reads.
    """
    problems = []
    for word in how.settings:
        key, _, value = word.partition("=")
        if key == "jobs" and value.isdigit() and int(value) <= MOST_JOBS:
            how.jobs = int(value)
        elif key == "jobs":
            problems.append(Problem("jobs", say("errors.found", x=repr(value)), say("how.jobs", most=MOST_JOBS)))
        elif key not in also:
            allowed = ", ".join((*also, "jobs", "budget", "engine"))
            problems.append(Problem(word, say("how.asked_by_folder"), allowed, say("how.ask_elsewhere")))
    return problems


def with_study(how: HowAsked, study: Study) -> HowAsked:
    """Take from a study's file what was not typed: until when pairs are added, and how many draws."""
    if how.draws is None and (study.draws or "draws" in study.lines):
        how = replace(how, draws=study.draws)
    if study.until != "settled" or how.until_settled:
        return how
    return replace(how, until_settled=True, most=how.most or study.max_pairs or None)


def _draws(found: HowAsked, key: str, value: str) -> None:
    """Read how many draws, and from what."""
    value = value.strip("'\"")
    if key == "draws":
        if value.isdigit() and int(value) <= MOST_PAIRS:
            found.draws = int(value)
        else:
            found.problems.append(Problem(key, say("errors.found", x=repr(value)), say("how.draws", most=MOST_PAIRS)))
    elif key == "posterior":
        found.source = value if value.endswith(".parquet") else f"{value}.parquet"
    elif value in ("prior", "posterior"):
        found.source = value
    else:
        found.problems.append(Problem(key, say("errors.found", x=repr(value)), "prior, posterior", say("how.own_file")))


def _score(values: dict[str, Any], problems: list[Problem]) -> Score | None:
    weights = {key.removeprefix(WEIGHTS): value for key, value in values.items() if key.startswith(WEIGHTS)}
    if "score" not in values:
        if weights:
            problems.append(Problem("score.weights", say("score.alone"), say("score.with")))
        return None
    try:
        return read_score(values["score"], weights)
    except ConfigError as error:
        problems += error.problems
        return None


def _plain(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _seconds(text: str, problems: list[Problem]) -> float:
    match = _TIME.fullmatch(text.strip())
    if match is None or float(match[1]) <= 0.0:
        problems.append(Problem("budget", say("errors.found", x=repr(text)), say("how.time")))
        return math.inf
    return float(match[1]) * _SECONDS[match[2] or ""]


def _shard(text: str, problems: list[Problem]) -> tuple[int, int] | None:
    part, slash, of = text.partition("/")
    if slash and part.isdigit() and of.isdigit() and 0 <= int(part) < int(of):
        return int(part), int(of)
    hint = say("how.from_zero") if slash and part == of else ""
    problems.append(Problem("shard", say("errors.found", x=repr(text)), say("how.shard"), hint))
    return None


def _whole(text: str, problems: list[Problem]) -> int | None:
    if text.isdigit() and 1 <= int(text) <= MOST_PAIRS:
        return int(text)
    problems.append(Problem("max", say("errors.found", x=repr(text)), say("how.pairs", most=MOST_PAIRS)))
    return None
