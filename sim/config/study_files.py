"""Study files: a question, its arms and everything that is needed to run it, at any path.

Read like a place's file: plain text and numbers only, nothing is looked up elsewhere, all that is wrong is told with
its line. What it says is the same as what can be typed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.config.arm_words import same_names
from sim.config.arms import key_problem, settings_of_arms
from sim.config.place_files import SUFFIXES, config_dir, is_path, place_names, read_place, shown
from sim.config.plain_yaml import lines_of, load_plain
from sim.config.schema import cut, shown_value
from sim.config.studies import Study, where_of
from sim.config.study_arms import leaves, read_arms
from sim.errors import ConfigError, PlaceError, Problem, did_you_mean, nearest, words_of
from sim.i18n import joined, say
from sim.parameters.run import RUN_KEYS
from sim.parameters.settings import GROUPS
from sim.text_files import read_text

MOST_BYTES = 200_000
"""Size of a study's file at most."""
FOR_ALL = (*RUN_KEYS, "place", "policies", *GROUPS)
"""What a study says for all of its arms."""
OWN_KEYS = ("defaults", "question", "pairs", "arms", "sweep", "draws", "until", "max_pairs", "measures", "test")
TEST_KEYS = (*RUN_KEYS, "pairs", "place", "draws")
LANGUAGES = ("en", "zh")


def study_names() -> list[str]:
    """Studies that have a file among the configurations."""
    return sorted(p.stem for p in (config_dir() / "study").glob("*.yaml") if p.is_file())


def read_study(study: str | os.PathLike[str]) -> Study:
    """Read a study's file.

    Parameters
    ----------
    study : str or path
        The name of a study (``configs/study/NAME.yaml``), or a path: with a ``/`` or ending in ``.yaml``.

    Raises
    ------
    ConfigError
        If there is no such study, or its file cannot be read; all that is wrong with its form.
    """
    path = _path_of(study)
    try:
        text, _ = read_text(path, MOST_BYTES)
        tree = load_plain(text)
    except PlaceError as error:
        raise ConfigError([Problem(shown(path), words_of(error))]) from None
    if not isinstance(tree, dict):
        found = say("places.nothing") if tree is None else say("study.no_settings", x=shown_value(tree))
        raise ConfigError([Problem(shown(path), found, say("study.form"))])
    return _Reader(path, tree, lines_of(text)).read()


def _path_of(study: str | os.PathLike[str]) -> Path:
    said = os.fspath(study)
    if isinstance(study, os.PathLike) or is_path(said):
        return Path(said).expanduser().absolute() if said.startswith("~/") else Path(said).absolute()
    if said not in study_names():
        hint = nearest(said[:120], study_names()) or say("study.into", name=cut(said))
        names = joined(study_names())
        allowed = say("study.path_or", names=names) if names else say("study.path")
        raise ConfigError([Problem("study", say("study.none", name=shown_value(said)), allowed, hint)])
    return config_dir() / "study" / f"{said}{SUFFIXES[0]}"


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value:
            yield from _texts(inner)
            if isinstance(value, dict):
                yield from _texts(value[inner])


def _nested(path: Sequence[str]) -> str:
    """Say how a dotted key is written in a file: each part below the one before."""
    first, *rest = path
    return say("study.nested", owner=first, inside=_nested(rest)) if rest else first


