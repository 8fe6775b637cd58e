"""What the columns of a file are to us: presets, and a map that somebody writes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.errors import ConfigError, PlaceError, Problem, nearest, words_of
from sim.i18n import Bilingual, joined, say
from sim.records.persons import Use, like_name
from sim.text_files import read_text

TIMES = ("reported", "accepted", "dispatched", "started", "done", "checked", "closed", "due", "forced", "updated")
WORDS = ("kind", "channel", "street", "community", "grid", "unit", "type1", "type2", "type3", "types", "status")
FLAGS = ("on_time", "late", "reached", "resolved", "satisfied", "duplicate", "parent")
COUNTS = ("rework", "postpone", "hang", "shuffle")
POINTS = ("lon", "lat")
FIELDS = ("case", *TIMES, *WORDS, *FLAGS, *COUNTS, *POINTS)
"""Every column that we can use; nothing else is ever parsed."""
HERE = Path(__file__).parent
MOST_BYTES = 100_000
LONGEST, LEAST = 30, 5
_DIGIT = "[0-9〇零一二三四五六七八九幺]"
LONG_NUMBER = re.compile(rf"{_DIGIT}(?:[\s.·-]?{_DIGIT}){{6}}")
"""Seven digits, parted or not: telephone numbers and those of identity cards."""
DWELLING = re.compile(
    r"[0-9〇零一二三四五六七八九十百]+\s*(?:栋|幢|座|单元|室|号楼|房|楼)|(?:路|街|巷|道|弄|里)\s*\d+\s*号|@"
    r"|\d+\s*[-#－]\s*\d+\s*[-#－]\s*\d+|\b(?:apt|apartment|flat|room|rm|suite|unit)\b\.?\s*#?\s*\w*\d"
    r"|^\d+\s.*\b(?:st|street|ave|avenue|rd|road|blvd|ln|lane|dr|drive|ct|court|pl|place|way)\b"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]\s*[·.]?\s*[A-Z0-9]{5,6}",
    re.I,
)
"""A flat, the number of a house, an address of mail, the plate of a car."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A system whose exports are known.

    Attributes
    ----------
    name : str
    title : Bilingual
    columns : dict field -> tuple of str
        What each field is called there, the first that a file has counts.
    answered_only : bool
        Whether a file holds only cases that have ended, so that long waits are missing.
    told_only : bool
        Whether all cases of a file are reports of residents, though no column says so.
    """

    name: str
    title: Bilingual
    columns: Mapping[str, tuple[str, ...]]
    answered_only: bool = False
    told_only: bool = False


def plain(name: str) -> str:
    """A name as it is compared: full width, case, underscores and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("_", " ").replace("\ufeff", "").casefold().split())


def tellable(word: str, times: int = LEAST) -> bool:
    """Whether a word of the file is no entry about somebody: frequent, short, no long number, no dwelling."""
    said = unicodedata.normalize("NFKC", word)
    return times >= LEAST and 0 < len(said) <= LONGEST and not LONG_NUMBER.search(said) and not DWELLING.search(said)


def printable(word: str, times: int = LEAST, use: Use = "head") -> bool:
    """Whether a word of the file may be printed: tellable, and not like the name of a person."""
    return tellable(word, times) and not like_name(word, use)


@cache
def presets() -> dict[str, Preset]:
    """All presets by name."""
    found = yaml.safe_load((HERE / "presets.yaml").read_text(encoding="utf-8"))
    return {
        name: Preset(
            name, Bilingual(told["title"]["en"], told["title"]["zh"]),
            {field: tuple(map(plain, names)) for field, names in told["columns"].items()},
            bool(told.get("answered_only")), bool(told.get("told_only")),
        )
        for name, told in found.items()
    }  # fmt: skip


@cache
def known_names() -> frozenset[str]:
    """Every name of a column in a preset."""
    return frozenset(name for preset in presets().values() for names in preset.columns.values() for name in names)


