"""RunConfig: one run, fully said, validated, frozen, with a digest.

Settings come in layers: the defaults on the classes, then the place's file, then what the user says. All that is
wrong is reported at once, before anything runs.
"""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from sim.counting import count
from sim.errors import ConfigError, Problem, did_you_mean
from sim.folder_names import ALLOWED, fault_of, invisible_in
from sim.idle import idle, late
from sim.layers import Layer, Layers, Said, said_by_place, said_of
from sim.mechanisms.settings import GROUPS, Settings
from sim.params import REQUIRED, ParamInfo, describe, param
from sim.place_files import config_dir, place_names, read_place
from sim.place_norms import unusual, with_norms
from sim.policies import POLICIES, Policy
from sim.state.places import KEY_NUMBERS, Place

__all__ = ["RUN_KEYS", "Run", "RunConfig", "config_dir", "load", "merged", "parse", "place_file", "place_names"]

CHOICE = "the user's choice"
FROM_NORM = "assumed: norm, "
"""How the source of a number begins that is unknown and was taken from a norm."""


@dataclass(frozen=True, slots=True)
class Run:
    """How long, how often, with which fate."""

    days: int = param(
        365,
        "days",
        basis="choice",
        source=CHOICE,
        allowed=(1, 36500),
        doc="length of a replication",
        zh="天数",
    )
    warmup_days: int = param(
        -1,
        "days",
        basis="choice",
        source=CHOICE,
        allowed=(-1, 36500),
        doc="days at the start left out of the measures; -1 = 90, or a quarter of a run shorter than 360 days",
        zh="预热天数",
    )
    window: str = param(
        "after_warmup",
        "word",
        basis="choice",
        source=CHOICE,
        allowed=("after_warmup", "after_start"),
        doc="days that are measured: after_warmup, from the end of the warm-up; after_start, not before the first day "
        "on which a lever of any arm begins",
        zh="统计时间",
    )
    replications: int = param(
        5,
        "runs",
        basis="choice",
        source=CHOICE,
        allowed=(1, 100000),
        doc="replications, each with a fate of its own",
        zh="重复次数",
    )
    seed: int = param(
        1,
        "number",
        basis="choice",
        source=CHOICE,
        allowed=(0, 2**32 - 1),
        doc="seed of the fate",
        zh="随机种子",
    )
    study: str = param(
        "",
        "name",
        basis="choice",
        source=CHOICE,
        doc="folder under results; empty = the place's name",
        zh="研究名",
    )
    results_dir: str = param(
        "results", "path", basis="choice", source=CHOICE, doc="where results are written", zh="结果目录"
    )
    case_rows: int = param(
        200000,
        "rows",
        basis="choice",
        source=CHOICE,
        allowed=(0, 10**9),
        doc="cases kept in cases.parquet, evenly sampled above it; 0 keeps none",
        zh="保存案件数",
    )
    jobs: int = param(
        0,
        "threads",
        basis="choice",
        source=CHOICE,
        allowed=(0, 1024),
        doc="replications at a time; 0 = one per core",
        zh="并行数",
    )


