"""Parameters: numbers that know their unit, source, basis and range.

A parameter is a field of a frozen dataclass, written beside the formula that uses it::

    admin_share: float = param(0.5, "share", low=0.2, high=0.7, allowed=(0, 0.95),
                               basis="assumed", source="X012 says overloaded, not by how much",
                               doc="share of paid time spent on forms", zh="...")

``low`` and ``high`` are the plausible range, for sensitivity studies; ``allowed`` is what makes sense at
all, and is enforced.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

Basis = Literal["sourced", "derived", "external", "calibrated", "assumed", "choice"]
"""sourced: as printed; derived: computed from printed numbers; external: public statistics; calibrated: fitted
to printed targets; assumed: nobody has measured it, a wide prior; choice: what the user decides."""

BASES: tuple[str, ...] = get_args(Basis)

REQUIRED: Any = dataclasses.MISSING
"""In place of a default: the number must be said, e.g. in a place's file."""


@dataclass(frozen=True, slots=True)
class ParamInfo:
    """What is known about one parameter; the default of one that must be said is None."""

    owner: str
    name: str
    default: Any
    unit: str
    low: float | None
    high: float | None
    allowed: tuple[float, float] | tuple[str, ...] | None
    basis: str
    source: str
    doc: str
    zh: str

    @property
    def key(self) -> str:
        """The setting as typed on the command line."""
        return f"{self.owner}.{self.name}"


def param(
    default: Any,
    unit: str,
    *,
    basis: Basis,
    source: str,
    doc: str,
    low: float | None = None,
    high: float | None = None,
    allowed: tuple[float, float] | tuple[str, ...] | None = None,
    zh: str = "",
) -> Any:
    """Declare a parameter with unit, source, basis and range.

    Parameters
    ----------
    default : number, bool, str or tuple
        Or ``REQUIRED``.
    unit : str
        Unit in words (``h``, ``share``, ``yuan/yr``, ``persons``).
    basis : {"sourced", "derived", "external", "calibrated", "assumed", "choice"}
    source : str
        Evidence ids (``E104 X011``), and a word on how they give the number; for assumed numbers, why.
    doc : str
        What it is, in plain words.
    low, high : float, optional
        Plausible range.
    allowed : tuple, optional
        Closed range, or the allowed words.
    zh : str, optional
        The same in Chinese, short.
    """
    info = {
        "unit": unit, "low": low, "high": high, "allowed": allowed,
        "basis": basis, "source": source, "doc": doc, "zh": zh,
    }  # fmt: skip
    return dataclasses.field(default=default, metadata={"param": info})


def describe(owner: str, params: type) -> list[ParamInfo]:
    """List the parameters that a dataclass declares, in their order.

    Parameters
    ----------
    owner : str
        The group's name in a configuration (``voice``, ``policies.dual_report``).
    params : dataclass type
    """
    return list(_described(owner, params))


@cache
def _described(owner: str, params: type) -> tuple[ParamInfo, ...]:
    return tuple(
        ParamInfo(owner=owner, name=f.name, default=None if f.default is REQUIRED else f.default, **f.metadata["param"])
        for f in dataclasses.fields(params)
        if "param" in f.metadata
    )


def problems_of_declaration(infos: Sequence[ParamInfo]) -> list[str]:
    """Name every parameter that is declared without a unit, source, basis or a sound range."""
    found = []
    for info in infos:
        if not info.unit:
            found.append(f"{info.key} has no unit")
        if not info.source:
            found.append(f"{info.key} has no source")
        if info.basis not in BASES:
            found.append(f"{info.key} has basis {info.basis!r}")
        if not info.doc:
            found.append(f"{info.key} says nothing of what it is")
        if isinstance(info.default, float) and info.basis != "choice" and (info.low is None or info.high is None):
            found.append(f"{info.key} has no plausible range")
        ranged = info.low is not None and info.high is not None and isinstance(info.default, (int, float))
        if ranged and not info.low <= info.default <= info.high:
            found.append(f"{info.key} = {info.default} lies outside its range {info.low}..{info.high}")
    return found
