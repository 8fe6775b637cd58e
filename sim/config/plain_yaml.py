"""YAML as people write it: plain words and numbers only, each key once; what is wrong is told with its line."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sim.errors import PlaceError

MOST_DEEP = 20
"""Levels of lists and settings in one another at most; our files have four."""


class _PlainLoader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML 1.2's plain words: ``yes`` and ``010`` and ``1:30`` are text; no tags, no anchors, each key once."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if self.flow_level > MOST_DEEP or self.indents[MOST_DEEP:]:
            raise _told(event, "lists in lists without end")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _told(event, "anchors and aliases (& and *) cannot stand here; text with them needs quotes")
        if getattr(event, "tag", None):
            raise _told(event, "tags (with !) cannot stand here; text with them needs quotes")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or not isinstance(name := self.construct_object(key), str):
                raise _told(key, "a key must be a word")
            if name in lines:
                raise _told(key, f"{name} is said twice, first in line {lines[name]}")
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


def _told(at: Any, words: str) -> _ToldError:
    return _ToldError(problem=words, problem_mark=at.start_mark)


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
        raise PlaceError(f"line {line + 1}: {_in_words(error, text.splitlines(), line)}") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise PlaceError(f"line {line}: a character that no text has (code {error.character})") from None
    except ValueError:
        raise PlaceError("a number is too long") from None


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
    problem = str(error.problem)
    if isinstance(error, _ToldError):
        return problem
    if "single document" in str(error.context):
        return "a second document (---); one a file"
    near = range(min(at, len(lines) - 1), max(-1, at - 2), -1)
    for k in near:
        if "\t" in lines[k][: len(lines[k]) - len(lines[k].lstrip())]:
            return "indented with a tab; YAML takes spaces only"
    for k in near:
        if re.match(r"\s*\w+：", lines[k]):
            return "a Chinese colon ：after a key; YAML takes : and a space"
        if re.match(r"\s*\w+:[^\s]", lines[k]):
            return "no space behind the colon of a key"
    return f"not YAML ({problem}); each line is key: value, what belongs together is indented alike, by spaces"