class _Reader:
    """Reads one file, and collects what is wrong."""

    def __init__(self, path: Path, tree: dict[str, Any], lines: dict[str, int]) -> None:
        self.path, self.tree, self.lines = path, tree, lines
        self.problems: list[Problem] = []

    def read(self) -> Study:
        """Read all of it.

        Raises
        ------
        ConfigError
            With all that is wrong.
        """
        self._unknown_keys()
        self._no_look_ups()
        place = self._place()
        settings = self._settings()
        arms, wrong = read_arms(self.tree.get("arms"), self.where)
        self.problems += [*wrong, *same_names(arms)]
        until = self._word("until", ("settled",))
        if "max_pairs" in self.tree and not until:
            self._add("max_pairs", say("study.without_until"), say("study.until_with"))
        study = Study(
            self.path, place, settings, tuple(arms), self._question(), self._sweep(), self._count("draws"), until,
            self._count("max_pairs"), self._measures(), self._test(), self.lines,
        )  # fmt: skip
        if self.problems:
            raise ConfigError(list({str(p): p for p in self.problems}.values()))
        return study

    def where(self, key: str) -> str:
        """File and line of a key."""
        return where_of(self.path, self.lines, key)

    def _add(self, key: str, found: str, allowed: str = "", hint: str = "") -> None:
        self.problems.append(
            Problem(self.where(key), say("places.key_found", key=cut(key), found=found), allowed, hint)
        )

    def _unknown_keys(self) -> None:
        known = (*FOR_ALL, *OWN_KEYS)
        for key in self.tree:
            if key == "policy":
                self._add(key, say("study.levers_in_arms"), say("study.arms_form"))
            elif key not in known:
                of_place = f"place.{key}" in settings_of_arms()
                hint = say("places.write_below") if of_place else did_you_mean(key[:120], known)
                if key in settings_of_arms():
                    hint = say("study.write", what=_nested(key.split(".")))
                self._add(key, say("study.no_key"), "", hint)

    def _no_look_ups(self) -> None:
        for top, value in self.tree.items():
            for key, leaf in leaves(value, top):
                for one in _texts(leaf):
                    if "${" in one or one == "???":
                        self._add(key, say("errors.found", x=shown_value(one)), say("study.plain"))

    def _place(self) -> str:
        """The place: ``place: xialu``, or Hydra's ``defaults: [{override /place: xialu}]``."""
        said: list[Any] = []
        defaults = self.tree.get("defaults", [])
        for one in defaults if isinstance(defaults, list) else [defaults]:
            if isinstance(one, dict) and len(one) == 1 and next(iter(one)) in ("override /place", "/place"):
                said += one.values()
            elif one != "_self_":
                self._add("defaults", say("errors.found", x=shown_value(one)), say("study.override"))
        if isinstance(self.tree.get("place"), (str, int)):
            said.append(self.tree["place"])
        if len(said) != 1:
            found = say("study.places", n=len(said))
            self._add("place", found, say("study.one_place"), did_you_mean("", place_names()))
            return ""
        place = str(said[0])
        if is_path(place) and not Path(place).is_absolute():
            place = str(self.path.parent / place)
        try:
            read_place(place)
        except ConfigError as error:
            here = self.where("place")
            self.problems += [replace(p, where=say("study.in_line", where=here, line=p.where)) for p in error.problems]
        return place

    def _settings(self) -> dict[str, Any]:
        """What is said for all arms; the ranges of numbers are checked with the arms."""
        tree = {key: value for key, value in self.tree.items() if key in FOR_ALL and key != "place"}
        if isinstance(self.tree.get("place"), dict):
            tree["place"] = self.tree["place"]
        if "pairs" in self.tree:
            if "replications" in self.tree:
                self._add("pairs", say("study.replications_too"), say("checks.one_of_two"))
            tree["replications"] = self.tree["pairs"]
        for owner in ("place", "policies", *GROUPS):
            if owner not in tree:
                continue
            if not isinstance(tree[owner], dict):
                hint = say("study.of_place") if f"place.{owner}" in settings_of_arms() else ""
                hint = say("study.as_policy") if owner == "policies" else hint
                self._add(owner, say("errors.found", x=shown_value(tree[owner])), say("study.settings_below"), hint)
                del tree[owner]
                continue
            for key, _ in leaves(tree[owner], owner):
                if problem := key_problem(key, self.where(key)):
                    self.problems.append(problem)
        return tree

    def _question(self) -> dict[str, str]:
        said = self.tree.get("question", "")
        if isinstance(said, str):
            return {"zh" if any("\u4e00" <= c <= "\u9fff" for c in said) else "en": said} if said else {}
        if not isinstance(said, dict) or any(k not in LANGUAGES or not isinstance(v, str) for k, v in said.items()):
            self._add("question", say("errors.found", x=shown_value(said)), say("study.text"))
            return {}
        return dict(said)

    def _sweep(self) -> dict[str, tuple[Any, ...]]:
        said = self.tree.get("sweep") or {}
        if not isinstance(said, dict):
            self._add("sweep", say("errors.found", x=shown_value(said)), say("study.lists"))
            return {}
        found = {}
        for key, values in said.items():
            if key not in ("place", "seed") and (problem := key_problem(key, self.where(f"sweep.{key}"))):
                self.problems.append(problem)
            if not isinstance(values, list) or not values or any(isinstance(v, (dict, type(None))) for v in values):
                self._add(f"sweep.{key}", say("errors.found", x=shown_value(values)), say("study.values"))
            else:
                found[key] = tuple(values)
        return found

    def _count(self, key: str) -> int:
        value = self.tree.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**6:
            self._add(key, say("errors.found", x=shown_value(value)), say("study.count"))
            return 0
        return value

    def _word(self, key: str, allowed: Collection[str]) -> str:
        value = self.tree.get(key, "")
        if value not in ("", *allowed):
            self._add(key, say("errors.found", x=shown_value(value)), ", ".join(allowed))
        return str(value)

    def _measures(self) -> tuple[str, ...]:
        from sim.measures import MEASURES  # they compile the model's code, which reading a file does not need

        said = self.tree.get("measures", [])
        names = [said] if isinstance(said, str) else said
        if not isinstance(names, list):
            self._add("measures", say("errors.found", x=shown_value(said)), say("study.measures"))
            return ()
        if names == ["all"]:
            return tuple(MEASURES)
        for name in names:
            if name not in MEASURES:
                self._add(
                    "measures",
                    say("study.no_measure", name=shown_value(name)),
                    "",
                    did_you_mean(str(name)[:120], [*MEASURES]),
                )
        return tuple(map(str, names))

    def _test(self) -> dict[str, Any]:
        said = self.tree.get("test") or {}
        if not isinstance(said, dict):
            self._add("test", say("errors.found", x=shown_value(said)), say("study.test"))
            return {}
        for key in said:
            if key not in TEST_KEYS:
                self._add(f"test.{key}", say("study.test_key"), "", did_you_mean(key[:120], TEST_KEYS))
        found = {("replications" if key == "pairs" else key): value for key, value in said.items()}
        if (place := found.get("place")) is not None and place not in place_names():
            self._add(
                "test.place",
                say("places.none", name=shown_value(place)),
                "",
                did_you_mean(str(place)[:120], place_names()),
            )
        return found
