"""Write ``sim/PARAMETERS.md``, the tables of all parameters, from their declarations: ``make docs``.

A module of its own and no command: it is for whoever changes a declaration. A test compares the page with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim.config.run import Run
from sim.parameters.param import ParamInfo, describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES, Policy

PAGE = Path(__file__).parents[1] / "PARAMETERS.md"
HEAD = """\
# Parameters

Made from the declarations in the code by `make docs`; do not edit. What they do: [MODEL.md](MODEL.md). A parameter is
typed as `group.name=value`, one of a lever as `policies.LEVER.name=value`, one of a run without its group (`days=180`).

*Range*: what is plausible; in brackets what is accepted at all. *Prior*: how a number is drawn from its plausible range
around its value, which is the median: nearness is a ratio (log), one of odds (logit) or a difference (triangular),
whole numbers are rounded (int); empty where it is fixed. Nothing is drawn over what somebody has said. *Basis*: sourced
(as printed), derived (computed from printed numbers), external (public statistics), calibrated (fitted to printed
targets), assumed (nobody has measured it), choice (the user decides). Ids such as E104 or X009 are rows of
`evidence/register.csv`. A default of `-` must be said, in a place's file.
"""
COLUMNS = ("parameter", "default", "unit", "range", "prior", "basis", "source", "meaning")


def page() -> str:
    """Write the whole page: run, place, mechanisms in their order, what levers share, levers by name."""
    parts = [HEAD, _section("run", Run), _section("place", Place)]
    parts += [_section(name, group) for name, group in GROUPS.items()]
    parts.append(_section("every lever", Policy))
    for name, lever in sorted(POLICIES.items()):
        shared = describe(f"policies.{name}", Policy)
        own = [info for info in describe(f"policies.{name}", lever) if info not in shared]
        parts.append(_table(name, lever.summary, own))
    return "\n".join(parts)


def _section(name: str, group: type) -> str:
    return _table(name, (group.__doc__ or "").strip().splitlines()[0].rstrip("."), describe("", group))


def _table(name: str, summary: str, infos: list[ParamInfo]) -> str:
    lines = [f"## {name}", "", f"{summary[0].upper()}{summary[1:]}.", ""]
    if infos:
        lines += [row_of(COLUMNS), row_of(["---"] * len(COLUMNS)), *map(_of, infos), ""]
    return "\n".join(lines)


def _of(info: ParamInfo) -> str:
    prior = "" if info.prior == "fixed" else info.prior
    known = [_range(info), prior, info.basis, info.source, info.doc]
    return row_of([f"`{info.name}`", _value(info.default), info.unit, *known])


def row_of(cells: Iterable[str]) -> str:
    """Write one row of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _value(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return " ".join(map(_value, value)) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:,.12g}"
    return "-" if value is None else str(value) or "none"


def _range(info: ParamInfo) -> str:
    plausible = "" if info.low is None else f"{_value(info.low)} to {_value(info.high)}"
    if not info.allowed:
        return plausible
    words = isinstance(info.allowed[0], str)
    allowed = ", ".join(map(str, info.allowed)) if words else " to ".join(map(_value, info.allowed))
    return f"{plausible} ({allowed})".strip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
