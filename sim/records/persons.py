"""Whether a word may be the name of a person, so that it is never printed; in doubt it may.

Files of records hold names where nobody expects them: an official's among the types, a caller's in the column of
communities. What a word is cannot be known. It is taken for a name where what is left of it, without ordinary words of
such files and our words for categories, begins with a surname, stands beside a mark such as 办理人 or Mr, or is as
short as a name. Lists of surnames and of ordinary words are in ``persons.yaml``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

HERE = Path(__file__).parent
Use = Literal["type", "area", "head"]
"""Where a word stands: among the kinds of cases, as the name of an area, over a column."""
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_DOTTED = re.compile(r"[\u3400-\u9fff][·・•‧.][\u3400-\u9fff]")
"""买买提·艾力: names of some peoples are parted so."""
_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_\u3400-\u9fff]+)*")
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ue|ui|er|[aoeiuvü])"
)
_GIVEN_PINYIN = re.compile(rf"(?:{_SYLLABLE}['’-]?){{1,2}}")
SHORT = 3
"""Characters of a Chinese name; an unknown word of so many, with nothing ordinary in it, may be one."""
LEAST_PINYIN = 5
"""Letters of a name in pinyin without a space."""


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Lists by name: of characters for single surnames, of words for the others."""
    told: dict[str, str] = yaml.safe_load((HERE / "persons.yaml").read_text(encoding="utf-8"))
    found = {name: frozenset(text.split()) for name, text in told.items()}
    for name in ("surnames", "common"):
        found[name] = frozenset("".join(found[name]))
    with (HERE / "categories.csv").open(encoding="utf-8", newline="") as file:
        ours = frozenset(word for row in csv.DictReader(file) for word in row["words"].casefold().split("|"))
    found["chinese"] = found["ordinary"] | found["marks"] | frozenset(word for word in ours if len(word) > 1)
    found["english"] = frozenset(part for word in ours if word.isascii() for part in word.split())
    return found


def like_name(word: str, use: Use = "type") -> bool:
    """Whether a word of a file may be, or hold, the name of a person.

    Parameters
    ----------
    word : str
    use : {'type', 'area', 'head'}
        Names of areas may be short, and end as areas do; over a column marks such as 办理人 say what it holds.
    """
    said = unicodedata.normalize("NFKC", word).strip()
    if _DOTTED.search(said):
        return True
    return any(_chinese(text, use) for text in _HAN.findall(said)) or _latin(said, use)


def _chinese(text: str, use: Use) -> bool:
    lists = _lists()
    if use == "area" and _ends_as_area(text):
        return False
    left = list(_left(text))
    if not left:
        return False
    if use != "head" and any(mark in text for mark in lists["marks"]):
        return True
    if any(part[0] in lists["surnames"] or part[:2] in lists["double_surnames"] for part in left):
        return True
    if any(lists["common"] & set(part) for part in left):
        return True
    return use == "type" and left == [text] and 1 < len(text) <= SHORT


def _ends_as_area(text: str) -> bool:
    """Whether it is called as areas are: 老坑社区, the 区 of A区; not 李镇, which may be somebody."""
    ends = [end for end in _lists()["areas"] if text.endswith(end)]
    return any(text == end or len(text) > (len(end) if len(end) > 1 else SHORT) for end in ends)


def areas_hidden(names: Sequence[str], cases: Sequence[int], known: Collection[str] = ()) -> list[bool]:
    """Which names of areas may be those of persons.

    Parameters
    ----------
    names : sequence of str
    cases : sequence of int
        Of each.
    known : collection of str
        Names of the areas of a map, which are none.
    """
    ends = [any(map(_ends_as_area, _HAN.findall(name))) for name in names]
    # where areas are called 老坑社区, a short name without that is doubtful, whatever it begins with
    usual = 2 * sum(n for n, end in zip(cases, ends, strict=True) if end) > sum(cases)
    return [
        name not in known and (like_name(name, "area") or (usual and not end and like_name(name, "type")))
        for name, end in zip(names, ends, strict=True)
    ]


def _left(text: str) -> Iterator[str]:
    """What is left of a text without known words, the longest taken first from the left."""
    known, left, at = _lists()["chinese"], "", 0
    while at < len(text):
        size = next((n for n in range(min(6, len(text) - at), 0, -1) if text[at : at + n] in known), 0)
        if size:
            if left:
                yield left
            left = ""
            at += size
        else:
            left += text[at]
            at += 1
    if left:
        yield left


def _latin(said: str, use: Use) -> bool:
    lists = _lists()
    words = [word.casefold() for word in _LATIN.findall(said)]
    if any(word in lists["titles"] for word in words[:-1]):
        return True
    whole = [word for word in words if len(word) > 1]  # without initials
    if not whole or len(whole) == len([word for word in whole if word in lists["english"]]):
        return False
    if any(a in lists["given"] and b in lists["family"] for a, b in zip(whole, [*whole[1:], whole[0]], strict=True)):
        return len(whole) > 1
    if len(whole) == 1:
        return use != "head" and (whole[0] in lists["given"] | lists["family"] or _pinyin(whole[0], ""))
    if len(whole) > SHORT:
        return False
    if whole[0] in lists["given"] or (use == "type" and whole[-1] in lists["family"]):
        return True
    return "".join(whole).isascii() and _pinyin(whole[0], *whole[1:])


def _pinyin(first: str, *more: str) -> bool:
    """Whether words are a Chinese name in Latin letters: Zhang Xiaoming, zhangsan."""
    surnames = _lists()["pinyin"]
    if any(more):
        return first in surnames and all(_GIVEN_PINYIN.fullmatch(word) for word in more)
    return len(first) >= LEAST_PINYIN and any(
        first.startswith(name) and _GIVEN_PINYIN.fullmatch(first[len(name) :]) for name in surnames
    )
