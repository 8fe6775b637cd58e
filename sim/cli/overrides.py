"""What was typed, read before Hydra sees it: overrides that make sense, and everything that does not.

Hydra stops at the first misspelt key; here all that is wrong is collected.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ChoiceSweep, Glob, Override, OverrideType, Quote, QuotedString
from hydra.errors import HydraException

from sim.cli.how import KEYS as HOW
from sim.config.place_files import place_names, read_place
from sim.config.run import RUN_KEYS, Run
from sim.config.schema import cut
from sim.errors import ConfigError, Problem, did_you_mean, nearest
from sim.i18n import say
from sim.parameters.param import REQUIRED
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

TAKE_VALUE = ("--cfg", "-c", "--package", "-p")
"""Hydra's flags with a value behind them."""
MISSING = "???"
"""Hydra's word for what nobody has said."""
OF_HYDRA = ("hydra/launcher", "hydra/sweeper")
"""What of Hydra itself may be chosen; settings of the launcher, and of a design, too."""
SWEEPERS = ("design", "basic")
"""Ours, and Hydra's own, which runs each combination as a job by itself."""
OF_A_DESIGN = tuple(f"hydra.sweeper.{name}" for name in ("kind", "n", "seed"))
INSTEAD = {
    "hydra.sweep.dir": "cli.instead_of_dir",
    "hydra.sweep.subdir": "cli.instead_of_dir",
    "hydra.run.dir": "cli.instead_of_dir",
    "hydra.job.chdir": "cli.instead_of_chdir",
}
"""What is said in place of settings of Hydra's that many know."""
MOST_RUNS = 10_000
"""Combinations of a sweep; composing as many takes half an hour."""


def _defaults_of(params: type) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for f in fields(params):
        value = f.default if "param" in f.metadata or not callable(f.default_factory) else f.default_factory()
        value = MISSING if value is REQUIRED else value
        out[f.name] = list(value) if isinstance(value, tuple) else value
    return out


def defaults() -> dict[str, Any]:
    """Every setting with its default, in the layout of the configuration."""
    tree: dict[str, Any] = {k: v for k, v in _defaults_of(Run).items() if k in RUN_KEYS}
    tree["policy"] = []
    tree["in_force"] = []
    tree["place"] = _defaults_of(Place)
    tree["policies"] = {name: _defaults_of(cls) for name, cls in POLICIES.items()}
    tree.update({name: _defaults_of(cls) for name, cls in GROUPS.items()})
    return tree


def known_keys(tree: dict[str, Any], prefix: str = "") -> list[str]:
    """All settings as dotted keys."""
    keys = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        keys.append(name)
        if isinstance(value, dict) and key != "sources":
            keys += known_keys(value, f"{name}.")
    return keys


@cache
def _text_keys() -> frozenset[str]:
    """Settings whose value is free text, names of folders among them."""
    owners = {"": Run, "place.": Place, **{f"policies.{name}.": cls for name, cls in POLICIES.items()}}
    owners |= {f"{name}.": cls for name, cls in GROUPS.items()}
    free = {f"{o}{f.name}" for o, cls in owners.items() for f in fields(cls) if f.type in ("str", str)}
    return frozenset(free | {"place"})


def as_text(arg: str) -> str:
    """Quote what was typed for a setting of free text where Hydra would not read it as it stands.

    Hydra reads 2024_10 as 202410, and no Chinese at all.

    Parameters
    ----------
    arg : str
        ``into=黄石`` gives ``into='黄石'``; several values, each.
    """
    key, _, value = arg.partition("=")
    if key.lstrip("+") not in _text_keys() or not value or value == "null" or value[0] in "'\"[{" or "${" in value:
        return arg
    try:
        said = read_override(arg).value()
    except (HydraException, ValueError, RecursionError):
        said = None
    read = said.list if isinstance(said, ChoiceSweep) and said.simple_form else [said]
    as_it_stands = all(isinstance(v, str) for v in read) and ",".join(map(str, read)) == value
    a_function = said is not None and "(" in value  # choice(a,b), str(1)
    if as_it_stands or a_function:
        return arg
    return f"{key}=" + ",".join(QuotedString(v, Quote.single).with_quotes() for v in value.split(","))


class _Places:
    """As much of Hydra's loader as its parser asks: which choices a group has."""

    def get_group_options(self, group: str, results_filter: Any = None) -> list[str]:
        return place_names() if group == "place" else []


