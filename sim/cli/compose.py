"""Hydra's only home: defaults from the classes, places from YAML, what is typed on top.

Everything that is wrong is collected before Hydra sees it, because Hydra stops at the first misspelt key.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any

import yaml
from hydra import compose, initialize
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ChoiceSweep, Glob, Override, OverrideType, Quote, QuotedString
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.cli.hydra_help import text_helps
from sim.config.checks import does_not_act
from sim.config.layers import Layer, Said, said_by_place, said_of
from sim.config.place_files import PlaceFile, config_dir, is_path, place_names, read_place, shown
from sim.config.run import RUN_KEYS, Run, RunConfig, parse
from sim.errors import ConfigError, Problem, did_you_mean, nearest
from sim.mechanisms.settings import GROUPS
from sim.params import REQUIRED
from sim.policies import POLICIES
from sim.state.places import Place

VERSION_BASE = "1.3"
TAKE_VALUE = ("--cfg", "-c", "--package", "-p")
"""Hydra's flags with a value behind them."""
MISSING = "???"
"""Hydra's word for what nobody has said."""
OF_HYDRA = ("hydra/launcher", "hydra/sweeper")
"""What of Hydra itself may be chosen; settings of the launcher too."""
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


_handed: dict[str, PlaceFile] = {}


def register(places: Sequence[str] = ()) -> None:
    """Hand Hydra the defaults, the main configuration and every place's file that can be read.

    Parameters
    ----------
    places : sequence of str
        Paths of more place files.

    Raises
    ------
    ConfigError
        If one of these cannot be read.
    """
    store = ConfigStore.instance()
    if "config.yaml" not in store.repo:
        store.store(name="govsim_defaults", node=defaults())
        store.store(name="config", node=yaml.safe_load((config_dir() / "config.yaml").read_text(encoding="utf-8")))
    for place in (*place_names(), *places):
        try:
            file = read_place(place)
        except ConfigError:
            if place in places:
                raise
            continue  # who asks for it is told; others need not wait until it is mended
        if _handed.get(place) is not file:
            # Hydra looks a choice up folder by folder, and skips empty names of folders: so a path is a choice too
            *above, name = [part for part in f"place/{place}".split("/") if part]
            store.store(group="/".join(above), name=name, package="_global_", node=file.tree)
            _handed[place] = file


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
        ``study=黄石`` gives ``study='黄石'``; several values, each.
    """
    key, _, value = arg.partition("=")
    if key.lstrip("+") not in _text_keys() or not value or value == "null" or value[0] in "'\"[{" or "${" in value:
        return arg
    try:
        said = _read(arg).value()
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
def _read(arg: str) -> Override:
    override = OverridesParser.create().parse_override(arg)
    override.config_loader = _Places()  # type: ignore[assignment]
    return override


def _reason(error: Exception) -> str:
    """What Hydra says, in plainer words where it is about characters."""
    if isinstance(error, RecursionError):
        return "it is nested without end"
    if "integer string conversion" in str(error):
        return "a number of thousands of digits"
    dropped = ("See ", "full_key:", "object_type", "    ", "Available", "To append")
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith(dropped)]
    text = re.sub(r" expecting \{.*", "", " ".join(lines[:2])) or type(error).__name__
    text = text.replace("token recognition error at:", "outside quotes, this cannot stand:")
    return _cut(text.replace("missing EQUAL at '<EOF>'", "there is no = in it").replace("'<EOF>'", "the end"))


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
            override = _read(as_text(arg))
        except (HydraException, ValueError, RecursionError) as error:
            allowed = "key=value, e.g. place=xialu policy=[dual_report]"
            problems.append(Problem(_cut(arg), f"cannot be read: {_reason(error)}", allowed))
            continue
        if found := [*_form_problems(override), *_key_problems(override, keys), *_shape_problems(override, known)]:
            problems += found
        else:
            good.append(override)
    problems += _twice(good)
    if all(o.key_or_group != "place" for o in good) and not any(p.where == "place" for p in problems):
        problems += _place_problems("demo")
    return good, flags, problems


def _form_problems(override: Override) -> Iterator[Problem]:
    """Find forms of Hydra's that have no meaning here: additions, deletions, packages, sweeps without values."""
    key, line = _cut(str(override.key_or_group)), _cut(str(override.input_line))
    group = "/" in key or key == "place"
    if override.type is OverrideType.DEL:
        yield Problem(
            key, f"found {line}, but a setting cannot be taken away", f"{key}=value", "policy=[] for no lever"
        )
    elif override.type is OverrideType.ADD or (override.type is OverrideType.FORCE_ADD and group):
        yield Problem(key, f"found {line}, but no setting can be added", f"{key}=value, without the +")
    if override.package is not None:
        yield Problem(key, f"found {line}, but nothing can be put elsewhere", f"{key}=value, without the @")
    value = override.value()
    if getattr(value, "shuffle", False) or "shuffle(" in line:
        yield Problem(key, f"found {line}, but the order would be another at every reading", "values without shuffle()")
    elif override.is_interval_sweep():
        yield Problem(key, f"found {line}, an interval without steps", "single values: a,b,c or range(from,to,step)")
    elif override.is_sweep_override():
        try:
            if next(iter(override.sweep_iterator()), None) is None and not _says_null(override):
                what = "matches no place" if isinstance(value, Glob) else "holds no value"
                yield Problem(key, f"found {line}, which {what}", "a,b,c or range(from,to,step)")
        except (HydraException, ValueError, ArithmeticError) as error:
            yield Problem(key, f"found {line}: {_reason(error)}", "a,b,c or range(from,to,step)")


