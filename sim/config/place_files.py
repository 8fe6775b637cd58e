"""Place files: YAML that officials write, read by us and told in words what is wrong with it.

Plain text and numbers only. Nothing is looked up elsewhere: a file that somebody sent must not read the environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.config.layers import Layer, Layers
from sim.config.place_maps import beside_file
from sim.config.plain_yaml import load_plain
from sim.errors import ConfigError, PlaceError, Problem, did_you_mean, nearest, words_of
from sim.i18n import say
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.text_files import UTF_8, read_text

MOST_BYTES = 200_000
"""Size of a place file at most; the longest of ours has 3,000 bytes."""
SUFFIXES = (".yaml", ".yml")
PLACE_KEYS = tuple(Place.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """What a place's file says.

    Attributes
    ----------
    path : Path
    tree : dict
        {"place": numbers and sources, group: that place's parameters}.
    encoding : str
        ``UTF-8``, ``UTF-16`` or ``GB 18030``.
    """

    path: Path
    tree: dict[str, Any]
    encoding: str

    @property
    def remarks(self) -> list[str]:
        """What is no fault but should be known."""
        found = []
        if self.encoding != UTF_8:
            found.append(f"{shown(self.path)} is read as {self.encoding}, for it is not UTF-8")
        name = self.tree["place"]["name"]
        if self.path.stem != "place" and name != self.path.stem:  # place.yaml lies in a folder that names it
            found.append(f"{shown(self.path)} calls its place {name}; place.name says under which name results lie")
        return found


def config_dir() -> Path:
    """Folder of the YAML files: the checkout's ``configs/``, or the copy inside the installed package."""
    package = Path(__file__).parents[1]
    return package / "configs" if (package / "configs").is_dir() else package.parent / "configs"


def place_names() -> list[str]:
    """Places that have a file among the configurations, broken ones too."""
    return sorted(p.stem for p in (config_dir() / "place").glob("*.yaml") if not p.is_dir())


def is_path(place: str) -> bool:
    """Whether a place is said by its file (``./jinhe.yaml``) instead of its name."""
    return "/" in place or "\\" in place or place.lower().endswith(SUFFIXES)


def read_place(place: str | os.PathLike[str]) -> PlaceFile:
    """Read a place's file.

    Parameters
    ----------
    place : str or path
        The name of a place, or a path: with a ``/`` or ending in ``.yaml``.

    Raises
    ------
    ConfigError
        If there is no such place, or its file cannot be read or is no place file; all that is wrong with its form.
        Whether its numbers make sense is for `sim.config.run.parse` to say.
    """
    if not isinstance(place, (str, os.PathLike)):
        raise ConfigError([Problem("place", say("errors.found", x=repr(place)), say("places.name_or_path"), _known())])
    said = os.fspath(place)
    if not is_path(said) and not isinstance(place, os.PathLike):
        if said not in place_names():
            raise ConfigError([Problem("place", say("places.none", name=repr(said[:200])), hint=_known(said))])
        path = config_dir() / "place" / f"{said}.yaml"
    else:
        path = Path(said).expanduser() if said.startswith("~/") else Path(said)
    path = path.absolute()
    try:
        stamp = (status := path.stat()).st_mtime_ns, status.st_size
    except (OSError, ValueError):
        stamp = (0, 0)  # reading it says what is wrong
    return _read(path, stamp)


def _known(word: str = "") -> str:
    if is_path(word) and (near := nearest(Path(word).stem, place_names())):
        return near
    return did_you_mean(word[:200], place_names()) + say("places.or_path")


@lru_cache(maxsize=64)
def _read(path: Path, stamp: tuple[int, int]) -> PlaceFile:
    """Read a file anew when its stamp, of time and size, is a new one."""
    where = shown(path)
    try:
        text, encoding = read_text(path, MOST_BYTES)
        tree = load_plain(text)
    except PlaceError as error:
        hint = _known(str(path)) if words_of(error) == say("text.missing") else ""
        raise ConfigError([Problem(where, words_of(error), hint=hint)]) from None
    if problems := list(_faults(tree, where)):
        raise ConfigError(problems)
    tree["place"].setdefault("name", path.stem)
    beside_file(tree, path.parent)
    return PlaceFile(path, tree, encoding)


def shown(path: Path) -> str:
    """A path as short as it can be said: from here, if it lies below."""
    try:
        text = str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):
        text = str(path)
    return text if len(text) <= 200 else f"...{text[-200:]}"


def file_of(said: Layers) -> Path | None:
    """File of a place that was said by its path; None of one that comes with govsim, or where nobody said.

    Parameters
    ----------
    said : mapping of str to Said
        Of a run, see `sim.config.run.RunConfig.said`.
    """
    where = next((one.where for one in said.values() if one.layer == Layer.PLACE), "")
    if not is_path(where):
        return None
    path = Path(where).expanduser()
    return path if path.is_file() and path.absolute().parent != (config_dir() / "place").absolute() else None


# -- what a place file is made of


def _faults(tree: Any, where: str) -> Iterator[Problem]:
    """Find what is wrong with the form of a place file."""
    top = ("place", *GROUPS, "policies", "in_force")
    if not isinstance(tree, dict):
        found = say("places.nothing") if tree is None else say("places.instead", kind=_kind_of(tree))
        yield Problem(where, found, say("places.below_population"))
        return
    for key in tree:
        if key not in top:
            hint = say("places.write_below") if key in PLACE_KEYS else did_you_mean(key, top)
            yield Problem(where, say("places.no_setting", key=key), hint=hint)
    if "place" not in tree:
        yield Problem(where, say("places.no_place"), say("places.below_numbers"))
    for key, value in _branches(tree):
        if not isinstance(value, dict):
            found = say("places.nothing_below") if value is None else say("places.found_kind", kind=_kind_of(value))
            found = say("places.key_found", key=key, found=found)
            yield Problem(where, found, say("places.settings_below"))
    for key, value in _leaves(tree):
        if isinstance(value, str) and ("${" in value or value == "???"):
            yield Problem(where, say("places.found", key=key, x=repr(value[:80])), say("places.plain"))


def _branches(tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """All of a place file that must be settings of the form key: value."""
    for key in ("place", *GROUPS, "policies"):
        if key in tree:
            yield key, tree[key]
    for owner, inner in (("place", ("sources",)), ("policies", tuple(POLICIES))):
        for key in inner:
            if isinstance(below := tree.get(owner), dict) and key in below:
                yield f"{owner}.{key}", below[key]


def _leaves(tree: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every key and every value, with the dotted key above it."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield above or "key", key
            yield from _leaves(value, f"{above}.{key}" if above else key)
    elif isinstance(tree, list):
        for value in tree:
            yield from _leaves(value, above)
    else:
        yield above, tree


def _kind_of(value: Any) -> str:
    return (
        say("places.list")
        if isinstance(value, list)
        else say("places.text")
        if isinstance(value, str)
        else say("places.number")
    )