@lru_cache(maxsize=4096)
def read_override(arg: str) -> Override:
    """Parse an override; once, however often it is asked for."""
    override = OverridesParser.create().parse_override(arg)
    override.config_loader = _Places()  # type: ignore[assignment]
    return override


def reason(error: Exception) -> str:
    """What Hydra says, in plainer words where it is about characters."""
    if isinstance(error, RecursionError):
        return say("cli.endless")
    if "integer string conversion" in str(error):
        return say("cli.digits")
    dropped = ("See ", "full_key:", "object_type", "    ", "Available", "To append")
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith(dropped)]
    text = re.sub(r" expecting \{.*", "", " ".join(lines[:2])) or type(error).__name__
    text = text.replace("token recognition error at:", "outside quotes, this cannot stand:")
    return cut(text.replace("missing EQUAL at '<EOF>'", "there is no = in it").replace("'<EOF>'", "the end"))


def understand(args: Sequence[str]) -> tuple[list[Override], list[str], list[Problem]]:
    """Read what was typed: overrides that make sense, Hydra's own flags, and everything that does not."""
    known = defaults()
    keys = known_keys(known)
    problems: list[Problem] = []
    good: list[Override] = []
    flags = [a for a in args if a.startswith("-")]
    takes_value = False
    for arg in args:
        if takes_value:
            takes_value = False
            continue
        if arg.startswith("-"):
            takes_value = arg in TAKE_VALUE
            continue
        try:
            override = read_override(as_text(arg))
        except (HydraException, ValueError, RecursionError) as error:
            allowed = say("cli.key_value_policy")
            problems.append(Problem(cut(arg), say("cli.unread", why=reason(error)), allowed))
            continue
        if found := [*_form_problems(override), *_key_problems(override, keys), *_shape_problems(override, known)]:
            problems += found
        else:
            good.append(override)
    problems += [*_twice(good), *_launcher_problems(good)]
    if all(o.key_or_group != "place" for o in good) and not any(p.where == "place" for p in problems):
        problems += _place_problems("demo")
    return good, flags, problems


def _form_problems(override: Override) -> Iterator[Problem]:
    """Find forms of Hydra's that have no meaning here: additions, deletions, packages, sweeps without values."""
    key, line = cut(str(override.key_or_group)), cut(str(override.input_line))
    group = "/" in key or key == "place"
    if override.type is OverrideType.DEL:
        yield Problem(key, say("cli.not_away", line=line), f"{key}=value", say("cli.no_lever_at_all"))
    elif override.type is OverrideType.ADD or (override.type is OverrideType.FORCE_ADD and group):
        yield Problem(key, say("cli.not_added", line=line), say("cli.without_plus", key=key))
    if override.package is not None:
        yield Problem(key, say("cli.not_elsewhere", line=line), say("cli.without_at", key=key))
    value = override.value()
    if getattr(value, "shuffle", False) or "shuffle(" in line:
        yield Problem(key, say("cli.no_order", line=line), say("cli.no_shuffle"))
    elif override.is_interval_sweep():
        yield Problem(key, say("cli.no_steps", line=line), say("cli.single_values"))
    elif override.is_sweep_override():
        try:
            if next(iter(override.sweep_iterator()), None) is None and not _says_null(override):
                what = say("cli.matches_none") if isinstance(value, Glob) else say("cli.holds_none")
                yield Problem(key, say("cli.which", line=line, what=what), say("cli.values_or_range"))
        except (HydraException, ValueError, ArithmeticError) as error:
            yield Problem(key, say("cli.found_why", line=line, why=reason(error)), say("cli.values_or_range"))


def _says_null(override: Override) -> bool:
    return next(iter(override.sweep_string_iterator()), "") == "null"


def _key_problems(override: Override, keys: Sequence[str]) -> list[Problem]:
    """Find settings and places that do not exist, and what of Hydra itself is not for users."""
    key = str(override.key_or_group)
    if key == "hydra" or override.is_hydra_override():
        return _hydra_problems(override, key)
    if key == "study":
        line = cut(str(override.input_line))
        allowed = say("cli.says_folder", line=line.replace("study", "into", 1))
        return [Problem(key, say("cli.found_none", line=line), allowed)]
    if key not in keys:
        groups = say("cli.known_groups", names=", ".join(k for k in keys if "." not in k))
        return [Problem(cut(key) or "=", say("cli.no_setting"), hint=nearest(key[:120], [*keys, *HOW]) or groups)]
    if key == "place" and not override.is_interval_sweep() and not override.is_delete():
        return [p for place in dict.fromkeys(places_in(override)) for p in _place_problems(place)]
    return []


