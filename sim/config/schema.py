"""Settings checked group by group: types, hard ranges, no unknown keys; what is wrong is said in the user's words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from sim.errors import Problem, did_you_mean
from sim.folder_names import invisible_in
from sim.i18n import Bilingual, say
from sim.i18n import word as word_of
from sim.parameters.param import REQUIRED, ParamInfo, describe
from sim.parameters.place import KEY_NUMBERS


def fill(cls: Any, owner: str, values: Any, problems: list[Problem]) -> Any:
    """Make a parameter group from values; collect what is wrong and return None."""
    infos = {info.name: info for info in describe(owner, cls)}
    if not isinstance(values, Mapping):
        problems.append(Problem(owner, say("errors.found", x=shown_value(values)), say("checks.of_form")))
        return None
    said, found = _as_meant(cls, owner, values)
    for key, value in said.items():
        info = infos.get(key)
        if info and info.allowed and isinstance(info.allowed[0], str) and value not in info.allowed:
            words = ", ".join(str(w) for w in info.allowed)
            near = did_you_mean(str(value)[:200], list(map(str, info.allowed)))
            found.append(Problem(info.key.strip("."), say("errors.found", x=shown_value(value)), words, near))
        if info and isinstance(info.default, tuple) and info.allowed and isinstance(value, Sequence):
            low, high = float(info.allowed[0]), float(info.allowed[1])
            if not all(isinstance(v, (int, float)) and v is not True and low <= v <= high for v in value):
                found.append(
                    Problem(
                        info.key,
                        say("errors.found", x=shown_value(list(value))),
                        say("checks.each", low=low, high=high, unit=word_of("units", info.unit)),
                    )
                )
    checked = None
    try:
        checked = _schema(owner or "run", cls)(**said)
    except ValidationError as error:
        found += [_explain(e, owner, infos) for e in error.errors() if e["loc"][0] in said]
    problems += found
    if found or checked is None:
        return None
    return cls(**{name: getattr(checked, name) for name in type(checked).model_fields})


@cache
def _schema(owner: str, params: type) -> type[BaseModel]:
    """Pydantic model of a parameter group: types, hard ranges, no unknown keys."""
    spec: dict[str, Any] = {}
    kinds, _ = _kinds(params)
    for f in dataclasses.fields(params):
        info = f.metadata.get("param")
        default, kind = _default_of(f), kinds[f.name]
        if isinstance(default, tuple):
            # as many values as the default has; an empty default stands for any number of whole numbers
            kind = tuple[tuple(float for _ in default)] if default else tuple[int, ...]  # type: ignore[misc]
        limits: dict[str, Any] = {}
        if info and info["allowed"] and not isinstance(info["allowed"][0], str) and not isinstance(default, tuple):
            limits = {"ge": info["allowed"][0], "le": info["allowed"][1]}
        if kind is float:
            limits["allow_inf_nan"] = False
        spec[f.name] = (kind, Field(**limits) if default is REQUIRED else Field(default, **limits))
    return create_model(f"{owner}_schema", __config__=ConfigDict(extra="forbid", frozen=True), **spec)


@cache
def _kinds(params: type) -> tuple[dict[str, Any], list[str]]:
    """Types of a group's settings, and which of them have no default."""
    required = [f.name for f in dataclasses.fields(params) if _default_of(f) is REQUIRED]
    return get_type_hints(params), required


def _default_of(f: dataclasses.Field[Any]) -> Any:
    return f.default_factory() if f.default_factory is not dataclasses.MISSING else f.default


def _as_meant(cls: Any, owner: str, values: Mapping[Any, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Take values as they are meant: a whole number may be a name; yes is no number; nothing said is missing."""
    said: dict[str, Any] = {}
    found: list[Problem] = []
    hints, needed = _kinds(cls)
    for key, value in values.items():
        kind, where = hints.get(key), f"{owner}.{key}".strip(".")
        if key in needed and (value is None or value == "???"):
            continue
        said[str(key)] = str(value) if kind is str and isinstance(value, int) and not _is_bool(value) else value
        if kind in (int, float) and _is_bool(value):
            found.append(Problem(where, say("errors.found", x=shown_value(value)), say("errors.number")))
        elif isinstance(value, str) and (reason := invisible_in(value)):
            found.append(
                Problem(where, say("cli.found_why", line=shown_value(value), why=reason), say("checks.visible"))
            )
    if lacking := [key for key in needed if key not in said]:
        whose = say("checks.says", name=said["name"]) if isinstance(said.get("name"), str) else say("checks.it_says")
        own = say("checks.place_says", names=", ".join(KEY_NUMBERS))
        hint = say("checks.in_file", key=lacking[-1])
        found.append(Problem(owner, say("checks.lacking", who=cut(whose), names=", ".join(lacking)), own, hint))
    return said, found


def _is_bool(value: Any) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def shown_value(value: Any) -> str:
    """A value as it was said, cut where it is too long to read."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no number of more than 4300 digits
        return say("cli.digits")
    return cut(text)


def cut(text: str) -> str:
    """Cut a text that is too long to read, and say how long it is."""
    return text if len(text) <= 120 else say("checks.cut", text=text[:100], n=len(text))


def no_such(where: str, name: str, known: Sequence[str]) -> Problem:
    """Say that there is no such setting, and which was probably meant."""
    return Problem(cut(where), say("cli.no_setting"), hint=did_you_mean(name[:120], known))


def _explain(error: Any, owner: str, infos: Mapping[str, ParamInfo]) -> Problem:
    """Turn one of pydantic's errors into a problem in the user's words."""
    name = str(error["loc"][0])
    where = f"{owner}.{name}".strip(".")
    if error["type"] == "extra_forbidden":
        return no_such(where, name, list(infos))
    info = infos.get(name)
    if info is None:
        return Problem(where, say("errors.found", x=shown_value(error["input"])), error["msg"])
    allowed: str = word_of("units", info.unit)
    if info.allowed and not isinstance(info.allowed[0], str):
        allowed = say("checks.between", low=info.allowed[0], high=info.allowed[1], unit=word_of("units", info.unit))
    if info.low is not None and info.high is not None:
        allowed += say("checks.plausible", low=info.low, high=info.high)
    kind = "int" if info.default is None else type(info.default).__name__
    word = (
        ""
        if error["type"] in ("greater_than_equal", "less_than_equal")
        else say("checks.not_int")
        if kind == "int"
        else say("checks.not_kind", kind=word_of("kinds", kind))
    )
    unit = " " + word_of("units", info.unit) if isinstance(error["input"], (int, float)) else ""
    default = "" if info.default is None else say("checks.default", x=info.default)
    return Problem(
        where,
        say("checks.found_kind", x=shown_value(error["input"]), unit=unit, kind=word),
        allowed,
        say("checks.doc", doc=Bilingual(info.doc, info.zh or info.doc), default=default),
    )
