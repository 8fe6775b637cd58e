"""Hydra's only home: defaults from the classes, places from YAML, what is typed on top.

Everything that is wrong is collected before Hydra sees it, because Hydra stops at the first misspelt key.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import yaml
from hydra import compose, initialize
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.cli.hydra_design import register_sweeper
from sim.cli.hydra_help import text_helps
from sim.cli.overrides import MOST_RUNS, TAKE_VALUE, as_text, defaults, places_in, read_override, reason, understand
from sim.config.checks import does_not_act
from sim.config.layers import Layer, Said, said_by_place, said_of
from sim.config.place_files import PlaceFile, config_dir, is_path, place_names, read_place, shown
from sim.config.run import RunConfig, parse
from sim.config.schema import cut
from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.policies import POLICIES

VERSION_BASE = "1.3"


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
        register_sweeper()
    for place in (*place_names(), *places):
        _hand(place, must=place in places)


def _hand(place: str, *, must: bool) -> None:
    """Hand Hydra a place's file, if it has not this content of it yet."""
    try:
        file = read_place(place)
    except ConfigError:
        if must:
            raise
        return  # who asks for it is told; others need not wait until it is mended
    if _handed.get(place) is not file:
        # Hydra looks a choice up folder by folder, and skips empty names of folders: so a path is a choice too
        *above, name = [part for part in f"place/{place}".split("/") if part]
        ConfigStore.instance().store(group="/".join(above), name=name, package="_global_", node=file.tree)
        _handed[place] = file


def composed(overrides: Sequence[str], *, of_hydra: bool = False) -> dict[str, Any]:
    """Compose a configuration as Hydra would.

    Parameters
    ----------
    overrides : sequence of str
    of_hydra : bool
        Compose Hydra's own settings as well, to see whether they can be; they are not returned.
    """
    typed = [read_override(o) for o in overrides]
    named = [p for o in typed if o.key_or_group == "place" for p in places_in(o)] or ["demo"]
    if not _handed:
        register()
    for place in named:  # the others wait until they are named
        _hand(place, must=is_path(place))
    plain = not of_hydra and not any("${" in o or read_override(o).is_sweep_override() for o in overrides)
    values = [o for o in typed if o.key_or_group != "place"] if plain else []
    choices = tuple(str(o.input_line) for o in typed if not plain or o.key_or_group == "place")
    stamp = tuple(id(_handed.get(p)) for o in typed if o.key_or_group == "place" for p in places_in(o))
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
                found.append(does_not_act(name, override.key_or_group, cut(str(override.input_line)), acting))
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
            Problem(o.key_or_group, say("cli.several", x=cut(str(o.input_line))), say("cli.one_value")) for o in swept
        ]
        good = [o for o in good if not o.is_sweep_override()]
    runs: list[tuple[list[str], RunConfig]] = []
    seen = {str(p) for p in problems}
    acting, all_composed = set(acting), True
    for overrides in combinations_of(good):
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
                problems.append(Problem(cut(" ".join(looked_up or overrides)), reason(error)))
                seen.add(str(error))
    if all_composed:
        problems += idle_settings(good, acting)
    if problems:
        raise ConfigError(problems)
    return runs


def combinations_of(typed: Sequence[Override]) -> list[list[str]]:
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
            raise ConfigError(
                [Problem(o.key_or_group, say("cli.more_runs", n=MOST_RUNS), say("cli.up_to", n=MOST_RUNS))]
            )
    return [list(combination) for combination in itertools.product(*choices)]


def layers_of(overrides: Sequence[str]) -> dict[str, Said]:
    """What the place's file and what was typed say, setting by setting."""
    typed = [read_override(o) for o in overrides if not o.startswith("hydra")]
    place = next((places_in(o)[0] for o in reversed(typed) if o.key_or_group == "place"), "demo")
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
            found += places_in(read_override(arg))
    return found


def remarks(args: Sequence[str]) -> list[str]:
    """What should be known of the files of the places among the arguments, though it is no fault."""
    return [remark for place in _places(args) for remark in read_place(place).remarks]


def hydra_main(args: Sequence[str], job: Callable[[RunConfig, list[str]], None]) -> None:
    """Hand over to Hydra: it composes (each combination of a sweep) and calls the job.

    Hydra turns every exception of a job into exit code 1; they are carried round it. After one, the rest of a
    sweep is not run.
    """
    import hydra
    from hydra.core.hydra_config import HydraConfig

    register([p for p in _places(args) if is_path(p)])
    raised, own = list[BaseException](), os.getpid()

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
            if os.getpid() != own:  # a launcher's process: what it keeps is lost with it, so Hydra carries the error
                raise

    before, sys.argv = sys.argv, ["govsim", *args]
    log = logging.getLogger()
    level, handlers = log.level, [*log.handlers]
    try:
        with text_helps():
            entry()
    finally:
        sys.argv = before
        log.setLevel(level)  # --info tells all, to whoever comes after it too
        log.handlers[:] = handlers
    if raised:
        raise raised[0]
