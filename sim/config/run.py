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
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from html import escape
from typing import Any

from sim.config.checks import FROM_NORM, chosen_levers, folder_problems, lever_names, norms_laid, place_problems
from sim.config.dates import days_for_dates, no_holidays_known, window_apart
from sim.config.idle import idle, late
from sim.config.layers import Layer, Layers, said_by_place, said_of
from sim.config.place_files import config_dir, place_names, read_place
from sim.config.place_maps import KEYS as MAP_KEYS
from sim.config.place_maps import anywhere, map_laid, other_people
from sim.config.place_norms import NORMS, from_norm, smaller, unusual
from sim.config.schema import fill, no_such, shown_value
from sim.counting import count
from sim.errors import ConfigError, Problem
from sim.i18n import Bilingual, say
from sim.parameters.param import ParamInfo, describe
from sim.parameters.place import Place
from sim.parameters.run import MOVE_NUMBERS, RUN_KEYS, Run, usual_warmup
from sim.parameters.settings import GROUPS, Settings
from sim.policies import POLICIES, Policy

__all__ = ["RUN_KEYS", "Run", "RunConfig", "config_dir", "load", "merged", "parse", "place_file", "place_names"]


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
    def lived_place(self) -> Place:
        """The place that is lived in: ``place``, so many times smaller as ``scale`` says."""
        return self.place.scaled(self.run.scale)

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

    def late(self) -> list[Bilingual]:
        """Say which levers act on none or on a part of the days that are measured."""
        return late(self.policies, self.lived_place, self.run.days, self.first_day, self.until_day)

    @property
    def first_day(self) -> int:
        """First day that is measured, see ``window``."""
        return self._measured[0]

    @property
    def until_day(self) -> int:
        """First day that is measured no more: the length of the run, or the end of ``window_days``."""
        return self._measured[1]

    @property
    def _measured(self) -> tuple[int, int]:
        return measured_days(self.run, [p.start_day for p in self.policies])

    def date_of(self, day: int) -> date | None:
        """Date of a day of the run; None where it has no dates."""
        start = self.run.start_date
        return date.fromisoformat(start) + timedelta(days=day) if start else None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, in the layout of the configuration files."""
        tree: dict[str, Any] = _plain(self.run)
        tree["place"] = _plain(self.place)
        tree["policy"] = list(self.policy_names)
        tree["in_force"] = list(self.in_force)
        tree["policies"] = {p.name: _plain(p) for p in self.policies}
        tree.update({name: _plain(getattr(self.settings, name)) for name in GROUPS})
        return tree

    def canonical(self) -> str:
        """Everything that moves numbers as JSON with sorted keys: how often and where to it is run does not."""
        tree = self.to_dict()
        for key in set(RUN_KEYS) - set(MOVE_NUMBERS):
            del tree[key]
        del tree["place"]["sources"]
        # what is not said moves nothing: a run has the digest that it had before there was such a key
        for key in ("in_force", "window_days", "start_date"):
            if not tree[key]:
                del tree[key]
        for key in MAP_KEYS:
            if not tree["place"][key]:
                del tree["place"][key]
        if tree["scale"] == 1:
            del tree["scale"]
        for lever in tree["policies"].values():
            if lever["end_day"] < 0:
                del lever["end_day"]
        return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(info.key)}</td><td>{escape(str(value))}</td><td>{escape(info.unit)}</td>"
            f"<td>{escape(info.basis)}</td></tr>"
            for info, value in self.parameters()
            if info.basis == "choice" or value != info.default
        )
        title = escape(f"{self.place.title or self.place.name}: {self.label}, {count(self.run.days, 'day')}")
        head = "<tr><th>setting</th><th>value</th><th>unit</th><th>basis</th></tr>"
        return f"<div><b>{title}</b><table>{head}{rows}</table></div>"

    def digest(self) -> str:
        """Hash of everything that moves numbers: the cell of a study that the run's replications belong to."""
        return digest_of(self.canonical())

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

    def remarks(self) -> list[Bilingual]:
        """What is no fault but should be known before a run: numbers of the place that are unusual or from a norm."""
        normed = [key for key, line in self.place.sources.items() if line.startswith(FROM_NORM)]
        return (
            smaller(self.place, self.lived_place, self.run.scale)
            + unusual(self.lived_place)
            + other_people(self.place)
            + [from_norm(norm) for norm in NORMS if norm.key in normed]
            + no_holidays_known(self.run)
        )


def digest_of(canonical: str) -> str:
    """Hash a canonical tree, 12 hexadecimal digits; where a map lies does not count, what is in it does."""
    return hashlib.sha256(with_no_path(canonical).encode()).hexdigest()[:12]


