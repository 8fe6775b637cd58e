"""A district of one's own, from raw files to an answer, with a truth that is known.

The script makes what a bureau would bring: an export of cases as the platform of city management writes it, a map of
grids with an island, an enclave, a lake, a gap and an overlap, and ten answers. The cases come from the model itself,
with every number that nobody has measured drawn anew: that is the truth. Then it types the commands of
``sim/OWN_DISTRICT.md`` and says how near the calibrated place came to the truth.

    python experiments/own_district.py FOLDER            a district of 30,400 residents, some minutes
    python experiments/own_district.py FOLDER --small    a small one, seconds: does every step work?
    python experiments/own_district.py FOLDER --publish  puts the table into experiments/own_district.md
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.cli import guarded, main
from sim.config.run import RunConfig, load
from sim.district import District
from sim.errors import GovsimError
from sim.records.write import write_cases
from sim.studies.posterior import load_posterior
from sim.studies.priors import inputs, with_draw
from sim.text_files import UTF_8, read_text

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "sim" / "OWN_DISTRICT.md"
ANSWER = ROOT / "experiments" / "own_district.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
START, WARMUP_DAYS, TRUTH = "2023-10-30", 63, 7
"""First day of the life that the records are from, a Monday; days of it that no record is kept of; the draw that is
true."""
WEST, SOUTH = 115.03, 30.2
"""Corner of the map, degrees; the district itself is nowhere."""


class Size(NamedTuple):
    """How large the example is.

    Attributes
    ----------
    residents, days : int
        Of the district; of the records.
    settings : dict command -> str
        What is typed behind the commands of the page besides.
    """

    residents: int
    days: int
    settings: dict[str, str]


WHOLE = Size(30_400, 366, {})
SMALL = Size(3000, 84, {"calibrate": "days=147 warmup_days=56 jobs=1", "compare": "pairs=2 days=40 draws=2 jobs=1"})


# -- raw files


def rectangle(x: float, y: float, width: float, height: float, *holes: list[list[float]]) -> list[list[list[float]]]:
    """A rectangle as GeoJSON has it, its corner and sides in metres, with holes."""
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return [[degrees(*corner) for corner in corners], *holes]


def degrees(x: float, y: float) -> list[float]:
    """Longitude and latitude of a point in metres from the corner of the map."""
    return [round(WEST + x / (111_320.0 * np.cos(np.radians(SOUTH))), 7), round(SOUTH + y / 110_850.0, 7)]


def grids(residents: int) -> dict[str, Any]:
    """Polygons of 25 grids in three communities, with what real maps have.

    The second community has an enclave within the first, and a lake; between them lie a gap of 4 m and an overlap of
    12 m; the third is an island.
    """
    shapes: list[tuple[str, str, list[list[list[float]]]]] = []
    enclave, lake = rectangle(530, 370, 150, 140), rectangle(1760, 380, 130, 110)
    for row in range(3):
        for column in range(3):
            holes = [enclave[0]] if (row, column) == (1, 1) else []
            shapes.append(
                ("河东社区", f"河东{len(shapes) + 1:02d}", rectangle(400 * column, 300 * row, 400, 300, *holes))
            )
    for row in range(3):
        shift = {0: 4.0, 1: -12.0, 2: 0.0}[row]  # a gap, an overlap, and a border as it should be
        for column in range(3):
            holes = [lake[0]] if (row, column) == (1, 1) else []
            west = 1200 + 400 * column + (shift if column == 0 else 0.0)
            box = rectangle(west, 300 * row, 1600 + 400 * column - west, 300, *holes)
            shapes.append(("河西社区", f"河西{len(shapes) - 8:02d}", box))
    shapes.append(("河西社区", "河西10", enclave))
    for k in range(6):
        shapes.append(("江心社区", f"江心{k + 1:02d}", rectangle(500 + 330 * (k % 3), -900 + 260 * (k // 3), 330, 260)))
    share = np.random.default_rng(4).uniform(0.8, 1.2, len(shapes))
    share[18] *= 0.3  # the enclave is small
    people = np.round(residents * share / share.sum()).astype(int)
    people[0] += residents - int(people.sum())
    features = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": shape},
         "properties": {"网格名称": name, "社区": community, "街道": "滨江街道", "常住人口": int(n)}}
        for (community, name, shape), n in zip(shapes, people, strict=True)
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def answers(residents: int) -> str:
    """What the wizard would ask: ten numbers, two of them not known, and what is in force."""
    told = {
        "name": "binjiang", "title": "Binjiang (made up)", "title_zh": "滨江（虚构）",
        "households": round(residents / 2.6), "workers": 25, "part_time_workers": 60,
        "compounds": max(3, residents // 1000), "managed_share": "80 %", "owners_committees": max(1, residents // 2500),
        "reporting_members": "norm", "worker_cost": 66_000, "in_force": "none",
    }  # fmt: skip
    return "".join(f"{key}: {value}\n" for key, value in told.items())


def make_raw(folder: Path, size: Size) -> RunConfig:
    """Write raw files and live the district whose cases they are; return what is true of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "grids.geojson").write_text(json.dumps(grids(size.residents), ensure_ascii=False), encoding="utf-8")
    (folder / "ten.yaml").write_text(answers(size.residents), encoding="utf-8")
    hidden = folder / "truth"
    run(["import", "map", str(folder / "grids.geojson"), "--out", str(hidden)])
    run(["new-place", "--out", str(hidden), "--answers", str(folder / "ten.yaml"), "--replace"])
    days = {"days": WARMUP_DAYS + size.days, "warmup_days": WARMUP_DAYS, "start_date": START}
    true = with_draw(load(hidden / "place.yaml", **days), TRUTH)
    district = District(true, 99)
    district.live(true.run.days)
    # as the platform exports it: GB 18030, numbers that run on
    write_cases(district, folder / "cases.csv", start=START, encoding="gb18030", first_day=WARMUP_DAYS)
    return true


