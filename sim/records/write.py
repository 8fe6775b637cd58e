"""Writes cases of the model as a platform would export them: records whose truth is known.

For trying an import, and for examples: nothing of it is about anybody.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from sim.district import District
from sim.measures import View
from sim.records.columns import presets
from sim.state.cases import CATEGORY_ZH, Category, Channel
from sim.state.map import Map
from sim.types import Array, Bools, Floats

TYPES_ZH = (
    ("暴露垃圾", "店外经营", "绿化带养护", "工业废气"), ("道路破损", "路灯", "自来水管破裂", "下水井盖"),
    ("机动车乱停放", "物业管理", "电梯故障"), ("邻里纠纷", "家庭纠纷"), ("独居老人", "留守儿童"),
    ("消防通道堵塞", "施工安全隐患", "高空抛物"), ("户籍证件", "学位", "社保"), ("预防接种", "急救"),
)  # fmt: skip
"""Words of each category, as sub types; our table of words knows them all."""
TYPES_EN = (
    ("Illegal Dumping", "Graffiti Removal"), ("Pothole", "Street Light Outage"), ("Illegal Parking", "Heating"),
    ("Neighbor Dispute",), ("Homeless Person",), ("Fire Hazard", "Unsafe Structure"), ("License", "Information"),
    ("Vaccination",),
)  # fmt: skip
FORMATS = {"nyc": "%m/%d/%Y %I:%M:%S %p", "chicago": "%m/%d/%Y %I:%M:%S %p", "open311": "%Y-%m-%dT%H:%M:%SZ"}
"""How a preset writes times, where not 2024-01-31 09:05:00."""
CHINESE = ("egova", "grid_centre", "hotline12345", "asked_answered")
REPORTED = (Channel.REPORT, Channel.DUPLICATE)


def write_cases(
    district: District, path: str | Path, *, start: str = "2024-01-01", preset: str = "egova",
    encoding: str = "utf-8", first_day: int = 0, first_number: int = 100_001,
) -> int:  # fmt: skip
    """Write the cases of a district that has been lived; those that a system does not take are left out.

    Parameters
    ----------
    district : District
    path : path
        A CSV file; it is written anew.
    start : str
        Date of day 0.
    preset : str
        Whose columns: see ``presets.yaml``.
    encoding : str
        ``utf-8`` or ``gb18030``.
    first_day : int
        First day of which cases are written.
    first_number : int
        Of the running case numbers.

    Returns
    -------
    int
        Rows written.
    """
    columns = _columns(district, date.fromisoformat(start), first_day, preset in CHINESE)
    kept = columns.pop("told") if presets()[preset].told_only else np.ones(len(columns["reported"]), np.bool_)
    if presets()[preset].answered_only:
        kept = kept & ~np.isnat(columns["closed"])
    columns = {name: column[kept] for name, column in columns.items()}
    if not {"type3", "types"} & set(presets()[preset].columns):  # one column of types tells all
        columns["type1"] = columns["type3"]
    order = np.argsort(columns["reported"], kind="stable")
    n = len(order)
    columns["case"] = np.empty(n, np.int64)
    columns["case"][order] = first_number + np.arange(n)
    names = presets()[preset].columns
    told = {field: names[field][0] for field in names if field in columns and field not in ("forced", "updated")}
    if "types" in names:
        told["types"] = names["types"][0]
    cells = [_cells(columns[field][order], field, preset) for field in told]
    with Path(path).open("w", encoding=encoding, newline="") as file:
        write = csv.writer(file)
        write.writerow(told.values())
        write.writerows(zip(*cells, strict=True))
    return n


def _columns(district: District, zero: date, first_day: int, chinese: bool) -> dict[str, Array]:
    """Our columns of all cases that anybody in charge knows of, duplicates too."""
    view = View(district.world, district.recorder, first_day)
    rows, world = view.sets.reports, district.world
    category, channel = rows["category"].astype(np.int64), rows["channel"]
    repeated = rows["parent"] >= 0
    told = np.isin(channel, REPORTED)
    nat = np.datetime64("NaT", "s")

    def stamp(hours: Floats, there: Bools | None = None) -> Array:
        known = np.isfinite(hours) if there is None else np.isfinite(hours) & there
        seconds = np.where(known, np.round(np.where(known, hours, 0.0) * 3600.0), 0).astype("timedelta64[s]")
        return np.where(known, np.datetime64(zero, "s") + seconds, nat)

    closed = rows["closed"] & ~repeated
    types = TYPES_ZH if chinese else TYPES_EN
    which = rows["index"].astype(np.int64)
    sub = np.array([types[c][k % len(types[c])] for c, k in zip(category, which, strict=True)], object)
    main = np.array([CATEGORY_ZH[c] if chinese else Category(c).name.title() for c in category], object)
    community = rows["community"].astype(np.int64)
    street = world.map.street_of_community[community]
    grid = world.map.grids.of_cell[rows["cell"]]
    due = rows["due"]
    names = ("第{}社区", "第{}街道", "第{}网格") if chinese else ("Community {}", "Street {}", "Grid {}")
    spoken = ("12345热线", "网格员巡查") if chinese else ("Call", "Patrol")
    kinds = ("投诉", "重复投诉") if chinese else ("Complaint", "Duplicate")
    rating = rows["rating"].astype(np.int64)
    pleased = np.array(["", "不满意", "满意"] if chinese else ["", "N", "Y"], object)[rating + 1]
    on_time = np.where(closed & (rows["t_close"] <= due), 1, 0)
    late = np.where(~repeated & rows["is_due"] & (on_time == 0), 1, 0)
    return {
        "reported": stamp(rows["t_accept"]), "accepted": stamp(rows["t_accept"], ~repeated),
        "dispatched": stamp(rows["t_accept"] + rows["spent"][:, 1], ~repeated & rows["contacted"]),
        "started": stamp(rows["t_contact"], ~repeated & rows["contacted"]),
        "done": stamp(rows["t_close"], closed), "closed": stamp(rows["t_close"], closed),
        "due": stamp(due, ~repeated & ~rows["deferred"]),
        "told": told, "channel": np.where(told, *spoken), "kind": np.where(repeated, kinds[1], kinds[0]),
        "type1": main, "type2": main, "type3": sub,
        "types": main + "->" + main + "->" + sub,
        **_areas(world.map, names, community, street, grid),
        "on_time": on_time, "late": late, "rework": np.where(repeated, 0, rows["life"]),
        "satisfied": np.where(closed, pleased, ""),
        "resolved": np.where(closed & (rating >= 0), np.where(rows["solved"], "是", "否"), ""),
        "status": np.where(repeated, kinds[1], np.where(closed, "Closed", "Open")),
        "duplicate": np.where(repeated, "true", "false"),
    }  # fmt: skip


def _areas(ground: Map, forms: Sequence[str], community: Array, street: Array, grid: Array) -> dict[str, Array]:
    """Names of the areas: those of a real map, else numbers."""
    if not ground.grids.names:
        return {"community": _named(forms[0], community), "street": _named(forms[1], street),
                "grid": _named(forms[2], grid)}  # fmt: skip
    told = ground.community_names, ground.street_names, ground.grids.names
    own = [np.array(names, object) for names in told]
    return {"community": own[0][community], "street": own[1][street], "grid": own[2][grid]}


def _named(form: str, numbers: Array) -> Array:
    return np.array([form.format(f"{int(k) + 1:02d}") for k in numbers], object)


def _cells(column: Array, field: str, preset: str) -> Sequence[object]:
    """Cells as the preset writes them."""
    if column.dtype.kind != "M":
        if field == "on_time" and preset == "boston":
            return list(np.where(column == 1, "ONTIME", "OVERDUE"))
        return list(column.tolist())
    form = FORMATS.get(preset, "%Y-%m-%d %H:%M:%S")
    return ["" if stamp is None else stamp.strftime(form) for stamp in column.astype(object).tolist()]


__all__ = ["write_cases"]
