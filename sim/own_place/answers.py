"""Answers: those that were given, those that map and records count, and norms where somebody said so.

They are kept as they come, in ``answers.yaml`` beside the data, so that nothing is lost when somebody stops.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.config.plain_yaml import load_plain
from sim.errors import ConfigError, PlaceError, Problem, did_you_mean, words_of
from sim.i18n import Bilingual, joined, say
from sim.own_place.counted import Counted
from sim.own_place.questions import BY_KEY, QUESTIONS, Question, Usual
from sim.own_place.reading import Unreadable, is_norm, read_answer
from sim.own_place.weighing import refusals
from sim.store.folder import replace_text
from sim.text_files import read_text

KEPT = "answers.yaml"
"""File of the answers given so far."""
NAMES = ("name", "title", "title_zh")
"""What a file of answers may say besides: how the place is called."""
TOLD, COUNTED, NORM = "told", "counted", "norm"
"""Where a number is from."""
MOST_BYTES = 100_000


@dataclass(slots=True)
class Answers:
    """All that is known of a place.

    Attributes
    ----------
    counted : dict key -> Counted
        What map and records tell.
    values : dict key -> Any
        By question.
    origin : dict key -> {"told", "counted", "norm"}
    usual : dict key -> Usual
        The norm of each that is from one.
    names : dict
        How the place is called, where somebody said so.
    """

    counted: Mapping[str, Counted] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    usual: dict[str, Usual] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take what was counted."""
        for key, found in self.counted.items():
            self.values[key], self.origin[key] = found.value, COUNTED

    def missing(self) -> list[Question]:
        """What is still to be asked, in order."""
        return [question for question in QUESTIONS if question.key not in self.values]

    def take(self, question: Question, said: Any) -> None:
        """Take one answer; ``norm`` takes the norm.

        Raises
        ------
        Unreadable
            If it is none, or there is no norm to take.
        """
        key = question.key
        if is_norm(said):
            usual = question.usual(self.values)
            if usual is None:
                raise Unreadable(say("own_place.no_norm"))
            self.values[key], self.origin[key], self.usual[key] = usual.value, NORM, usual
        else:
            self.values[key], self.origin[key] = read_answer(question, said), TOLD
            self.usual.pop(key, None)

    def forget(self, key: str) -> None:
        """Take an answer back, so that it is asked again."""
        for held in (self.values, self.origin, self.usual):
            held.pop(key, None)
        if key in self.counted:
            self.values[key], self.origin[key] = self.counted[key].value, COUNTED

    def keep(self, folder: Path) -> None:
        """Write what was answered so far."""
        lines = [f"# {line}" for line in str(say("own_place.kept_head")).splitlines()]
        lines += [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in self.names.items()]
        for question in QUESTIONS:
            origin = self.origin.get(question.key)
            if origin == NORM:
                lines.append(f"{question.key}: norm")
            elif origin == TOLD:
                value = self.values[question.key]
                plain = f"[{', '.join(value)}]" if isinstance(value, tuple) else f"{value:.12g}"
                lines.append(f"{question.key}: {plain}")
        replace_text(folder / KEPT, "\n".join(lines) + "\n")


def read_answers(path: Path, counted: Mapping[str, Counted], *, all_of_them: bool) -> Answers:
    """Read a file of answers.

    Parameters
    ----------
    path : Path
    counted : mapping key -> Counted
        What map and records tell.
    all_of_them : bool
        Whether what is neither answered nor counted is a problem.

    Raises
    ------
    ConfigError
        With all problems: unknown names, what is no number, a number that differs from what the map counts, what
        cannot be, and all that is missing, with what ``norm`` would take.
    """
    try:
        tree = load_plain(read_text(path, MOST_BYTES)[0])
    except PlaceError as error:
        raise ConfigError([Problem(str(path), words_of(error))]) from None
    if tree is not None and not isinstance(tree, dict):
        raise ConfigError([Problem(str(path), say("own_place.no_answers"), say("own_place.form"))])
    found, problems = Answers(counted), list[Problem]()
    said = {_key_of(key): value for key, value in (tree or {}).items()}
    for key in said:
        if key not in BY_KEY and key not in NAMES:
            problems.append(Problem(key, say("own_place.no_question"), hint=did_you_mean(key, [*BY_KEY, *NAMES])))
    found.names = {key: str(said[key]) for key in NAMES if said.get(key) is not None}
    for question in QUESTIONS:
        if said.get(question.key) is not None:
            problems += _taken(found, question, said[question.key])
    if all_of_them and (missing := found.missing()):
        told = {p.where for p in problems}
        problems += [_lacking(found, question) for question in missing if question.key not in told]
        problems += refusals(found.values)
    if problems:
        raise ConfigError(problems)
    return found


def _key_of(name: str) -> str:
    """Key of a question by its name in either language."""
    text = str(name).strip()
    by_title = {form: q.key for q in QUESTIONS for form in (q.title.en.casefold(), q.title.zh)}
    return by_title.get(text.casefold(), text.replace("-", "_"))


def _taken(found: Answers, question: Question, said: Any) -> list[Problem]:
    """Take an answer of a file; a number against the map's needs a word which of them counts."""
    key, held = question.key, found.counted.get(question.key)
    text = str(said).strip()
    if held is not None and text.casefold() in ("counted", "已统计"):
        return []
    against = text.casefold().removeprefix("told").strip() if text.casefold().startswith("told ") else None
    try:
        if held is not None and against is None and not is_norm(said):
            value = read_answer(question, said)
            if value != held.value:
                what = say("own_place.differs", told=value, counted=held.value, where=held.where)
                return [Problem(key, what, f"{key}: counted, {key}: told {value}")]
            return []
        found.take(question, said if against is None else against)
    except Unreadable as error:
        return [Problem(key, words_of(error), _offer(found, question))]
    return []


def _lacking(found: Answers, question: Question) -> Problem:
    """Say that an answer is missing, and what the norm would be; later norms go on from it."""
    offer = _offer(found, question)
    if (usual := question.usual(found.values)) is not None:
        found.values[question.key] = usual.value
    return Problem(question.key, say("own_place.lacking", title=question.title), offer)


def _offer(found: Answers, question: Question) -> Bilingual:
    usual = question.usual(found.values)
    if usual is None:
        return say("own_place.must_be_told")
    return say("own_place.norm_takes", x=shown_value(question, usual.value), why=usual.why)


def shown_value(question: Question, value: Any) -> Bilingual | str:
    """A value as people read it."""
    from sim.config.names import lever_names

    if isinstance(value, tuple):
        return joined(lever_names(value)) if value else say("own_place.none")
    return f"{100.0 * value:g} %" if question.kind == "share" else f"{value:,.12g}"