def with_no_path(canonical: str) -> str:
    """Leave out of a canonical tree where the map of the place lies."""
    if '"map":"' not in canonical:
        return canonical
    return json.dumps(anywhere(json.loads(canonical)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def measured_days(run: Run, begins: Sequence[int]) -> tuple[int, int]:
    """First day that is measured and first that is no more.

    Parameters
    ----------
    run : Run
    begins : sequence of int
        Days on which levers begin, of all arms; looked at where the window follows them.
    """
    start = min(begins, default=0) if run.window == "after_start" else 0
    if not run.window_days:
        return max(run.warmup_days, start), run.days
    counted_from = start if run.window == "after_start" else run.warmup_days
    first, until = run.window_days
    return counted_from + first, min(counted_from + until, run.days)


def same_window(arms: Sequence[RunConfig]) -> list[RunConfig]:
    """Measure all arms over the same days: ``window=after_start`` becomes a warm-up until the first lever begins.

    What comes out is the run whose ``warmup_days`` was said to be that long; ``window_days`` count from its end.

    Raises
    ------
    ConfigError
        If days are to be measured that lie in the warm-up, or behind the end.
    """
    begins = [p.start_day for arm in arms if arm.run.window == "after_start" for p in arm.policies]
    if problems := [p for arm in arms[:1] for p in _window_problems(arm.run, begins)]:
        raise ConfigError(problems)
    found = []
    for arm in arms:
        first, until = measured_days(arm.run, begins)
        cut = (0, until - first) if until < arm.run.days else ()
        run = dataclasses.replace(arm.run, window="after_warmup", warmup_days=first, window_days=cut)
        found.append(dataclasses.replace(arm, run=run))
    return found


def _window_problems(run: Run, begins: Sequence[int]) -> list[Problem]:
    """Find days to be measured that lie in the warm-up, or behind the end."""
    if not run.window_days:
        return []
    first, _ = measured_days(run, begins)
    until = first + run.window_days[1] - run.window_days[0]
    if first < run.warmup_days:
        found = say("dates.measured", first=first, last=until - 1, warm=run.warmup_days - 1)
        return [Problem("window", found, say("dates.after_it"), say("dates.later", first=first))]
    if until > run.days:
        found = say("dates.beyond", first=first, last=until - 1, days=run.days)
        return [Problem("window", found, say("dates.within"), f"days={until}")]
    return []


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
    file, typed = place_file(place), nested(said)
    tree = merged(file, typed)
    tree["policy"] = policy
    of_file, of_typed = (t.get("policies") for t in (file, typed))
    waiting = set(of_file or ()) - set(of_typed if isinstance(of_typed, Mapping) else ())
    layers = said_by_place(file, os.fspath(place)) | said_of(typed, Layer.TYPED, "given in Python")
    return parse(tree, layers, waiting=waiting)


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Lay settings with dotted keys out as a tree.

    Raises
    ------
    ConfigError
        If something is said as a whole and in part.
    """
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise ConfigError(
                    [Problem(key, say("checks.as_whole", part=part, x=shown_value(node)), say("checks.one_of_two"))]
                )
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
        raise ConfigError([Problem("settings", say("errors.found", x=shown_value(tree)), say("checks.key_value"))])
    problems: list[Problem] = []
    groups = {"place": Place, **GROUPS}
    known = [*RUN_KEYS, *groups, "policy", "policies", "in_force"]
    tree, said = map_laid(days_for_dates(window_apart(tree, problems), problems), dict(said or {}), problems)
    tree, said = norms_laid(tree, said, problems)
    for key in tree:
        if key not in known:
            problems.append(no_such(str(key), str(key), _all_keys()))
    run = fill(Run, "", {k: tree[k] for k in RUN_KEYS if k in tree}, problems)
    made = {name: fill(cls, name, tree.get(name, {}), problems) for name, cls in groups.items()}
    place = made.pop("place")
    in_force = lever_names(tree.get("in_force"), problems, "in_force")
    chosen = chosen_levers(tree, in_force, waiting, problems)
    lived = place.scaled(run.scale) if place is not None and run is not None else place
    if lived is not None:
        problems += place_problems(lived, chosen)
    problems += idle(chosen, lived, run.days if run is not None else None)
    problems += folder_problems(run, place)
    if run is not None and run.warmup_days >= run.days:
        problems.append(
            Problem(
                "warmup_days",
                say("checks.warmup", warmup=run.warmup_days, days=run.days),
                say("checks.days_to", n=run.days - 1),
                say("checks.warmup_hint"),
            )
        )
    if problems:
        raise ConfigError(problems)
    settings = Settings(**made)
    return RunConfig(place, tuple(chosen), settings, run, said, tuple(n for n in POLICIES if n in in_force))


@cache
def _all_keys() -> tuple[str, ...]:
    keys = [*RUN_KEYS, "place", "policy", "policies", "in_force", *GROUPS]
    for name, cls in GROUPS.items():
        keys += [f"{name}.{i.name}" for i in describe(name, cls)]
    return tuple(keys)
