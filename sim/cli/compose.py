"""Hydra's only home: defaults from the classes, places from YAML, what is typed on top.

Everything that is wrong is collected before Hydra sees it, because Hydra stops at the first misspelt key.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import fields
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf

from sim.cli.hydra_help import text_helps
from sim.errors import ConfigError, Problem, did_you_mean
from sim.mechanisms.settings import GROUPS
from sim.policies import POLICIES
from sim.run_config import RUN_KEYS, Run, RunConfig, config_dir, keys_of, parse, place_names
from sim.state.places import Place

VERSION_BASE = "1.3"
TAKE_VALUE = ("--cfg", "-c", "--package", "-p")
"""Hydra's flags with a value behind them."""


def _defaults_of(params: type) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for f in fields(params):
        value = f.default if "param" in f.metadata or not callable(f.default_factory) else f.default_factory()
        out[f.name] = list(value) if isinstance(value, tuple) else value
    return out


def defaults() -> dict[str, Any]:
    """Every setting with its default, in the layout of the configuration."""
    tree: dict[str, Any] = {k: v for k, v in _defaults_of(Run).items() if k in RUN_KEYS}
    tree["policy"] = []
    tree["place"] = _defaults_of(Place)
    tree["policies"] = {name: _defaults_of(cls) for name, cls in POLICIES.items()}
    tree.update({name: _defaults_of(cls) for name, cls in GROUPS.items()})
    return tree


def register() -> None:
    """Hand the defaults to Hydra."""
    ConfigStore.instance().store(name="govsim_defaults", node=defaults())


def known_keys(tree: dict[str, Any], prefix: str = "") -> list[str]:
    """All settings as dotted keys."""
    keys = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        keys.append(name)
        if isinstance(value, dict) and key != "sources":
            keys += known_keys(value, f"{name}.")
    return keys


def understand(args: Sequence[str]) -> tuple[list[Override], list[str], list[Problem]]:
    """Read what was typed: overrides that make sense, Hydra's own flags, and everything that does not."""
    keys = known_keys(defaults())
    problems: list[Problem] = []
    good: list[Override] = []
    flags = [a for a in args if a.startswith("-")]
    parser = OverridesParser.create()
    takes_value = False
    for arg in args:
        if takes_value:
            takes_value = False
            continue
        if arg.startswith("-"):
            takes_value = arg in TAKE_VALUE
            continue
        try:
            override = parser.parse_override(arg)
        except HydraException as error:
            reason = str(error).splitlines()[0]
            problems.append(
                Problem(arg, f"cannot be read: {reason}", "key=value, e.g. place=xialu policy=[dual_report]")
            )
            continue
        key = override.key_or_group
        if key.startswith("hydra"):
            good.append(override)
        elif key not in keys:
            problems.append(Problem(key, "there is no such setting", hint=did_you_mean(key, keys)))
        elif key == "place" and (bad := [p for p in _words(override) if p not in place_names()]):
            problems += [Problem("place", f"{p!r} is not a place", hint=did_you_mean(p, place_names())) for p in bad]
        else:
            good.append(override)
    return good, flags, problems


def _words(override: Override) -> list[str]:
    values = override.sweep_iterator() if override.is_sweep_override() else [override.get_value_element_as_str()]
    return [str(v) for v in values]


def composed(overrides: Sequence[str]) -> dict[str, Any]:
    """Compose a configuration as Hydra would."""
    register()
    with initialize_config_dir(version_base=VERSION_BASE, config_dir=str(config_dir())):
        config = compose("config", overrides=list(overrides))
    return dict(OmegaConf.to_container(config, resolve=True))  # type: ignore[arg-type]


def idle_settings(typed: Sequence[Override], acting: Collection[str]) -> list[Problem]:
    """Find settings that were typed for levers that act nowhere; they would be ignored."""
    found = []
    for override in typed:
        owner, _, rest = str(override.key_or_group).partition(".")
        value = override.value() if not rest else None
        names = [rest.partition(".")[0]] if rest else list(map(str, value)) if isinstance(value, dict) else []
        for name in names if owner == "policies" else ():
            if name in POLICIES and name not in acting:
                others = [n for n in POLICIES if n in acting]
                what = f"found {override.input_line}, but {name} does not act ({', '.join(others) or 'no lever'} does)"
                hint = f"policy=[{','.join([*others, name])}]? In compare: an arm {name}"
                found.append(Problem(override.key_or_group, what, "settings of levers that act", hint))
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
            Problem(o.key_or_group, f"several values ({o.input_line})", "one value, or -m for a sweep") for o in swept
        ]
        good = [o for o in good if not o.is_sweep_override()]
    choices = [
        [f"{o.get_key_element()}={v}" for v in o.sweep_string_iterator()] if o.is_sweep_override() else [o.input_line]
        for o in good
    ]
    runs: list[tuple[list[str], RunConfig]] = []
    seen = {str(p) for p in problems}
    acting, all_composed = set(acting), True
    for combination in itertools.product(*choices):
        overrides = [c for c in combination if c is not None]
        try:
            tree = composed([o for o in overrides if not o.startswith("hydra")])
            acting |= _levers(tree["policy"])
            runs.append((overrides, parse(tree, said_in(good))))
        except ConfigError as error:
            problems += [p for p in error.problems if str(p) not in seen]
            seen |= {str(p) for p in error.problems}
        except HydraException as error:
            all_composed = False  # what acts there is not known
            if str(error) not in seen:
                problems.append(Problem(" ".join(overrides), str(error).splitlines()[0]))
                seen.add(str(error))
    if all_composed:
        problems += idle_settings(good, acting)
    if problems:
        raise ConfigError(problems)
    return runs


def said_in(typed: Sequence[Override]) -> frozenset[str]:
    """Settings that overrides say, as dotted keys."""
    found: frozenset[str] = frozenset()
    for override in typed:
        key, value = str(override.key_or_group), None if override.is_sweep_override() else override.value()
        found |= keys_of(value, f"{key}.") if isinstance(value, dict) else frozenset({key})
    return found


def _levers(policy: Any) -> set[str]:
    return {policy} if isinstance(policy, str) else set(map(str, policy or ()))


def settings_first(args: Sequence[str], sweep_dir: str) -> list[str]:
    """Put Hydra's flags behind the settings, since it cannot read a flag between two of them.

    A sweep leaves its ``multirun.yaml`` in a folder of its own: it tells less than the run folders do.
    """
    typed, behind = [f"hydra.sweep.dir='{sweep_dir}'"], False
    flags: list[str] = []
    for arg in args:
        (flags if behind or arg.startswith("-") else typed).append(arg)
        behind = arg in TAKE_VALUE
    return typed + flags


def hydra_main(args: Sequence[str], job: Callable[[RunConfig, list[str]], None]) -> None:
    """Hand over to Hydra: it composes (each combination of a sweep) and calls the job.

    Hydra turns every exception of a job into exit code 1; they are carried round it. After one, the rest of a
    sweep is not run.
    """
    import sys

    import hydra
    from hydra.core.hydra_config import HydraConfig

    register()
    raised: list[BaseException] = []

    @hydra.main(version_base=VERSION_BASE, config_path=str(config_dir()), config_name="config")
    def entry(config: Any) -> None:
        if raised:
            return
        overrides = list(HydraConfig.get().overrides.task)
        tree = dict(OmegaConf.to_container(config, resolve=True))  # type: ignore[arg-type]
        try:
            job(parse(tree, said_in(OverridesParser.create().parse_overrides(overrides))), overrides)
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