def found_in(head: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column of a file is which field."""
    at: dict[str, int] = {}
    for i, name in enumerate(map(plain, head)):
        at.setdefault(name, i)
    found: dict[str, int] = {}
    for field, names in columns.items():
        place = next((at[plain(name)] for name in names if plain(name) in at), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def preset_of(head: Sequence[str]) -> tuple[Preset, dict[str, int]] | None:
    """The preset that fits a head best; None if none has a time of report and something beside it."""
    best: tuple[Preset, dict[str, int]] | None = None
    for preset in presets().values():
        fields = found_in(head, preset.columns)
        enough = "reported" in fields and len(fields) >= 2
        if enough and (best is None or len(fields) > len(best[1])):
            best = preset, fields
    return best


@dataclass(frozen=True, slots=True)
class OwnMap:
    """A map that somebody wrote: names of columns by field, on top of a preset if it names one."""

    columns: Mapping[str, tuple[str, ...]]
    preset: str = ""

    @property
    def names(self) -> frozenset[str]:
        """All names in it."""
        return frozenset(plain(name) for names in self.columns.values() for name in names)


def read_map(path: str) -> OwnMap:
    """Read a map of columns.

    Raises
    ------
    ConfigError
        With all that is wrong.
    """
    try:
        told: Any = yaml.safe_load(read_text(Path(path), MOST_BYTES)[0])
    except PlaceError as error:
        raise ConfigError([Problem(path, words_of(error))]) from None
    except yaml.YAMLError:
        told = None
    if not isinstance(told, dict) or not told:
        raise ConfigError([Problem(path, say("records.map_form"), say("records.map_allowed"))])
    preset = str(told.get("preset") or "")
    columns = told.get("columns", {k: v for k, v in told.items() if k != "preset"})
    problems = []
    if preset and preset not in presets():
        hint = nearest(preset, list(presets()))
        problems.append(Problem(f"{path}: preset", say("errors.found", x=repr(preset)), ", ".join(presets()), hint))
    found: dict[str, tuple[str, ...]] = {}
    for field, names in (columns or {}).items() if isinstance(columns, dict) else ():
        many = [names] if isinstance(names, (str, int)) else names
        if field not in FIELDS:
            problems.append(Problem(f"{path}: {field}", say("records.no_field"), ", ".join(FIELDS),
                                    nearest(str(field), FIELDS)))  # fmt: skip
        elif many is None:
            continue
        elif not isinstance(many, list) or not all(isinstance(name, (str, int)) for name in many):
            problems.append(Problem(f"{path}: {field}", say("records.map_value")))
        else:
            found[str(field)] = tuple(str(name) for name in many)
    if not problems and not preset and "reported" not in found:
        problems.append(Problem(path, say("records.map_reported")))
    if problems:
        raise ConfigError(problems)
    return OwnMap(found, preset)


def fields_of(head: Sequence[str], own: OwnMap | None, where: str) -> tuple[str, dict[str, int], bool]:
    """Which column is which field, by a map or by the preset that fits.

    Parameters
    ----------
    head : sequence of str
    own : OwnMap, optional
    where : str
        How the file is named in a problem.

    Returns
    -------
    preset, fields, answered_only

    Raises
    ------
    ConfigError
        If no preset fits, a column that is meant stands there twice, or one of the map is missing.
    """
    if own is None:
        best = preset_of(head)
        if best is None:
            raise ConfigError([Problem(where, say("records.strange", names=_shown(head)), say("records.presets",
                               names=", ".join(presets())), start_of_map(head))])  # fmt: skip
        preset, fields = best
        name, answered = preset.name, preset.answered_only
    else:
        base = presets()[own.preset].columns if own.preset else {}
        fields, name = found_in(head, {**base, **own.columns}), own.preset or "map"
        answered = bool(own.preset) and presets()[own.preset].answered_only
        there = set(map(plain, head))
        lacking = [f"{field}: {names[0]}" for field, names in own.columns.items()
                   if not there & set(map(plain, names))]  # fmt: skip
        if lacking:
            told = say("records.lacks", names=", ".join(lacking))
            raise ConfigError([Problem(where, told, _shown(head))])
    plains = list(map(plain, head))
    twice = sorted({head[i].strip() for i in fields.values() if plains.count(plains[i]) > 1})
    if twice:
        raise ConfigError([Problem(where, say("records.twice", names=", ".join(twice)), say("records.once"))])
    return name, fields, answered


def _shown(head: Sequence[str]) -> str:
    """Names of columns that may be printed."""
    return joined([name.strip() for name in head if printable(name.strip())] or [say("records.no_names")])


def names_shown(head: Sequence[str], places: Collection[int]) -> list[str]:
    """Names of some columns of a file, those left out that may not be printed."""
    return [head[i].strip() for i in sorted(places) if printable(head[i].strip())]


GUESSES = (
    ("reported", r"上报|登记|来电|创建|发生|受理|report|creat|open|request|date|time"),
    ("closed", r"结案|办结|归档|clos|archiv|finish"), ("due", r"截止|时限|期限|due|deadline|target"),
    ("done", r"处置|完成|done|complet"), ("dispatched", r"派|dispatch|assign"),
    ("channel", r"来源|渠道|source|channel|origin"), ("type1", r"大类|类型|分类|类别|type|categ|service"),
    ("type3", r"小类|子类|sub.?type|descriptor"), ("community", r"社区|村|communit|neighbo"),
    ("street", r"街道|乡镇|镇街|street_name|district|borough"), ("status", r"状态|阶段|status"),
    ("case", r"编号|单号|案件号|number|case|key|(?:^|_)id$"),
)  # fmt: skip
NEVER = re.compile(
    r"姓名|电话|手机|身份证|地址|联系|内容|描述|标题|name of|phone|tel|address|descr|text|title|mail", re.I
)
"""Columns that are about persons: no guess takes them."""


def start_of_map(head: Sequence[str]) -> Bilingual:
    """A map to start from: what the columns of a head look like."""
    taken: dict[str, str] = {}
    for field, pattern in GUESSES:
        for name in map(str.strip, head):
            if not printable(name) or name in taken.values() or NEVER.search(name):
                continue
            if field not in taken and re.search(pattern, name, re.I):
                taken[field] = name
    if not taken:
        taken = {"reported": "...", "type1": "..."}
    lines = [f"  {field}: {yaml.safe_dump(name, allow_unicode=True).splitlines()[0]}" for field, name in taken.items()]
    return say("records.start", map="\n".join(["columns:", *lines]))