# -- commands


def commands(page: Path = PAGE) -> list[list[str]]:
    """Commands that a page tells people to type, in order, each as its words."""
    blocks = re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("govsim ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def run(words: Sequence[str]) -> None:
    """Type a command.

    Raises
    ------
    GovsimError
        If it does not end well.
    """
    if main(list(words)) != 0:
        raise GovsimError(f"govsim {shlex.join(words)} did not end well")


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """Type commands in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run_page(folder: Path, size: Size, page: Path = PAGE) -> list[str]:
    """Type all commands of a page in the folder of the raw files; return them."""
    typed = []
    with within(folder):
        for words in commands(page):
            more = shlex.split(size.settings.get(words[0], ""))
            typed.append(shlex.join(["govsim", *words]))
            print(f"\n$ {typed[-1]}", flush=True)
            run([*words, *more])
    return typed


# -- how near


def nearness(folder: Path, true: RunConfig) -> list[dict[str, Any]]:
    """For each number that moved: the truth, where the prior and the posterior look for it."""
    told = json.loads((folder / "mine" / "posterior.json").read_text(encoding="utf-8"))
    values = dict(zip((i.key for i, _ in true.parameters()), (v for _, v in true.parameters()), strict=True))
    posterior = load_posterior(folder / "mine" / "posterior.parquet")
    found = []
    for one in told["own"]["moved"]:
        drawn = posterior.values[:, posterior.keys.index(one["key"])]
        truth = float(values[one["key"]])
        low, middle, high = one["posterior"]
        found.append(
            {
                "key": one["key"], "truth": truth, "prior": one["prior"][1], "posterior": middle,
                "low": low, "high": high, "inside": low <= truth <= high, "below": float((drawn < truth).mean()),
                "nearer": abs(middle - truth) < abs(one["prior"][1] - truth),
            }
        )  # fmt: skip
    return found


def table(folder: Path, true: RunConfig) -> str:
    """What is told of it, in Markdown."""
    own = json.loads((folder / "mine" / "posterior.json").read_text(encoding="utf-8"))["own"]
    found, verdict, drawn = nearness(folder, true), own["verdict"], inputs(load(folder / "mine" / "place.yaml"))
    inside, nearer = (sum(row[name] for row in found) for name in ("inside", "nearer"))
    lines = [
        f"The calibrated place agrees with {verdict['fits']} of {verdict['of']} observations, and predicts "
        f"{verdict['predicted']} of the {verdict['held']} that it never saw. Of {len(drawn)} numbers that are drawn "
        f"{len(found)} moved; the truth lies in the middle 90 % of {inside} of them, and {nearer} medians are nearer "
        "to it than before.",
        "",
        "| number | truth | before | after | 5 % | 95 % | truth inside |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in found:
        cells = [f"{row[name]:.3g}" for name in ("truth", "prior", "posterior", "low", "high")]
        lines.append("| " + " | ".join([f"`{row['key']}`", *cells, "yes" if row["inside"] else "no"]) + " |")
    return "\n".join(lines)


def publish(text: str) -> None:
    """Put the table into the page of the experiment."""
    page, _ = read_text(ANSWER, 1_000_000)
    head, _, rest = page.partition(BEGIN)
    ANSWER.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding=UTF_8)


def _main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--small", action="store_true")
    asked.add_argument("--publish", action="store_true")
    given = asked.parse_args()
    size = SMALL if given.small else WHOLE
    true = make_raw(given.folder, size)
    run_page(given.folder, size)
    text = table(given.folder, true)
    print(f"\n{text}")
    if given.publish:
        publish(text)
    return 0


if __name__ == "__main__":
    sys.exit(guarded("own_district", _main))