def _says_null(override: Override) -> bool:
    return next(iter(override.sweep_string_iterator()), "") == "null"


def _key_problems(override: Override, keys: Sequence[str]) -> list[Problem]:
    """Find settings and places that do not exist, and what of Hydra itself is not for users."""
    key = str(override.key_or_group)
    if key == "hydra" or override.is_hydra_override():
        return _hydra_problems(override, key)
    if key not in keys:
        groups = f"known: {', '.join(k for k in keys if '.' not in k)}; govsim list parameters names what is in them"
        return [Problem(_cut(key) or "=", "there is no such setting", hint=nearest(key[:120], keys) or groups)]
    if key == "place" and not override.is_interval_sweep() and not override.is_delete():
        return [p for place in dict.fromkeys(_words(override)) for p in _place_problems(place)]
    return []


def _shape_problems(override: Override, known: dict[str, Any]) -> list[Problem]:
    """Find values that cannot stand for what the setting is: a number for a group, a group for a number."""
    key, inside = str(override.key_or_group), known
    for part in key.split("."):
        inside = inside.get(part) if isinstance(inside, dict) else None  # type: ignore[assignment]
    value = override.value()
    values = value.list if isinstance(value, ChoiceSweep) else [value]
    if inside is None or key == "place":
        return []
    return [p for v in values if v is not None for p in _misfits(key, v, inside)]


def _misfits(key: str, value: Any, default: Any) -> list[Problem]:
    """Compare one value with the shape of its default, key by key."""
    shown = _cut(Override._get_value_element_as_str(value) if isinstance(value, (dict, list)) else str(value))
    if isinstance(value, str) and "${" in value:
        return []
    if not isinstance(default, dict):
        return [Problem(key, f"found {shown}", "a value, not settings")] if isinstance(value, dict) else []
    if not isinstance(value, dict):
        return [Problem(key, f"found {shown}", "settings of the form {key:value}")]
    found: list[Problem] = []
    for name, inner in value.items():
        inside = f"{key}.{_cut(str(name))}"
        if name in default:
            found += _misfits(inside, inner, default[name])
        elif key != "place.sources":
            near = did_you_mean(str(name)[:120], list(map(str, default)))
            found.append(Problem(inside, "there is no such setting", hint=near))
    return found


def _hydra_problems(override: Override, key: str) -> list[Problem]:
    """Hydra's own settings would move or lose results; a launcher may be chosen."""
    line = _cut(str(override.input_line))
    if key not in OF_HYDRA and not key.startswith("hydra.launcher."):
        allowed = f"of Hydra's own: {', '.join(OF_HYDRA)} and hydra.launcher.*"
        hint = "results_dir and study say where results lie, -m makes a sweep"
        return [Problem(_cut(key), f"found {line}, which govsim sets itself", allowed, hint)]
    if override.is_sweep_override() or "${" in line:
        return [Problem(_cut(key), f"found {line}", "one plain value")]
    return []


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
        lines.setdefault(str(override.key_or_group), []).append(_cut(str(override.input_line)))
    return [Problem(key, f"said twice: {', '.join(said)}", "once") for key, said in lines.items() if len(said) > 1]


