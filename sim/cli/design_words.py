"""Words of a design: ``hydra.sweeper.kind=sobol hydra.sweeper.n=64 vary=[voice.p_report]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from sim.cli.hydra_design import SETTINGS
from sim.config.run import RunConfig
from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import say

KEYS = tuple(SETTINGS)


def points_of(words: Sequence[str], config: RunConfig) -> list[list[str]]:
    """Read the words of a design and make its points, each as overrides.

    Parameters
    ----------
    words : sequence of str
    config : RunConfig
        What is run apart from what is varied; a number that somebody has said is not varied by ``vary=assumed``.

    Raises
    ------
    ConfigError
        With all problems.
    """
    from sim.studies.designs import points
    from sim.studies.ranges import ASSUMED, ranges_of

    said: dict[str, Any] = {**SETTINGS, "seed": config.run.seed}
    vary, intervals, problems = "", dict[str, tuple[float, float]](), list[Problem]()
    for word in words:
        key, _, value = word.partition("=")
        name = key.removeprefix("hydra.sweeper.")
        if key == "vary":
            vary = value
        elif is_interval(word):
            intervals |= _interval(key, value, problems)
        elif key == "hydra/sweeper":
            continue
        elif name in KEYS:
            said[name] = value
        else:
            problems.append(Problem(key, say("how.no_word"), ", ".join(KEYS), did_you_mean(name, KEYS)))
    numbers = {}
    for name in ("n", "seed"):
        if not str(said[name]).isdigit():
            problems.append(Problem(f"hydra.sweeper.{name}", say("errors.found", x=repr(said[name])), say("how.whole")))
        else:
            numbers[name] = int(said[name])
    if problems:
        raise ConfigError(problems)
    names = _names(vary) if vary else [] if intervals else [ASSUMED]
    sides = ranges_of(config, names, intervals)
    made = points(said["kind"], sides, numbers["n"], numbers["seed"])
    return [[f"{key}={_plain(value)}" for key, value in point.items()] for point in made]


def is_interval(word: str) -> bool:
    """Whether a word gives the ends of a number: ``voice.p_report=interval(0.1,0.5)``."""
    return word.partition("=")[2].startswith("interval(")


def _interval(key: str, text: str, problems: list[Problem]) -> dict[str, tuple[float, float]]:
    try:
        low, high = (float(end) for end in text.removeprefix("interval(").removesuffix(")").split(","))
    except ValueError:
        problems.append(Problem(key, say("errors.found", x=text), say("how.interval")))
        return {}
    return {key: (low, high)}


def _names(vary: str) -> list[str]:
    """Read ``assumed``, one name, or a list of names in brackets."""
    text = vary.strip()
    inside = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    return [name.strip() for name in inside.split(",") if name.strip()]


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(repr(float(v)) for v in value) + "]"
    return yaml.safe_dump(value).strip().removesuffix("...").strip() if isinstance(value, bool) else repr(value)
