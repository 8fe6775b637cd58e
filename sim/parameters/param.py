"""Parameters: numbers that know their unit, source, basis, range and prior.

A parameter is a field of a frozen dataclass::

    admin_share: float = param(
        0.5, "share", source="assumed: X012 says overloaded, not by how much", plausible=(0.2, 0.7),
        allowed=(0.0, 0.9), doc="of paid time for forms and reports", zh="填表工时占比",
    )

What is plausible is what a study draws from; what is allowed is what makes sense at all, and is enforced. A source is
written as in a place's file, ``basis: evidence ids, remark``.
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

Prior = Literal["fixed", "triangular", "log-triangular"]
"""How a parameter is drawn from its plausible range, around its value: fixed, not at all; triangular, the value is the
likeliest and what is near it by difference is likelier than what is far; log-triangular, the same by ratio."""

PRIORS: tuple[str, ...] = get_args(Prior)

WIDE = 4.0
"""In a range that spans this factor or more, nearness is a ratio."""

REQUIRED: Any = dataclasses.MISSING
"""In place of a default: the number must be said, e.g. in a place's file."""

CHOICE = "choice: the user's choice"
"""Source of what the user decides."""


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
    declared_prior: Prior | None = None

    @property
    def key(self) -> str:
        """The setting as typed on the command line."""
        return f"{self.owner}.{self.name}"

    @property
    def prior(self) -> Prior:
        """How it is drawn: as declared, else by `usual_prior`."""
        return self.declared_prior or usual_prior(self.basis, self.low, self.high)


def usual_prior(basis: str, low: float | None, high: float | None) -> Prior:
    """Prior of a parameter that declares none.

    What somebody has measured, or the user decides, is fixed, and so is what has no plausible range. The rest is
    triangular, on the logarithm where the range spans a factor of `WIDE` or more; a range from zero has no logarithm.
    """
    if basis != "assumed" or low is None or high is None:
        return "fixed"
    return "log-triangular" if low > 0.0 and high >= WIDE * low else "triangular"


def param(
    default: Any,
    unit: str,
    *,
    source: str,
    doc: str,
    plausible: tuple[float, float] | None = None,
    allowed: tuple[float, float] | tuple[str, ...] | None = None,
    prior: Prior | None = None,
    zh: str = "",
) -> Any:
    """Declare a parameter with unit, source, range and prior.

    Parameters
    ----------
    default : number, bool, str or tuple
        Or ``REQUIRED``.
    unit : str
        Unit in words (``h``, ``share``, ``yuan/yr``, ``persons``).
    source : str
        ``basis: words``. The basis is one of `BASES`; the words are evidence ids (``E104 X011``) and how they give the
        number, or for assumed numbers, why.
    doc : str
        What it is, in plain words.
    plausible : (low, high), optional
        Range from which it may be drawn.
    allowed : tuple, optional
        Closed range, or the allowed words.
    prior : {"fixed", "triangular", "log-triangular"}, optional
        Said where it is another than `usual_prior`.
    zh : str, optional
        The meaning in Chinese, short.
    """
    basis, _, words = source.partition(": ")
    low, high = plausible or (None, None)
    info = {
        "unit": unit, "low": low, "high": high, "allowed": allowed, "basis": basis, "source": words,
        "doc": doc, "zh": zh, "declared_prior": prior,
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
    """Name every parameter that is declared without a unit, source, basis, a sound range or a sound prior."""
    found = []
    for info in infos:
        if not info.unit:
            found.append(f"{info.key} has no unit")
        if not info.source:
            found.append(f"{info.key} has no source")
        if info.basis not in BASES:
            found.append(f"{info.key} has basis {info.basis!r}, not one of {', '.join(BASES)}")
        if not info.doc:
            found.append(f"{info.key} says nothing of what it is")
        if isinstance(info.default, float) and info.basis != "choice" and (info.low is None or info.high is None):
            found.append(f"{info.key} has no plausible range")
        ranged = info.low is not None and info.high is not None and isinstance(info.default, (int, float))
        if ranged and not info.low <= info.default <= info.high:
            found.append(f"{info.key} = {info.default} lies outside its range {info.low}..{info.high}")
        if reason := _prior_problem(info):
            found.append(f"{info.key} {reason}")
    return found


def _prior_problem(info: ParamInfo) -> str:
    """What is wrong with a declared prior; empty if nothing is."""
    prior = info.declared_prior
    if prior is None:
        return ""
    if prior not in PRIORS:
        return f"has prior {prior!r}, not one of {', '.join(PRIORS)}"
    if prior == usual_prior(info.basis, info.low, info.high):
        return f"declares the prior that it has anyway, {prior}"
    if prior != "fixed" and (info.low is None or info.high is None):
        return f"is {prior} over no plausible range"
    if prior == "log-triangular" and not (info.low or 0.0) > 0.0:
        return "is log-triangular over a range that reaches zero"
    return ""