def _words(override: Override) -> list[str]:
    """Names and paths of places as they were typed, without quotes."""
    if not override.is_sweep_override():
        value = override.value()
        return [value if isinstance(value, str) else override.get_value_element_as_str()]
    try:
        values = list(itertools.islice(override.sweep_iterator(), MOST_RUNS))
    except (HydraException, ValueError, ArithmeticError):
        return []  # told as a fault of form
    return [v.text if isinstance(v, QuotedString) else str(v) for v in values]


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:100]}... ({len(text):,} characters)"


def composed(overrides: Sequence[str], *, of_hydra: bool = False) -> dict[str, Any]:
    """Compose a configuration as Hydra would.

    Parameters
    ----------
    overrides : sequence of str
    of_hydra : bool
        Compose Hydra's own settings as well, to see whether they can be; they are not returned.
    """
    typed = [_read(o) for o in overrides]
    register([p for o in typed if o.key_or_group == "place" for p in _words(o) if is_path(p)])
    plain = not of_hydra and not any("${" in o or _read(o).is_sweep_override() for o in overrides)
    values = [o for o in typed if o.key_or_group != "place"] if plain else []
    choices = tuple(str(o.input_line) for o in typed if not plain or o.key_or_group == "place")
    stamp = tuple(id(_handed.get(p)) for o in typed if o.key_or_group == "place" for p in _words(o))
    tree = _composed(choices, of_hydra, stamp)
    for override in values:  # what Hydra does with a value, without composing all anew: a hundred times sooner
        tree = _with_value(tree, str(override.key_or_group).split("."), override.value())
    return tree


@lru_cache(maxsize=32)
def _composed(choices: tuple[str, ...], of_hydra: bool, stamp: tuple[int, ...]) -> dict[str, Any]:
    """Let Hydra compose; once for each choice of groups, as long as their files stay (`stamp`)."""
    with initialize(version_base=VERSION_BASE, config_path=None):
        config = compose("config", overrides=list(choices), return_hydra_config=of_hydra)
    if of_hydra:
        OmegaConf.set_struct(config, False)
        del config["hydra"]
    return dict(OmegaConf.to_container(config, resolve=True))  # type: ignore[arg-type]