def usual_warmup(days: int) -> int:
    """Warm-up of a run for which none is said: 90 days, or a quarter of a run that is shorter than 360 days."""
    return min(90, days // 4)


RUN_KEYS = tuple(f.name for f in fields(Run))


def place_file(place: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a place's file: {"place": numbers and sources, group: that place's parameters}.

    Parameters
    ----------
    place : str or path
        The name of a place, or the path of its file.

    Raises
    ------
    ConfigError
        If there is no such place, or its file cannot be read.
    """
    return copy.deepcopy(read_place(place).tree)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """One run.

    Attributes
    ----------
    place : Place
    policies : tuple of Policy
        The levers that act, in canonical order.
    settings : Settings
        Parameters of all mechanisms.
    run : Run
        Days, warm-up, replications, seed, threads. A warm-up of -1 is replaced by its number of days.
    said : mapping of str to Said
        What was said of a setting last, by which layer and where, by dotted key; what is not there has its default.
    in_force : tuple of str
        Levers that the place already has: they act in every arm, the baseline's too.
    """

    place: Place
    policies: tuple[Policy, ...] = ()
    settings: Settings = field(default_factory=Settings)
    run: Run = field(default_factory=Run)
    said: Layers = field(default_factory=dict, compare=False)
    in_force: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Settle the warm-up, so that every reader and the digest see the number of days."""
        if self.run.warmup_days < 0:
            settled = dataclasses.replace(self.run, warmup_days=usual_warmup(self.run.days))
            object.__setattr__(self, "run", settled)

    @property
    def policy_names(self) -> tuple[str, ...]:
        """Names of the levers, without those that the place already has."""
        return tuple(p.name for p in self.policies if p.name not in self.in_force)

    @property
    def label(self) -> str:
        """Short name of the arm: its levers, or baseline."""
        return "+".join(self.policy_names) or "baseline"

    def with_policies(self, names: Sequence[str], said: Mapping[str, Any] | None = None) -> RunConfig:
        """The same run with other levers, and what is said of them.

        Raises
        ------
        ConfigError
            With all problems; settings of a lever that is not among them are one.
        """
        tree = self.to_dict()
        tree["policy"] = list(names)
        tree["policies"] = {p.name: _plain(p) for p in self.policies if p.name in self.in_force}
        if not isinstance(said or {}, Mapping):
            return parse({**tree, "policies": said})
        doses = {"policies": said or {}}
        return parse(merged(tree, doses), {**self.said, **said_of(doses, Layer.TYPED, "given in Python")})

    def late(self) -> list[str]:
        """Say which levers act on none or on a part of the days that are measured."""
        return late(self.policies, self.place, self.run.days, self.first_day)

    @property
    def first_day(self) -> int:
        """First day that is measured, see ``window``."""
        begins = [p.start_day for p in self.policies] if self.run.window == "after_start" else []
        return max(self.run.warmup_days, min(begins, default=0))

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, in the layout of the configuration files."""
        tree: dict[str, Any] = {k: getattr(self.run, k) for k in RUN_KEYS}
        tree["place"] = _plain(self.place)
        tree["policy"] = list(self.policy_names)
        tree["in_force"] = list(self.in_force)
        tree["policies"] = {p.name: _plain(p) for p in self.policies}
        tree.update({name: _plain(getattr(self.settings, name)) for name in GROUPS})
        return tree

    def digest(self) -> str:
        """Hash of everything that moves numbers (the number of threads does not)."""
        tree = self.to_dict()
        for key in ("jobs", "study", "results_dir"):
            del tree[key]
        del tree["place"]["sources"]
        if not tree["in_force"]:
            del tree["in_force"]
        return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:12]

    def parameters(self) -> list[tuple[ParamInfo, Any]]:
        """Every parameter of the run with what is known about it and its present value.

        A number that the place's file sets carries the place's source; one that was said above it is the user's choice.
        """
        owners: list[tuple[str, Any]] = [("place", self.place)]
        owners += [(name, getattr(self.settings, name)) for name in GROUPS]
        owners += [(f"policies.{p.name}", p) for p in self.policies]
        found = []
        for name, owner in owners:
            for info in describe(name, type(owner)):
                key = info.name if name == "place" else info.key
                basis, _, remark = self.place.sources.get(key, "").partition(":")
                own = dataclasses.replace(info, basis=basis, source=remark.strip()) if basis else info
                said = self.said.get(info.key)
                if said is not None and said.layer > Layer.PLACE and said.fixed:
                    own = dataclasses.replace(own, basis="choice", source=said.where)
                found.append((own, getattr(owner, info.name)))
        return found

    def fixed(self, key: str) -> bool:
        """Whether a setting was said by somebody, so that nothing may draw over it."""
        said = self.said.get(key)
        return said is not None and said.fixed

    def remarks(self) -> list[str]:
        """What is no fault but should be known before a run: numbers of the place that are unusual or from a norm."""
        normed = [f"place.{key}: {line}" for key, line in self.place.sources.items() if line.startswith(FROM_NORM)]
        return unusual(self.place) + normed


def same_window(arms: Sequence[RunConfig]) -> list[RunConfig]:
    """Measure all arms over the same days: ``window=after_start`` becomes a warm-up until the first lever begins.

    What comes out is the run whose ``warmup_days`` was said to be that long.
    """
    begins = [p.start_day for arm in arms if arm.run.window == "after_start" for p in arm.policies]
    return [
        dataclasses.replace(
            arm,
            run=dataclasses.replace(
                arm.run, window="after_warmup", warmup_days=max(arm.run.warmup_days, min(begins, default=0))
            ),
        )
        for arm in arms
    ]


def _plain(params: Any) -> dict[str, Any]:
    return {
        f.name: list(v) if isinstance(v := getattr(params, f.name), tuple) else v for f in dataclasses.fields(params)
    }


def load(place: str | os.PathLike[str] = "demo", policy: str | Iterable[str] = (), **said: Any) -> RunConfig:
    """Make a run from a place, lever names and settings.

    Parameters
    ----------
    place : str or path
        Name of a place, or the path of a place file.
    policy : str or iterable of str
        Names of levers.
    **said
        ``days=90``, or groups such as ``voice={"p_report": 0.4}``, ``policies={"dual_report": {...}}``; dotted
        keys (``**{"voice.p_report": 0.4}``) work too.

    Raises
    ------
    ConfigError
        With all problems. What a place's file says of a lever waits for it; what is said here needs it.
    """
    file, typed = place_file(place), _nested(said)
    tree = merged(file, typed)
    tree["policy"] = policy
    of_file, of_typed = (t.get("policies") for t in (file, typed))
    waiting = set(of_file or ()) - set(of_typed if isinstance(of_typed, Mapping) else ())
    layers = said_by_place(file, os.fspath(place)) | said_of(typed, Layer.TYPED, "given in Python")
    return parse(tree, layers, waiting=waiting)


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise ConfigError([Problem(key, f"{part} is said as a whole too, {_shown(node)}", "one of the two")])
        if isinstance(value, Mapping) and isinstance(node.get(last), dict):
            node[last] = merged(node[last], value)
        else:
            node[last] = dict(value) if isinstance(value, Mapping) else value
    return tree


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one tree of settings over another."""
    out = {k: merged(v, {}) if isinstance(v, Mapping) else v for k, v in below.items()}
    for key, value in above.items():
        if isinstance(value, Mapping):
            under = out.get(key)
            out[key] = merged(under if isinstance(under, Mapping) else {}, value)
        else:
            out[key] = value
    return out


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


def parse(tree: Mapping[str, Any], said: Layers | None = None, *, waiting: Collection[str] = ()) -> RunConfig:
    """Validate a tree of settings and freeze it.

    Parameters
    ----------
    tree : mapping
        In the layout of the configuration files, as `RunConfig.to_dict` gives it.
    said : mapping of str to Said, optional
        Who said which of the settings, by dotted key; `RunConfig.said`.
    waiting : collection of str
        Levers of which the tree may say something though they do not act, e.g. those of a place's file.

    Raises
    ------
    ConfigError
        With every problem in the tree: unknown keys, wrong types, values out of range, levers that do not exist,
        that exclude each other or that the place cannot have, settings of levers that do not act.
    """
    if not isinstance(tree, Mapping):
        raise ConfigError([Problem("settings", f"found {_shown(tree)}", "key: value")])
    problems: list[Problem] = []
    groups = {"place": Place, **GROUPS}
    known = [*RUN_KEYS, *groups, "policy", "policies", "in_force"]
    tree, said = _with_norms(tree, dict(said or {}), problems)
    for key in tree:
        if key not in known:
            problems.append(_no_such(str(key), str(key), _all_keys()))
    run = _fill(Run, "", {k: tree[k] for k in RUN_KEYS if k in tree}, problems)
    made = {name: _fill(cls, name, tree.get(name, {}), problems) for name, cls in groups.items()}
    place = made.pop("place")
    in_force = _lever_names(tree.get("in_force"), problems, "in_force")
    chosen = _chosen(tree, in_force, waiting, problems)
    if place is not None:
        problems += _place_problems(place, chosen)
    problems += idle(chosen, place, run.days if run is not None else None)
    problems += _folder_problems(run, place)
    if run is not None and run.warmup_days >= run.days:
        problems.append(
            Problem(
                "warmup_days",
                f"{count(run.warmup_days, 'day')} of warm-up in a run of {count(run.days, 'day')}",
                f"0..{count(run.days - 1, 'day')}",
                "leave warmup_days out, or say more days",
            )
        )
    if problems:
        raise ConfigError(problems)
    settings = Settings(**made)
    return RunConfig(place, tuple(chosen), settings, run, said, tuple(n for n in POLICIES if n in in_force))


def _with_norms(
    tree: Mapping[str, Any], said: dict[str, Said], problems: list[Problem]
) -> tuple[Mapping[str, Any], dict[str, Said]]:
    """Put norms where numbers of the place are unknown, and say so in its sources."""
    place = tree.get("place")
    if not isinstance(place, Mapping):
        return tree, said
    values, used, wrong = with_norms(place)
    problems += wrong
    values = {key: value for key, value in values.items() if f"place.{key}" not in {p.where for p in wrong}}
    if wrong:
        values |= {p.where.removeprefix("place."): 1 for p in wrong}  # told already; the rest can still be checked
    sources = dict(values.get("sources") or {})
    for key, norm in used.items():
        sources[key] = f"{FROM_NORM}{norm.words} ({norm.source})"
        before = said.get(f"place.{key}")
        layer, where = (before.layer, before.where) if before else (Layer.PLACE, "")
        said[f"place.{key}"] = Said(values[key], layer, where, "norm")
    return ({**tree, "place": {**values, "sources": sources}} if used or wrong else tree), said


def _chosen(
    tree: Mapping[str, Any], in_force: Sequence[str], waiting: Collection[str], problems: list[Problem]
) -> list[Policy]:
    """Make the levers that act, in canonical order; collect what is wrong with them and with what waits."""
    names, said = _lever_names(tree.get("policy"), problems), tree.get("policies", {})
    twice = [name for name in names if name in in_force]
    for name in twice:
        problems.append(Problem("policy", f"{name} is in force in this place already", "levers that it does not have"))
    names += [name for name in in_force if name not in twice]
    if not isinstance(said, Mapping):
        problems.append(Problem("policies", f"found {_shown(said)}", "settings of the form lever: settings"))
        said = {}
    for name in said:
        if name not in POLICIES:
            problems.append(
                Problem(f"policies.{name}", "there is no such lever", hint=did_you_mean(str(name), list(POLICIES)))
            )
    chosen: list[Policy] = []
    for name in POLICIES:
        if name in names or name in said:
            lever = _fill(POLICIES[name], f"policies.{name}", said.get(name, {}), problems)
            if name not in names and name not in waiting:
                problems.append(does_not_act(name, f"policies.{name}", _shown(said[name]), names))
            elif lever is not None and name in names:
                chosen.append(lever)
    for name in names:
        if name not in POLICIES:
            hint = did_you_mean(name, list(POLICIES)) + "  (govsim list policies)"
            problems.append(Problem("policy", f"{name!r} is not a lever", hint=hint))
    if len(names) != len(set(names)):
        problems.append(Problem("policy", f"a lever is named twice in {names}", "each lever once"))
    redrawing = [p.name for p in chosen if p.redraws]
    if len(redrawing) > 1:
        problems.append(Problem("policy", " and ".join(redrawing) + " both redraw the map", "one of them"))
    return chosen


def _lever_names(policy: Any, problems: list[Problem], where: str = "policy") -> list[str]:
    """Names of levers as they may be said: one, a list of them, or nothing."""
    if policy is None or isinstance(policy, str):
        return [policy] if policy else []
    if isinstance(policy, Mapping) or not isinstance(policy, Iterable):
        found = f"found {_shown(policy)}"
        problems.append(Problem(where, found, "a list of levers, [dual_report,grid_redivision]; [] for none"))
        return []
    return list(map(str, policy))


def does_not_act(name: str, where: str, found: str, acting: Collection[str]) -> Problem:
    """Say that a lever's settings would be ignored.

    Parameters
    ----------
    name : str
        The lever.
    where, found : str
        The setting, and what was said.
    acting : collection of str
        Levers that do act.
    """
    others = [n for n in POLICIES if n in acting]
    what = f"found {found}, but {name} does not act ({', '.join(others) or 'no lever'} does)"
    hint = f"policy=[{','.join([*others, name])}]? In compare: an arm {name}"
    return Problem(where, what, "settings of levers that act", hint)


def _folder_problems(run: Run | None, place: Place | None) -> list[Problem]:
    """Results lie in a folder of the study's or the place's name, below results_dir."""
    found = []
    if place is not None:
        reason = fault_of(place.name) if place.name else "it is empty"
        if reason:
            found.append(Problem("place.name", f"found {_shown(place.name)}: {reason}", ALLOWED))
    if run is not None and (reason := fault_of(run.study)):
        hint = "results_dir says where the folder of a study lies" if any(c in run.study for c in "/\\") else ""
        found.append(Problem("study", f"found {_shown(run.study)}: {reason}", ALLOWED, hint))
    return found


def _place_problems(place: Place, chosen: Sequence[Policy]) -> list[Problem]:
    """Check what must fit together in a place."""
    found = [Problem(*objection) for p in chosen for objection in p.objections(place)]
    for p in chosen:
        strangers = [c for c in p.communities if c >= place.communities]
        if strangers:
            where = f"policies.{p.name}.communities"
            found.append(Problem(where, f"found {strangers}", f"0..{place.communities - 1}, the place's communities"))
    if place.communities < place.streets:
        found.append(
            Problem(
                "place.communities",
                f"{place.communities} for {place.streets} streets",
                f"{place.streets} or more",
            )
        )
    cells = place.n_cells
    layered = place.layers > 1 and place.layer_reading == "overlapping"
    least = place.layers if layered else place.communities
    most = cells * place.layers if layered else cells
    hint = f"the map has {cells} cells; smaller place.households_per_cell makes more"
    if not least <= place.grids <= most:
        found.append(Problem("place.grids", f"{place.grids} grids", f"{least}..{most} grids", hint))
    for p in chosen:
        grids = int(p.wanted(place)) if hasattr(p, "wanted") else place.communities
        if not place.communities <= grids <= cells:
            allowed = f"{place.communities}..{cells} grids"
            found.append(Problem(f"policies.{p.name}.grids", f"{grids} grids", allowed, hint))
    if place.owners_committees > place.compounds:
        found.append(
            Problem(
                "place.owners_committees",
                f"{place.owners_committees} committees for {place.compounds} compounds",
                f"0..{place.compounds} committees",
                "a compound elects one committee",
            )
        )
    if place.workers < place.layers:
        found.append(
            Problem("place.workers", f"{place.workers} workers for {place.layers} layers", "one per layer or more")
        )
    if place.child_share + place.elder_share > 1.0:
        found.append(Problem("place.elder_share", "children and elders are more than all residents", "a sum up to 1"))
    return found


def _fill(cls: Any, owner: str, values: Any, problems: list[Problem]) -> Any:
    """Make a parameter group from values; collect what is wrong and return None."""
    infos = {info.name: info for info in describe(owner, cls)}
    if not isinstance(values, Mapping):
        problems.append(Problem(owner, f"found {_shown(values)}", "settings of the form key: value"))
        return None
    said, found = _as_meant(cls, owner, values)
    for key, value in said.items():
        info = infos.get(key)
        if info and info.allowed and isinstance(info.allowed[0], str) and value not in info.allowed:
            words = ", ".join(str(w) for w in info.allowed)
            near = did_you_mean(str(value)[:200], list(map(str, info.allowed)))
            found.append(Problem(info.key.strip("."), f"found {_shown(value)}", words, near))
        if info and isinstance(info.default, tuple) and info.allowed and isinstance(value, Sequence):
            low, high = float(info.allowed[0]), float(info.allowed[1])
            if not all(isinstance(v, (int, float)) and v is not True and low <= v <= high for v in value):
                found.append(Problem(info.key, f"found {_shown(list(value))}", f"each {low:g}..{high:g} {info.unit}"))
    checked = None
    try:
        checked = _schema(owner or "run", cls)(**said)
    except ValidationError as error:
        found += [_explain(e, owner, infos) for e in error.errors() if e["loc"][0] in said]
    problems += found
    if found or checked is None:
        return None
    return cls(**{name: getattr(checked, name) for name in type(checked).model_fields})


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
            found.append(Problem(where, f"found {_shown(value)}", "a number"))
        elif isinstance(value, str) and (reason := invisible_in(value)):
            found.append(Problem(where, f"found {_shown(value)}: {reason}", "text that can be seen"))
    if lacking := [key for key in needed if key not in said]:
        whose = f"{said['name']} says" if isinstance(said.get("name"), str) else "it says"
        own = f"every place has a name and says its own {', '.join(KEY_NUMBERS)}"
        hint = f"in its file, below place:, or typed, place.{lacking[-1]}=..."
        found.append(Problem(owner, f"{_cut(whose)} no {', '.join(lacking)}", own, hint))
    return said, found


def _is_bool(value: Any) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def _shown(value: Any) -> str:
    """A value as it was said, cut where it is too long to read."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no number of more than 4300 digits
        return "a number of thousands of digits"
    return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:100]}... ({len(text):,} characters)"


def _no_such(where: str, name: str, known: Sequence[str]) -> Problem:
    return Problem(_cut(where), "there is no such setting", hint=did_you_mean(name[:120], known))


def _explain(error: Any, owner: str, infos: Mapping[str, ParamInfo]) -> Problem:
    """Turn one of pydantic's errors into a problem in the user's words."""
    name = str(error["loc"][0])
    where = f"{owner}.{name}".strip(".")
    if error["type"] == "extra_forbidden":
        return _no_such(where, name, list(infos))
    info = infos.get(name)
    if info is None:
        return Problem(where, f"found {_shown(error['input'])}", error["msg"])
    allowed = info.unit
    if info.allowed and not isinstance(info.allowed[0], str):
        allowed = f"{info.allowed[0]:g} to {info.allowed[1]:g} {info.unit}"
    if info.low is not None and info.high is not None:
        allowed += f" (plausible {info.low:g} to {info.high:g})"
    kind = "int" if info.default is None else type(info.default).__name__
    word = (
        ""
        if error["type"] in ("greater_than_equal", "less_than_equal")
        else f", not {'an' if kind == 'int' else 'a'} {kind}"
    )
    unit = f" {info.unit}" if isinstance(error["input"], (int, float)) else ""
    default = "" if info.default is None else f"; default {info.default}"
    return Problem(where, f"found {_shown(error['input'])}{unit}{word}", allowed, f"{info.doc}{default}")


@cache
def _all_keys() -> tuple[str, ...]:
    keys = [*RUN_KEYS, "place", "policy", "policies", "in_force", *GROUPS]
    for name, cls in GROUPS.items():
        keys += [f"{name}.{i.name}" for i in describe(name, cls)]
    return tuple(keys)
