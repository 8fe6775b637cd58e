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

Prior = Literal["fixed", "derived", "log", "logit", "triangular", "int"]
"""How a parameter is drawn around its value, which is the median: half of the draws lie below it, half above.

fixed: not at all. derived: not drawn itself, it follows from numbers that are. log: nearness is a ratio (times, rates,
sizes). logit: nearness is one of odds (probabilities, shares). triangular: nearness is a difference. int: as log, or as
triangular where the range reaches zero, rounded. The plausible range is never left (`sim.studies.laws`).
"""

PRIORS: tuple[str, ...] = get_args(Prior)

NEVER_DRAWN = ("hour", "day of the week")
"""Units of what is a rule of the house and no guess about people: when a desk opens, on which day a council sits."""

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
        return self.declared_prior or usual_prior(self)


def usual_prior(info: ParamInfo) -> Prior:
    """Prior of a parameter that declares none.

    What the user decides is fixed, and so is what has no plausible range. A number that was measured in another city is
    drawn like one that was assumed; what a source says of a lever is a dose, and a dose is chosen. Shares whose range
    reaches 0 or 1 have no log-odds there, and ranges from zero no logarithm: they are triangular.
    """
    dose = info.owner.startswith("policies.") and info.basis != "assumed"
    if info.basis == "choice" or dose or info.low is None or info.high is None or info.unit in NEVER_DRAWN:
        return "fixed"
    if isinstance(info.default, int):
        return "int"
    if _is_share(info):
        return "logit" if info.low > 0.0 and info.high < 1.0 else "triangular"
    return "log" if info.low > 0.0 else "triangular"


def _is_share(info: ParamInfo) -> bool:
    """Whether it can be nothing but a probability or a share."""
    allowed = info.allowed
    return allowed is not None and not isinstance(allowed[1], str) and float(allowed[0]) >= 0.0 and allowed[1] <= 1.0


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
    prior : {"fixed", "derived", "log", "logit", "triangular", "int"}, optional
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
        number = isinstance(info.default, (int, float))
        if info.low is None or info.high is None:
            if isinstance(info.default, float) and info.basis != "choice" and info.prior != "derived":
                found.append(f"{info.key} has no plausible range")
        elif number and not info.low <= info.default <= info.high:
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
    if prior == usual_prior(info):
        return f"declares the prior that it has anyway, {prior}"
    if prior in ("fixed", "derived"):
        return ""
    if info.low is None or info.high is None:
        return f"is {prior} over no plausible range"
    if prior == "log" and info.low <= 0.0:
        return "is log over a range that reaches zero"
    if prior == "logit" and (info.low <= 0.0 or info.high >= 1.0):
        return "is logit over a range that reaches 0 or 1"
    return ""
