"""An answer as people write it: 30,400, 3.04万, 70 %, a lever by either name."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sim.config.names import lever_name
from sim.errors import did_you_mean
from sim.i18n import say
from sim.own_place.questions import COUNT, LEVERS, SHARE, Question
from sim.policies import POLICIES

NORM_WORDS = ("norm", "unknown", "规范", "常规", "未知", "不知道")
"""Said instead of a number that nobody knows."""
NOTHING = ("none", "no", "0", "无", "没有", "[]", "-")
_NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(万|%)?")


class Unreadable(ValueError):  # noqa: N818 -- what the answer is
    """An answer that is none; says why."""


def read_answer(question: Question, said: Any) -> Any:
    """Read one answer.

    Parameters
    ----------
    question : Question
    said : Any
        A number, a text, or a list of texts.

    Returns
    -------
    int, float or tuple of str

    Raises
    ------
    Unreadable
        With what is allowed.
    """
    return _levers(said) if question.kind == LEVERS else _number(question, said)


def is_norm(said: Any) -> bool:
    """Whether an answer asks for the norm."""
    return isinstance(said, str) and said.strip().casefold() in NORM_WORDS


def _number(question: Question, said: Any) -> int | float:
    text = unicodedata.normalize("NFKC", str(said)).replace(",", "").replace("_", "").strip()
    match = _NUMBER.fullmatch(text)
    if match is None or isinstance(said, bool):
        raise Unreadable(say("own_place.no_number", found=repr(str(said)[:40])))
    value = float(match[1]) * (10_000.0 if match[2] == "万" else 1.0) / (100.0 if match[2] == "%" else 1.0)
    if match[2] == "%" and question.kind != SHARE:
        raise Unreadable(say("own_place.no_number", found=repr(str(said)[:40])))
    if question.kind == SHARE and match[2] is None and 1.0 < value <= 100.0:
        value /= 100.0  # 70 is meant as 70 %
    if not question.least <= value <= question.most:
        raise Unreadable(say("own_place.out_of_range", x=value, low=question.least, high=question.most))
    if question.kind == COUNT:
        if abs(value - round(value)) > 1e-6:
            raise Unreadable(say("own_place.no_whole", x=value))
        return round(value)
    return value


def _levers(said: Any) -> tuple[str, ...]:
    words = [str(w).strip() for w in said] if isinstance(said, (list, tuple)) else re.split(r"[,，、;；\s]+", str(said))
    words = [w for w in words if w and w.casefold() not in NOTHING]
    by_name = {name.casefold(): name for name in POLICIES} | {lever_name(name).zh: name for name in POLICIES}
    for w in words:
        if w.casefold() not in by_name:
            raise Unreadable(say("own_place.no_lever", found=repr(w[:40]), hint=did_you_mean(w[:40], list(POLICIES))))
    named = {by_name[w.casefold()] for w in words}
    return tuple(name for name in POLICIES if name in named)