def _with_value(tree: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """Lay one value over a tree; only the branch that it stands on is copied."""
    first, *rest = path
    inside = tree.get(first)
    if rest:
        return {**tree, first: _with_value(inside if isinstance(inside, dict) else {}, rest, value)}
    if isinstance(value, dict) and isinstance(inside, dict):
        for key, inner in value.items():
            inside = _with_value(inside, [str(key)], inner)
        return {**tree, first: inside}
    return {**tree, first: value}


def idle_settings(typed: Sequence[Override], acting: Collection[str]) -> list[Problem]:
    """Find settings that were typed for levers that act nowhere; they would be ignored."""
    found = []
    for override in typed:
        owner, _, rest = str(override.key_or_group).partition(".")
        value = override.value() if not rest else None
        names = [rest.partition(".")[0]] if rest else list(map(str, value)) if isinstance(value, dict) else []
        for name in names if owner == "policies" else ():
            if name in POLICIES and name not in acting:
                found.append(does_not_act(name, override.key_or_group, _cut(str(override.input_line)), acting))
    return found


def checked(
    args: Sequence[str], *, sweep: bool = False, acting: Collection[str] = ()
) -> list[tuple[list[str], RunConfig]]:
    """Validate everything that was typed, before anything runs.

    Parameters
    ----------
    args : sequence of str
    sweep : bool
        Whether a setting may have several values.
    acting : collection of str
        Levers that act in other arms; what is typed for them is not ignored.

    Returns
    -------
    list of (overrides, RunConfig)
        One entry, or every combination of a sweep.

    Raises
    ------
    ConfigError
        With all problems of all combinations.
    """
    good, _, problems = understand(args)
    swept = [o for o in good if o.is_sweep_override()]
    if swept and not sweep:
        problems += [
            Problem(o.key_or_group, f"several values ({_cut(str(o.input_line))})", "one value, or -m for a sweep")
            for o in swept
        ]
        good = [o for o in good if not o.is_sweep_override()]
    runs: list[tuple[list[str], RunConfig]] = []
    seen = {str(p) for p in problems}
    acting, all_composed = set(acting), True
    for overrides in _combinations(good):
        try:
            tree = composed(overrides, of_hydra=any(o.is_hydra_override() for o in good))
            acting |= _levers(tree["policy"])
            runs.append((overrides, parse(tree, layers_of(overrides), waiting=POLICIES)))
        except ConfigError as error:
            problems += [p for p in error.problems if str(p) not in seen]
            seen |= {str(p) for p in error.problems}
        except (HydraException, OmegaConfBaseException, ValueError, RecursionError) as error:
            all_composed = False  # what acts there is not known
            if str(error) not in seen:
                looked_up = [o for o in overrides if "${" in o]
                problems.append(Problem(_cut(" ".join(looked_up or overrides)), _reason(error)))
                seen.add(str(error))
    if all_composed:
        problems += idle_settings(good, acting)
    if problems:
        raise ConfigError(problems)
    return runs


def _combinations(typed: Sequence[Override]) -> list[list[str]]:
    """Every combination of a sweep's values.

    Raises
    ------
    ConfigError
        If there are more than can be composed in a reasonable time.
    """
    choices: list[list[str]] = []
    total = 1
    for o in typed:
        if o.is_sweep_override():
            values = itertools.islice(o.sweep_string_iterator(), MOST_RUNS + 1)
            choices.append([f"{o.get_key_element()}={v}" for v in values])
        else:
            choices.append([str(o.input_line)])
        total *= len(choices[-1])
        if total > MOST_RUNS:
            raise ConfigError([Problem(o.key_or_group, f"more than {MOST_RUNS:,} runs", f"up to {MOST_RUNS:,}")])
    return [list(combination) for combination in itertools.product(*choices)]


def layers_of(overrides: Sequence[str]) -> dict[str, Said]:
    """What the place's file and what was typed say, setting by setting."""
    typed = [_read(o) for o in overrides if not o.startswith("hydra")]
    place = next((_words(o)[0] for o in reversed(typed) if o.key_or_group == "place"), "demo")
    file = read_place(place)
    found = said_by_place(file.tree, shown(file.path))
    for override in typed:
        key, value, line = str(override.key_or_group), override.value(), str(override.input_line)
        if isinstance(value, dict):
            found |= said_of(value, Layer.TYPED, line, f"{key}.")
        elif key != "place":
            found[key] = Said(value, Layer.TYPED, line)
    return found


def _levers(policy: Any) -> set[str]:
    return {policy} if isinstance(policy, str) else set(map(str, policy)) if isinstance(policy, list) else set()


def settings_first(args: Sequence[str], sweep_dir: str) -> list[str]:
    """Put Hydra's flags behind the settings, since it cannot read a flag between two of them.

    A sweep leaves its ``multirun.yaml`` in a folder of its own: it tells less than the run folders do.
    """
    typed, behind = [f"hydra.sweep.dir='{sweep_dir}'"], False
    flags: list[str] = []
    for arg in args:
        is_flag = behind or arg.startswith("-")
        (flags if is_flag else typed).append(arg if is_flag else as_text(arg))
        behind = arg in TAKE_VALUE
    return typed + flags


def _places(args: Sequence[str]) -> list[str]:
    """Names and paths of the places among the arguments."""
    found: list[str] = []
    for arg in (as_text(a) for a in args if a.startswith("place=")):
        with suppress(HydraException, ValueError):  # told by whoever validates
            found += _words(_read(arg))
    return found


def remarks(args: Sequence[str]) -> list[str]:
    """What should be known of the files of the places among the arguments, though it is no fault."""
    return [remark for place in _places(args) for remark in read_place(place).remarks]


def hydra_main(args: Sequence[str], job: Callable[[RunConfig, list[str]], None]) -> None:
    """Hand over to Hydra: it composes (each combination of a sweep) and calls the job.

    Hydra turns every exception of a job into exit code 1; they are carried round it. After one, the rest of a
    sweep is not run.
    """
    import sys

    import hydra
    from hydra.core.hydra_config import HydraConfig

    register([p for p in _places(args) if is_path(p)])
    raised: list[BaseException] = []

    @hydra.main(version_base=VERSION_BASE, config_path=None, config_name="config")
    def entry(config: Any) -> None:
        if raised:
            return
        overrides = list(HydraConfig.get().overrides.task)
        tree = dict(OmegaConf.to_container(config, resolve=True))  # type: ignore[arg-type]
        try:
            job(parse(tree, layers_of(overrides), waiting=POLICIES), overrides)
        except (Exception, KeyboardInterrupt) as error:
            raised.append(error)

    before, sys.argv = sys.argv, ["govsim", *args]
    try:
        with text_helps():
            entry()
    finally:
        sys.argv = before
    if raised:
        raise raised[0]
