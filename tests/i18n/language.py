"""The language check: an English sentence on a Chinese output, or Chinese on an English one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from sim.cli import COMMANDS
from sim.cli.how import KEYS as HOW
from sim.cli.listing import LISTS, parameters
from sim.config.place_files import place_names
from sim.config.run import load
from sim.config.study_files import study_names
from sim.evidence import load_register, load_sources
from sim.measures import MEASURES
from sim.parameters.param import describe
from sim.parameters.place import Place
from sim.parameters.run import RUN_KEYS
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.report.plots import FORMATS
from sim.studies.engines.settings import ENGINES
from sim.studies.hours import HOURS

CODE = (
    re.compile(r"govsim(?: -{0,2}[a-zA-Z][\w\[\].,=:-]*)*"),  # a command with what is typed behind it
    re.compile(r"pip install \S+"),
    re.compile(r'"(?:select|from) [^"]*"|`[^`]*`'),  # a question in SQL
    re.compile(r"\S+=\S*"),  # a setting
    re.compile(r"--?[a-z][a-z-]*"),  # a flag
    re.compile(r"[~.\w-]*/[\w./~-]+"),  # a path
    re.compile(r"[\w*-]+(?:\.[\w*-]+)+"),  # a file, a dotted name, a version
    re.compile(r"'[^']*'"),  # what somebody typed
)
NAMES = re.compile(r"Kaplan-Meier|Student's t|Holm|CPU|Python|Hydra|YAML|UTF-\d+|Windows|SHA-\d+|Ctrl-C|Reset")
WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}[ ,;:]+[A-Za-z]{2,}")
SNAKE = re.compile(r"(?<![\w.])[a-z]+(?:_[a-z]+)+(?!\w)")
CHINESE = re.compile("[\u3400-\u9fff]{2,}")


@cache
def typed() -> tuple[str, ...]:
    """Everything that is typed, and so is the same in both languages; longest first."""
    short = {name.rpartition(".")[2] for name in (row["name"] for row in parameters())}
    numbers = {key for name in place_names() for key in load(name).to_dict()["place"]}
    told = {key.removeprefix("told.") for name in place_names() for key in load(name).place.sources}
    words = {str(word) for row in parameters() for word in row["allowed"] or () if isinstance(word, str)}
    all_of = {
        *COMMANDS,
        *POLICIES,
        *MEASURES,
        *GROUPS,
        *place_names(),
        *short,
        *numbers,
        *told,
        *words,
        *RUN_KEYS,
        *LISTS,
        *FORMATS,
    }
    all_of |= {
        "baseline",
        "policy",
        "in_force",
        *HOURS,
        *ENGINES,
        *HOW,
        *study_names(),
        "dual_reprt",
    }  # the last is misspelt in a test
    return tuple(sorted(all_of, key=len, reverse=True))


@cache
def cited() -> tuple[str, ...]:
    """Texts of evidence, which stay as they were found: sources, quotes, flags; longest first."""
    found = (
        {row["source"] for row in parameters()}
        | {info.source for info in describe("place", Place)}
        | {source.title for source in load_sources().values()}
    )
    for place in map(load, place_names()):
        found |= {
            text for source in place.place.sources.values() for text in (source, source.partition(":")[2].strip())
        }
    for r in load_register().values():
        found |= {r.item, r.value, r.unit, r.quote, r.flag, r.derived, r.reason, f"{r.place} {r.date}", r.place}
    found |= {text.removeprefix("assumption: ") for text in found}
    return tuple(sorted((text for text in found if len(text) > 3), key=len, reverse=True))


def without(text: str, parts: Iterable[str]) -> str:
    for part in parts:
        if part in text and len(part) > 20:
            text = text.replace(part, "·")
        elif part in text:
            text = re.sub(rf"(?<![A-Za-z_]){re.escape(part)}(?![A-Za-z_])", "·", text)
    return text


def strangers(text: str, language: str) -> list[str]:
    """Find what stands in the other language on an output of one ("en" or "zh")."""
    if language == "en":
        return CHINESE.findall(without(text, [load(name).place.title_zh for name in place_names()]))
    text = without(text, cited())
    for pattern in (*CODE, NAMES):
        text = pattern.sub("·", text)
    text = without(text, typed())
    return [found for line in text.split("\n") for found in [*WORDS.findall(line), *SNAKE.findall(line)]]
