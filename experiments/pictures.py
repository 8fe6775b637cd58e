"""Draw the pictures of the README anew: ``python experiments/pictures.py`` (a minute), or ``make pictures``.

Three files in ``results/curated/pictures``: ``levers.png`` (what a yuan buys, all levers of the published table),
``change_map.png`` (where redrawn grids change most) and ``replay.webp`` (the weeks of one pair).
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image, ImageDraw, ImageFont

import sim
from sim.config.studies import configs_of
from sim.config.study_files import read_study
from sim.report.origin import Origin
from sim.report.plots import plot
from sim.report.style import FONT, Page, settle, sheet
from sim.report.worth import COST, MAIN, Arm, scatter
from sim.show.coding import unpacked, unpacked_days
from sim.show.thinned import thinned
from sim.store.folder import replace_file
from sim.studies.shown import frames_of_answer

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "results" / "curated" / "pictures"
LEVERS = ROOT / "results" / "curated" / "all_levers" / "table.csv"
PLACE, OTHER, PAIRS, SEED = "xialu", "grid_redivision", 10, 1
LAYER = "waiting"
COLOURS = ("#fff7e0", "#fde3a7", "#fbc56d", "#f39a3d", "#dd6b20", "#a8430f", "#6b2409")
NOTHING, GROUND = "#c9c9c9", "#ffffff"
SIDE, GAP, TOP, BOTTOM = 12, 24, 34, 30
"""Pixels of a cell, between the maps, above and below them."""
FRAME_MS = 160


def levers(file: Path) -> None:
    """Gain against cost of every lever, as published; the thin line is 5-95 % of the draws."""
    found = pd.read_csv(LEVERS, encoding="utf-8-sig")
    own = found[found["funding"] == "added"].set_index(["lever", "measure"])
    arms = []
    for lever in own.index.get_level_values("lever").unique():
        gain, cost = own.loc[(lever, MAIN)], own.loc[(lever, COST)]
        tone = {"more": "better", "less": "worse"}.get(gain.settled, "") if gain.sure == "sure_too" else ""
        arms.append(
            Arm(lever, cost.change, cost.low, cost.high, gain.change, gain.low, gain.high, gain.drawn_low,
                gain.drawn_high, tone)
        )  # fmt: skip
    first, *_ = configs_of(read_study("all_levers"), {})
    origin = Origin.of_config(first[1], "python experiments/all_levers.py")
    with sheet():
        figure = scatter(arms, Page(origin))
        settle(figure)
        replace_file(file, lambda p: figure.savefig(p, format="png", dpi=110, metadata=origin.metadata("png", "worth")))


def replay(results: sim.Results, file: Path) -> None:
    """Two maps side by side, week by week."""
    frames = thinned(frames_of_answer(results), every=7, layers=[LAYER])
    raster = unpacked(frames["raster"]).reshape(frames["height"], frames["width"])
    breaks = np.array(frames["layers"][0]["breaks"])
    lo, hi = frames["layers"][0]["lo"], frames["layers"][0]["hi"]
    share = (np.arange(256) / 250.0) ** (2.0 if frames["layers"][0]["coding"] == "sqrt" else 1.0)
    palette = np.array([_rgb(COLOURS[k]) for k in np.searchsorted(breaks, lo + (hi - lo) * share, side="right")])
    palette[255] = _rgb(NOTHING)
    blocks = [unpacked_days(frames["blocks"][f"{arm['key']}/{LAYER}"], frames["n"]) for arm in frames["arms"]]
    names = ["as it is", OTHER.replace("_", " ")]
    font = ImageFont.truetype(str(FONT), 17)
    wide, tall = frames["width"] * SIDE, frames["height"] * SIDE
    pictures = []
    for k, day in enumerate(frames["days"]):
        page = Image.new("RGB", (2 * wide + GAP, TOP + tall + BOTTOM), GROUND)
        pen = ImageDraw.Draw(page)
        for side, (name, own) in enumerate(zip(names, blocks, strict=True)):
            x = side * (wide + GAP)
            colours = np.where(raster[..., None] < 0, 255, palette[own[k]][np.maximum(raster, 0)]).astype(np.uint8)
            page.paste(Image.fromarray(colours).resize((wide, tall), Image.Resampling.NEAREST), (x, TOP))
            pen.text((x, 6), f"{name}, day {day + 1} of {frames['run_days']}", "#1a1a1a", font)
        _key(pen, breaks, TOP + tall + 8, font)
        pictures.append(page)
    replace_file(
        file,
        lambda p: pictures[0].save(
            p, "WEBP", save_all=True, append_images=pictures[1:], duration=FRAME_MS, loop=0, lossless=True, method=6
        ),
    )


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _key(pen: ImageDraw.ImageDraw, breaks: np.ndarray, y: int, font: ImageFont.FreeTypeFont) -> None:
    """Explain the colours: hours to first contact, mean of 30 days."""
    limits = [f"{b:g}" for b in breaks]
    names = [f"<{limits[0]}", *(f"{a}-{b}" for a, b in pairwise(limits)), f">{limits[-1]}", "none"]
    x = 0
    for colour, name in zip((*COLOURS, NOTHING), names, strict=True):
        pen.rectangle((x, y + 2, x + 16, y + 16), colour, "#8a8a8a")
        pen.text((x + 21, y - 2), name, "#1a1a1a", font)
        x += 34 + int(pen.textlength(name, font))
    pen.text((x, y - 2), "hours to first contact, mean of 30 days", "#595959", font)


def main() -> int:
    """Draw all three; say how large they are."""
    results = sim.compare(PLACE, ["baseline", OTHER], pairs=PAIRS, draws=0, seed=SEED, progress=True)
    levers(PICTURES / "levers.png")
    figure = plot(results, "change_map")["change_map"]
    told = Origin.of(results).metadata("png", "change_map")
    replace_file(
        PICTURES / "change_map.png", lambda p: figure.savefig(p, format="png", dpi=100, metadata=told)
    )  # fmt: skip
    replay(results, PICTURES / "replay.webp")
    for file in sorted(PICTURES.iterdir()):
        print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