def _shape_problems(override: Override, known: dict[str, Any]) -> list[Problem]:
    """Find values that cannot stand for what the setting is: a number for a group, a group for a number."""
    key, inside = str(override.key_or_group), known
    for part in key.split("."):
        inside = inside.get(part) if isinstance(inside, dict) else None  # type: ignore[assignment]
    value = override.value()
    values = value.list if isinstance(value, ChoiceSweep) else [value]
    if inside is None or key in ("place", "window"):  # {after_start: [0, 180]} is read with the run
        return []
    return [p for v in values if v is not None for p in _misfits(key, v, inside)]


def _misfits(key: str, value: Any, default: Any) -> list[Problem]:
    """Compare one value with the shape of its default, key by key."""
    shown = cut(Override._get_value_element_as_str(value) if isinstance(value, (dict, list)) else str(value))
    if isinstance(value, str) and "${" in value:
        return []
    if not isinstance(default, dict):
        return [Problem(key, say("errors.found", x=shown), say("cli.a_value"))] if isinstance(value, dict) else []
    if not isinstance(value, dict):
        return [Problem(key, say("errors.found", x=shown), say("cli.of_form"))]
    found: list[Problem] = []
    for name, inner in value.items():
        inside = f"{key}.{cut(str(name))}"
        if name in default:
            found += _misfits(inside, inner, default[name])
        elif key != "place.sources":
            near = did_you_mean(str(name)[:120], list(map(str, default)))
            found.append(Problem(inside, say("cli.no_setting"), hint=near))
    return found


def _hydra_problems(override: Override, key: str) -> list[Problem]:
    """Hydra's own settings would move or lose results; sweeper and launcher may be chosen."""
    line = cut(str(override.input_line))
    if key not in OF_HYDRA and key not in OF_A_DESIGN and not key.startswith("hydra.launcher."):
        allowed = say("cli.of_hydra", names=", ".join(OF_HYDRA))
        hint = say(INSTEAD.get(key, "cli.where_results"))
        return [Problem(cut(key), say("cli.sets_itself", line=line), allowed, hint)]
    if override.is_sweep_override() or "${" in line:
        return [Problem(cut(key), say("errors.found", x=line), say("cli.plain_value"))]
    if key == "hydra/sweeper" and override.value() not in SWEEPERS:
        name = cut(str(override.value()))
        near = say("cli.no_best") if name == "optuna" else did_you_mean(name, SWEEPERS)
        return [Problem(key, say("errors.found", x=line), ", ".join(SWEEPERS), near)]
    return []


def _launcher_problems(typed: Sequence[Override]) -> list[Problem]:
    """A launcher starts jobs of Hydra's own sweeps; ours live on engines."""
    said = {str(o.key_or_group): o for o in typed}
    sweeper = said.get("hydra/sweeper")
    if sweeper is not None and sweeper.value() == "basic":
        return []
    return [
        Problem(cut(key), say("cli.launcher", line=cut(str(o.input_line))), say("cli.on_engines"), say("cli.basic_too"))
        for key, o in said.items()
        if key.startswith(("hydra/launcher", "hydra.launcher.")) and o.value() != "basic"
    ]


def _place_problems(place: str) -> list[Problem]:
    try:
        read_place(place)
    except ConfigError as error:
        return list(error.problems)
    return []


def _twice(typed: Sequence[Override]) -> list[Problem]:
    """Find settings that were typed twice: the last would win in silence."""
    lines: dict[str, list[str]] = {}
    for override in typed:
        lines.setdefault(str(override.key_or_group), []).append(cut(str(override.input_line)))
    return [
        Problem(key, say("cli.twice", what=", ".join(said)), say("errors.once"))
        for key, said in lines.items()
        if len(said) > 1
    ]


def places_in(override: Override) -> list[str]:
    """Names and paths of places as they were typed, without quotes."""
    if not override.is_sweep_override():
        value = override.value()
        return [value if isinstance(value, str) else override.get_value_element_as_str()]
    try:
        values = list(itertools.islice(override.sweep_iterator(), MOST_RUNS))
    except (HydraException, ValueError, ArithmeticError):
        return []  # told as a fault of form
    return [v.text if isinstance(v, QuotedString) else str(v) for v in values]
