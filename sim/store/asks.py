"""What was asked of a folder: arms, how often, which tables; written so that it can be run anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from sim.config.drawn import with_its_values
from sim.config.layers import Layer, Said
from sim.config.run import RunConfig, merged, parse
from sim.errors import ConfigError, ResultError, reason, words_of
from sim.i18n import joined, say
from sim.store.folder import replace_text
from sim.store.tasks import cell_of

FORMAT = 2
"""Of study.yaml."""
ALL = -1
"""In place of a number of cases: every case."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class DrawnTask:
    """One arm of one draw: a configuration of its own, lived once, with the draw's number as its fate."""

    arm: str
    draw: int
    cell: str
    tree: str
    config: RunConfig


@dataclass(frozen=True)
class Ask:
    """One question to the model: every replication of every arm; and beside it, every arm of every draw.

    Attributes
    ----------
    kind : {"run", "compare", "sweep"}
    arms : dict label -> RunConfig
        All measured over the same days; the first is what others are compared with.
    replications : int
    tables : tuple of str
        Tables that are kept beside measures and costs.
    case_rows : int
        Most rows of a replication's table of cases; -1 is all.
    whole : int
        Replications whose cases are kept whole, so that differences can be explained.
    typed : tuple of str
        What the user typed.
    question : str
    drawn : tuple of mapping
        Values of each draw by dotted key; the same in all arms. No table is kept of these tasks.
    source : str
        What they were drawn from: ``prior``, or the posterior's name.
    """

    kind: str
    arms: Mapping[str, RunConfig]
    replications: int
    tables: tuple[str, ...] = ()
    case_rows: int = 0
    whole: int = 0
    typed: tuple[str, ...] = ()
    question: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    drawn: tuple[Mapping[str, float], ...] = ()
    source: str = ""

    @property
    def first(self) -> RunConfig:
        """The arm that others are compared with."""
        return next(iter(self.arms.values()))

    @cached_property
    def trees(self) -> dict[str, str]:
        """Canonical tree of each arm."""
        return {label: config.canonical() for label, config in self.arms.items()}

    @cached_property
    def cells(self) -> dict[str, str]:
        """Cell of each arm."""
        return {label: cell_of(tree) for label, tree in self.trees.items()}

    @cached_property
    def drawn_tasks(self) -> list[DrawnTask]:
        """Every arm of every draw, draw by draw."""
        found = []
        for k, values in enumerate(self.drawn):
            for label, config in self.arms.items():
                own = with_its_values(config, values, f"draw {k}")
                tree = own.canonical()
                found.append(DrawnTask(label, k, cell_of(tree), tree, own))
        return found

    def digest(self) -> str:
        """Name of the folder of its answer."""
        told = [list(self.cells.items()), self.replications, self.kind]
        told += [self.source, list(map(sorted, map(dict.items, map(dict, self.drawn))))] if self.drawn else []
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]

    def cases_of(self, replication: int) -> int:
        """Most rows of the table of cases of a replication; -1 is all."""
        return ALL if replication < self.whole else self.case_rows

    def with_replications(self, replications: int) -> Ask:
        """The same question, asked more or less often."""
        return replace(self, replications=replications)


def write_ask(ask: Ask, path: Path) -> None:
    """Write it as YAML: the first arm in full, of the others what differs."""
    base, said = ask.first.to_dict(), _said_plain(ask.first)
    told: dict[str, Any] = {
        "format": FORMAT,
        "kind": ask.kind,
        "question": ask.question,
        "typed": list(ask.typed),
        "replications": ask.replications,
        "tables": list(ask.tables),
        "case_rows": ask.case_rows,
        "whole": ask.whole,
        **ask.extra,
        **({"draws": _draws_plain(ask)} if ask.drawn else {}),
        "cells": ask.cells,
        "base": base,
        "arms": {label: _differs(base, config.to_dict()) for label, config in ask.arms.items()},
        "said": said,
        "arms_said": {
            label: {k: v for k, v in _said_plain(config).items() if v != said.get(k)}
            for label, config in ask.arms.items()
        },
    }
    replace_text(path, yaml.dump(told, Dumper=_Dumper, sort_keys=False, allow_unicode=True))


def _draws_plain(ask: Ask) -> dict[str, Any]:
    """Number, source, values and cells of the draws; the long lists as JSON, which is read a hundred times faster."""
    keys = list(dict.fromkeys(key for values in ask.drawn for key in values))
    cells: dict[str, list[str]] = {label: [] for label in ask.arms}
    for task in ask.drawn_tasks:
        cells[task.arm].append(task.cell)
    values = [[values.get(key) for key in keys] for values in ask.drawn]
    return {
        "n": len(ask.drawn),
        "source": ask.source,
        "keys": json.dumps(keys),
        "values": json.dumps(values),
        "cells": json.dumps(cells, ensure_ascii=False),
    }


