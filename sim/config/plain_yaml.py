"""YAML as people write it: plain words and numbers only, each key once; what is wrong is told with its line."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sim.errors import PlaceError, words_of
from sim.i18n import Bilingual, say

MOST_DEEP = 20
"""Levels of lists and settings in one another at most; our files have four."""


class _PlainLoader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML 1.2's plain words: ``yes`` and ``010`` and ``1:30`` are text; no tags, no anchors, each key once."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if self.flow_level > MOST_DEEP or self.indents[MOST_DEEP:]:
            raise _told(event, say("yaml.endless"))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _told(event, say("yaml.anchors"))
        if getattr(event, "tag", None):
            raise _told(event, say("yaml.tags"))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or not isinstance(name := self.construct_object(key), str):
                raise _told(key, say("yaml.key_word"))
            if name in lines:
                raise _told(key, say("yaml.twice", name=name, line=lines[name]))
            lines[name] = key.start_mark.line + 1
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {}
for _kind, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^(?:[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
              r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", "-+0123456789."),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):  # fmt: skip
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(_pattern), list(_first))


class _ToldError(yaml.MarkedYAMLError):  # type: ignore[misc]
    """A fault that our own words tell already."""

    words: str


def _told(at: Any, words: str) -> _ToldError:
    error = _ToldError(problem=words, problem_mark=at.start_mark)
    error.words = words
    return error


def load_plain(text: str) -> Any:
    """Read YAML.

    Raises
    ------
    PlaceError
        With the line.
    """
    try:
        return yaml.load(text, _PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        raise PlaceError(say("yaml.line", line=line + 1, words=_in_words(error, text.splitlines(), line))) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise PlaceError(say("yaml.character", line=line, code=error.character)) from None
    except ValueError:
        raise PlaceError(say("yaml.long_number")) from None


def without_first_line(error: PlaceError) -> str:
    """What is wrong with a text of a single line, without the number of the line."""
    words = words_of(error)
    if not isinstance(words, Bilingual):
        return words
    before = say("yaml.line", line=1, words="")
    return Bilingual(words.en.removeprefix(before.en), words.zh.removeprefix(before.zh))


def lines_of(text: str) -> dict[str, int]:
    """Say in which line each setting of a text stands, by dotted key; of a text that `load_plain` reads."""
    found: dict[str, int] = {}

    def note(node: Any, above: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = f"{above}.{key.value}" if above else key.value
                found[name] = key.start_mark.line + 1
                note(value, name)

    note(yaml.compose(text, _PlainLoader), "")
    return found


def _in_words(error: yaml.MarkedYAMLError, lines: list[str], at: int) -> str:
    """Say what YAML stumbled over, with the usual reasons for it."""
    if isinstance(error, _ToldError):
        return error.words
    if "single document" in str(error.context):
        return say("yaml.second")
    near = range(min(at, len(lines) - 1), max(-1, at - 2), -1)
    for k in near:
        if "\t" in lines[k][: len(lines[k]) - len(lines[k].lstrip())]:
            return say("yaml.tab")
    for k in near:
        if re.match(r"\s*\w+：", lines[k]):
            return say("yaml.colon")
        if re.match(r"\s*\w+:[^\s]", lines[k]):
            return say("yaml.no_space")
    return say("yaml.no_yaml", problem=error.problem)
