"""Scores: rates with weights, as offices add them up; presets in ``configs/score``, or a file at any path."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.config.place_files import SUFFIXES, config_dir, is_path, shown
from sim.config.plain_yaml import lines_of, load_plain
from sim.config.schema import cut, shown_value
from sim.errors import ConfigError, PlaceError, Problem, did_you_mean, nearest, words_of
from sim.i18n import Bilingual, joined, say
from sim.text_files import read_text

MOST_BYTES = 20_000
"""Size of a score's file at most."""
KEYS = ("title", "source", "weights")
LARGEST = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """A weighted mean of rates, 0 to 100; of a rate of which lower is better, 100 less it counts.

    Attributes
    ----------
    name : str
    title : Bilingual
    source : str
        Ids of the evidence that the weights are from.
    weights : dict of measure to weight
        Above 0; their sum is what they are parts of.
    """

    name: str
    title: Bilingual
    source: str
    weights: Mapping[str, float]

    def share(self, measure: str) -> float:
        """Weight of a measure, of all weights."""
        whole = 0.0
        for weight in self.weights.values():
            whole += weight
        return self.weights[measure] / whole

    def points(self, rates: Mapping[str, Any]) -> Any:
        """Score of rates (numbers, or columns of them); nan where one of them is."""
        from sim.measures import MEASURES

        found: Any = 0.0
        for name in self.weights:
            good = 100.0 - rates[name] if MEASURES[name].better == "lower" else rates[name]
            found = found + self.share(name) * good
        return found


def score_names() -> list[str]:
    """Scores that have a file among the configurations."""
    return sorted(p.stem for p in (config_dir() / "score").glob(f"*{SUFFIXES[0]}") if p.is_file())


def read_score(score: str, weights: Mapping[str, str] | None = None) -> Score:
    """Read a score's file.

    Parameters
    ----------
    score : str
        The name of a score (``configs/score/NAME.yaml``), or a path: with a ``/`` or ending in ``.yaml``.
    weights : mapping of measure to text, optional
        Weights said instead of the file's, as typed.

    Raises
    ------
    ConfigError
        If there is no such score; all that is wrong with its file and with what was typed.
    """
    path = _path_of(score)
    try:
        text, _ = read_text(path, MOST_BYTES)
        tree = load_plain(text)
    except PlaceError as error:
        raise ConfigError([Problem(shown(path), words_of(error))]) from None
    said = tree.get("weights") if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or not isinstance(said, dict) or not said:
        raise ConfigError([Problem(shown(path), say("score.no_weights"), say("score.form"))])
    lines = lines_of(text)
    problems = [
        Problem(f"{shown(path)}:{lines[key]}", say("score.no_key", key=cut(key)), ", ".join(KEYS))
        for key in tree
        if key not in KEYS
    ]
    found: dict[str, float] = {}
    for name, value in said.items():
        _weigh(found, name, value, f"{shown(path)}:{lines[f'weights.{name}']}", problems)
    for name, typed in (weights or {}).items():
        _weigh(found, name, _number(typed), f"score.weights.{name}", problems)
    kept = {name: weight for name, weight in found.items() if weight > 0.0}
    if not kept and not problems:
        problems.append(Problem(shown(path), say("score.all_zero"), say("score.form")))
    title = _title(tree.get("title", path.stem), shown(path), problems)
    if problems:
        raise ConfigError(problems)
    return Score(path.stem, title, str(tree.get("source", "")), kept)


def _path_of(score: str) -> Path:
    if is_path(score):
        return Path(os.path.expanduser(score)).absolute()
    if score not in score_names():
        names = score_names()
        raise ConfigError(
            [Problem("score", say("score.none", name=shown_value(score)), joined(names), nearest(score[:120], names))]
        )
    return config_dir() / "score" / f"{score}{SUFFIXES[0]}"


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _weigh(found: dict[str, float], name: str, value: Any, where: str, problems: list[Problem]) -> None:
    """Take a weight, if it is one of a rate with a direction."""
    from sim.measures import MEASURES  # they compile the model's code, which reading a file does not need

    rates = [m.name for m in MEASURES.values() if m.unit == "%" and m.better]
    if name not in rates:
        problems.append(Problem(where, say("score.no_rate", name=cut(name)), hint=did_you_mean(name[:120], rates)))
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not 0.0 <= value <= LARGEST:
        problems.append(Problem(where, say("errors.found", x=shown_value(value)), say("score.weight", most=LARGEST)))
    elif name in rates:
        found[name] = float(value)


def _title(said: Any, where: str, problems: list[Problem]) -> Bilingual:
    if isinstance(said, str):
        return Bilingual(said, said)
    if isinstance(said, dict) and set(said) == {"en", "zh"} and all(isinstance(v, str) for v in said.values()):
        return Bilingual(said["en"], said["zh"])
    problems.append(Problem(where, say("errors.found", x=shown_value(said)), say("score.title")))
    return Bilingual("", "")