def _said_plain(config: RunConfig) -> dict[str, list[Any]]:
    return {
        key: [_listed(said.value), said.layer.name.lower(), said.where, said.basis] for key, said in config.said.items()
    }


def _listed(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_listed(v) for v in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _differs(base: Mapping[str, Any], tree: Mapping[str, Any]) -> dict[str, Any]:
    """What a tree says otherwise; levers are given whole."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if value == base.get(key):
            continue
        if isinstance(value, dict) and key != "policies":
            found[key] = {k: v for k, v in value.items() if v != base[key].get(k)}
        else:
            found[key] = value
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it lies on disk; its arms are made when they are needed.

    Attributes
    ----------
    told : dict
        Content of the file.
    path : Path
    """

    told: Mapping[str, Any]
    path: Path

    @property
    def cells(self) -> dict[str, str]:
        """Cell of each arm, by its label."""
        return {str(label): str(cell) for label, cell in self.told["cells"].items()}

    @property
    def draws(self) -> int:
        """Draws that were asked for."""
        return int((self.told.get("draws") or {"n": 0})["n"])

    @property
    def source(self) -> str:
        """What they are drawn from; empty where there are none."""
        return str((self.told.get("draws") or {"source": ""})["source"])

    @property
    def drawn_cells(self) -> dict[str, list[str]]:
        """Cells of each arm's draws, in their order."""
        return dict(json.loads(self.told["draws"]["cells"])) if self.draws else {}

    @property
    def drawn(self) -> tuple[dict[str, float], ...]:
        """Values of each draw."""
        if not self.draws:
            return ()
        keys, rows = json.loads(self.told["draws"]["keys"]), json.loads(self.told["draws"]["values"])
        return tuple({k: v for k, v in zip(keys, row, strict=True) if v is not None} for row in rows)

    def tree(self, label: str) -> dict[str, Any]:
        """Full tree of an arm."""
        base, own = dict(self.told["base"]), self.told["arms"].get(label) or {}
        if "policies" in own:
            base = {**base, "policies": {}}
        return merged(base, own)

    def config(self, label: str) -> RunConfig:
        """Configuration of an arm, with who said what."""
        said = dict(self.told.get("said") or {}) | dict((self.told.get("arms_said") or {}).get(label) or {})
        layers = {
            key: Said(value, Layer[layer.upper()], where, basis) for key, (value, layer, where, basis) in said.items()
        }
        tree = self.tree(label)
        return parse(tree, layers)

    def ask(self) -> Ask:
        """Make the question of it.

        Raises
        ------
        ResultError
            If this version cannot make its arms.
        """
        told = self.told
        try:
            arms = {label: self.config(label) for label in self.cells}
            drawn = self.drawn
        except (ConfigError, KeyError, TypeError, ValueError) as error:
            raise ResultError(say("store.no_version", path=self.path, why=words_of(error))) from error
        known = {
            "format", "kind", "question", "typed", "replications", "tables", "case_rows", "whole", "cells", "base",
            "arms", "said", "arms_said", "draws",
        }  # fmt: skip
        return Ask(
            kind=told["kind"], arms=arms, replications=told["replications"], tables=tuple(told["tables"]),
            case_rows=told["case_rows"], whole=told["whole"], typed=tuple(told["typed"]),
            question=told["question"], extra={k: v for k, v in told.items() if k not in known},
            drawn=drawn, source=self.source,
        )  # fmt: skip


_KINDS: Mapping[str, type] = {
    "kind": str, "replications": int, "tables": list, "case_rows": int, "whole": int, "typed": list,
    "question": str, "cells": dict, "base": dict, "arms": dict,
}  # fmt: skip


def read_ask(path: Path) -> Asked:
    """Read what was asked.

    Raises
    ------
    ResultError
        If the file is missing, damaged, or of another version.
    """
    try:
        text = path.read_text(encoding="utf-8")
        told = yaml.load(text, _Loader)
    except FileNotFoundError:
        raise ResultError(say("store.nothing_asked", path=path)) from None
    except OSError as error:
        raise ResultError(say("store.unread", path=path, why=reason(error))) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ResultError(say("store.no_yaml", path=path)) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        found = told.get("format") if isinstance(told, dict) else None
        raise ResultError(say("store.format", path=path, found=found, reads=FORMAT))
    wrong = [key for key, kind in _KINDS.items() if not isinstance(told.get(key), kind)]
    if wrong or not told["cells"]:
        raise ResultError(say("store.unfitting", path=path, keys=joined(wrong or ["cells"])))
    return Asked(told, path)


def labels_of(asked: Sequence[Asked]) -> dict[str, str]:
    """Label of each cell, where several questions name it the first one's."""
    found: dict[str, str] = {}
    for one in asked:
        for label, cell in one.cells.items():
            found.setdefault(cell, label)
    return found
