"""What a case is about, by the words of its types; doubtful words have two readings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import ConfigError, PlaceError, Problem, nearest, words_of
from sim.i18n import say
from sim.observations.areas import CATEGORIES, CATEGORY_NAMES
from sim.records.columns import plain
from sim.text_files import read_text
from sim.types import Array, Ints, Small

HERE = Path(__file__).parent
MOST_BYTES = 1_000_000
NAMES = tuple(CATEGORIES)
ENQUIRY = ("咨询", "enquiry", "inquiry", "information request")
SERVICES = CATEGORIES["services"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words and what they mean.

    Attributes
    ----------
    chinese, english : dict word -> (category, other reading)
        Numbers of categories; the other reading is the same where there is no doubt.
    """

    chinese: dict[str, tuple[int, int]]
    english: dict[str, tuple[int, int]]

    def reading(self, text: str) -> tuple[int, int] | None:
        """Both readings of a text, by the longest word in it; None if it has no known word."""
        said = plain(text)
        best, readings = "", None
        for word, meant in self.chinese.items():
            if len(word) > len(best) and word in said:
                best, readings = word, meant
        if readings is None and any("a" <= c <= "z" for c in said):
            for word, meant in self.english.items():
                if len(word) > len(best) and re.search(rf"(?<![a-z]){re.escape(word)}e?s?(?![a-z])", said):
                    best, readings = word, meant
        return readings

    def case(self, kind: str, types: Sequence[str]) -> tuple[int, int] | None:
        """Both readings of a case: enquiries are services, else sub type before main type before event type."""
        if any(word in plain(kind) for word in ENQUIRY):
            return SERVICES, SERVICES
        return next((found for text in reversed(types) if text and (found := self.reading(text))), None)


def read_words(path: str | None = None) -> Words:
    """Read a table of words; ours if none is named.

    Parameters
    ----------
    path : str, optional
        A CSV file with the columns category, language, words (parted by ``|``), alternative.

    Raises
    ------
    ConfigError
        With all that is wrong.
    """
    where = path or "categories.csv"
    try:
        text = read_text(Path(path) if path else HERE / "categories.csv", MOST_BYTES)[0]
    except PlaceError as error:
        raise ConfigError([Problem(where, words_of(error))]) from None
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    problems: list[Problem] = []
    found: dict[str, dict[str, tuple[int, int]]] = {"zh": {}, "en": {}}
    if not rows or not {"category", "words"} <= set(rows[0]):
        raise ConfigError([Problem(where, say("records.words_form"), "category,language,words,alternative")])
    for number, row in enumerate(rows, start=2):
        at = say("observations.row", file=where, n=number)
        readings = [(row.get(name) or "").strip() for name in ("category", "alternative")]
        for name in filter(None, readings):
            if name not in CATEGORY_NAMES:
                problems.append(
                    Problem(at, say("errors.found", x=repr(name[:40])), ", ".join(NAMES), nearest(name, NAMES))
                )
        if not readings[0]:
            problems.append(Problem(at, say("records.no_category"), ", ".join(NAMES)))
        if problems:
            continue
        first = CATEGORY_NAMES[readings[0]]
        other = CATEGORY_NAMES[readings[1]] if readings[1] else first
        for word in filter(None, map(plain, (row["words"] or "").split("|"))):
            found["en" if word.isascii() else "zh"][word] = first, other
    if problems:
        raise ConfigError(problems)
    return Words(found["zh"], found["en"])


def categories(
    words: Words, kind: tuple[Ints, list[str]], types: Sequence[tuple[Ints, list[str]]]
) -> tuple[Small, Small, dict[str, int]]:
    """Category of each case.

    Parameters
    ----------
    words : Words
    kind : (codes [cases], words)
        Code -1 for none.
    types : sequence of (codes, words)
        Event type, main type, sub type.

    Returns
    -------
    category, other : array of int8 [cases]
        -1 where no word is known.
    strange : dict text -> int
        Cases by the finest type that has no known word.
    """
    columns = [kind, *types]
    key = np.zeros(len(kind[0]), np.int64)
    for codes, names in columns:
        key = key * (len(names) + 1) + (codes + 1)
    distinct, first, where, many = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    readings = np.full((len(distinct), 2), -1, np.int8)
    strange: dict[str, int] = {}
    for k, row in enumerate(first.tolist()):
        texts = [names[codes[row]] if codes[row] >= 0 else "" for codes, names in columns]
        meant = words.case(texts[0], texts[1:])
        if meant is not None:
            readings[k] = meant
        elif told := next((text for text in reversed(texts[1:]) if text), ""):
            strange[told] = strange.get(told, 0) + int(many[k])
    found: Array = readings[where]
    return found[:, 0].copy(), found[:, 1].copy(), strange
