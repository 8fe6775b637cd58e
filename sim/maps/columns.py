"""What the columns of a map mean: names that offices and map services give them, in English and Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Problem, did_you_mean
from sim.i18n import say

WKT = ("wkt", "geometry", "geom", "the geom", "shape", "几何", "边界", "坐标串")
LONGITUDES = ("lon", "lng", "long", "longitude", "x", "经度")
LATITUDES = ("lat", "latitude", "y", "纬度")
KNOWN: dict[str, tuple[str, ...]] = {
    "grid": (
        "grid", "grid name", "gridname", "cell name", "网格", "网格名称", "网格名", "单元网格名称", "网格编号",
        "网格编码", "wgmc", "wgbh", "wgbm", "grid id", "grid code", "name", "名称", "mc", "id",
    ),
    "community": (
        "community", "community name", "communityname", "社区", "社区名称", "所属社区", "村社区", "居委会", "sqmc",
        "sssq", "village", "neighborhood", "neighbourhood", "name", "名称", "mc",
    ),
    "street": (
        "street", "street name", "subdistrict", "街道", "街道名称", "所属街道", "镇街", "街镇", "乡镇", "jdmc", "ssjd",
        "town",
    ),
    "residents": ("residents", "population", "pop", "人口", "常住人口", "人口数", "rks", "rk", "people"),
    "households": ("households", "户数", "家庭户", "hs", "住户数", "hh"),
    "floors": ("floors", "floor", "levels", "building:levels", "层数", "楼层", "cs"),
}  # fmt: skip
"""By what a column means; earlier names win. What stands for a grid's own name may stand for a community's."""
FLAGS = ("grid", "community", "street", "residents", "households")
"""What may be said on the command line, --grid COLUMN and so on."""


def plain(name: Any) -> str:
    """Write a column's name as names are compared: full width as half, small letters, spaces."""
    return " ".join(unicodedata.normalize("NFKC", str(name)).lower().replace("_", " ").split())


def find_columns(rows: Sequence[Mapping[str, Any]], wanted: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    """Find columns by what they mean; each means one thing, and what was said goes first.

    Parameters
    ----------
    rows : sequence of mapping
    wanted : sequence of str
        Meanings, the most important first.
    said : mapping meaning -> column
    """
    names: dict[str, str] = {}
    for row in rows:
        for name in row:
            names.setdefault(plain(name), str(name))
    found = {key: names[plain(said[key])] for key in wanted if plain(said.get(key, "")) in names}
    for key in wanted:
        free = (names[n] for n in KNOWN[key] if n in names and names[n] not in found.values())
        if key not in found and (name := next(free, "")):
            found[key] = name
    return found


def strange_columns(rows: Sequence[Mapping[str, Any]], said: Mapping[str, str]) -> list[Problem]:
    """Refuse columns that were said and are not there."""
    names = {plain(name): str(name) for row in rows for name in row}
    return [
        Problem(f"--{key} {name}", say("maps.no_column"), hint=did_you_mean(name, list(names.values())))
        for key, name in said.items()
        if plain(name) not in names
    ]


def uncut(name: bytes, encoding: str) -> str:
    """Read a column's name of a shapefile, which holds ten bytes of it: half a character at its end is dropped.

    A name that was cut so is the first known one that begins so.
    """
    text = name.decode(encoding, "ignore")
    if len(name) < 9 or text.isascii():
        return text
    known = (word for words in KNOWN.values() for word in words)
    return next((word for word in known if word.startswith(text)), text)


def text_of(value: Any) -> str:
    """Write a name as people read it; nothing for what is no name."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())[:80]


def number_of(value: Any) -> float:
    """Read a count; nan where there is none."""
    try:
        number = float(str(value).replace(",", "").strip())
    except ValueError:
        return float("nan")
    return number if number >= 0.0 and number < 1e9 else float("nan")
