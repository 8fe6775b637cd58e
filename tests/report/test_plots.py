"""The files: complete, told where they come from, the same bytes again, nothing cut off or overlapping."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from PIL import Image

import sim
import sim.report
from sim.report.kinds import FIGURES, OLD_ONES, left_out
from sim.report.plots import make_figures
from sim.report.style import Page, sheet
from sim.studies.old_results import OldResults


@pytest.fixture(scope="module")
def files(two_arms: OldResults) -> list[Path]:
    return make_figures(two_arms, OLD_ONES).files


def test_every_figure_in_both_formats(two_arms: OldResults, files: list[Path]) -> None:
    expected = {f"{name}.{kind}" for name in OLD_ONES for kind in ("png", "svg")}
    assert {path.name for path in files} == expected
    assert {path.name for path in (two_arms.path / "figures").iterdir()} >= expected


def provenance(path: Path) -> dict[str, object]:
    if path.suffix == ".png":
        with Image.open(path) as image:
            return dict(json.loads(image.text["Description"]))
    tree = ElementTree.parse(path)
    (body,) = [e.text for e in tree.iter("{http://purl.org/dc/elements/1.1/}description")]
    return dict(json.loads(body or ""))


def test_files_say_where_they_come_from(two_arms: OldResults, files: list[Path]) -> None:
    for path in files:
        assert provenance(path) == {
            "place": "demo",
            "arms": two_arms.manifest["digests"],
            "replications": {"baseline": 2, "dual_report": 2},
            "days": 30,
            "warmup_days": 7,
            "seed": 4,
            "commit": "1234567",
            "code": [],
            "version": sim.__version__,
            "command": "govsim compare baseline dual_report place=demo",
        }


def test_a_png_has_150_dots_per_inch(files: list[Path]) -> None:
    with Image.open(next(path for path in files if path.suffix == ".png")) as image:
        assert image.info["dpi"] == pytest.approx((150, 150), abs=0.1)


def test_the_same_data_give_the_same_bytes(two_arms: OldResults, files: list[Path]) -> None:
    some = ("response_distribution", "waiting_map")  # what depends on layout, own scales, pictures and clipping
    before = {path: path.read_bytes() for path in files if path.stem in some}
    assert len(before) == 4
    with matplotlib.rc_context({"svg.hashsalt": "other", "font.size": 20, "savefig.dpi": 50}):  # the user's own taste
        make_figures(two_arms, some)
    assert [path.name for path, bytes_ in before.items() if path.read_bytes() != bytes_] == []


def test_settings_of_matplotlib_are_put_back(two_arms: OldResults) -> None:
    with matplotlib.rc_context({"font.size": 17.0}):
        with sheet():
            assert matplotlib.rcParams["font.size"] != 17.0
        assert matplotlib.rcParams["font.size"] == 17.0


@pytest.mark.usefixtures("blank")
def test_a_single_arm_has_three_figures_and_a_reason(one_arm: OldResults) -> None:
    names = {path.stem for path in make_figures(one_arm, formats=("png",)).files}
    assert names == set(OLD_ONES) - {"paired_differences"}
    assert left_out(one_arm, OLD_ONES) == {"paired_differences": "a single arm has nothing to be compared with"}
    assert provenance(one_arm.path / "figures" / "waiting_map.png")["command"] == "govsim run baseline place=demo"


@pytest.mark.usefixtures("blank")
def test_without_cases_the_figures_of_cases_are_left_out(build) -> None:
    saved = build()
    saved = build(frames={"cases": saved.cases[:0]})
    made = make_figures(saved, formats=("png",)).files
    assert {path.stem for path in made} == {"response_over_time", "paired_differences"}
    assert left_out(saved, OLD_ONES).keys() == {"response_distribution", "waiting_map"}


@pytest.mark.usefixtures("blank")
def test_languages_have_files_of_their_own(two_arms: OldResults, files: list[Path]) -> None:
    made = make_figures(two_arms, OLD_ONES, "zh", ("png",), names={"dual_report": "双报到"}).files
    assert {path.name for path in made} == {f"{name}_zh.png" for name in OLD_ONES}
    assert not {path.name for path in made} & {path.name for path in files}


LABELS = ("baseline", "dual_report", "grid_redivision+dual_report+layer_integration")


@pytest.fixture(scope="module")
def three_arms(build) -> OldResults:
    return build(arms=LABELS, place="demo")


@pytest.mark.parametrize("lang", ["en", "both"])
@pytest.mark.parametrize("name", OLD_ONES)
def test_nothing_is_cut_off_overlapping_or_without_unit(
    three_arms: OldResults, page: Callable[..., Page], name: str, lang: str
) -> None:
    with sheet():
        figure = FIGURES[name](three_arms, page(three_arms, lang))
        figure.draw_without_rendering()  # a glyph that is missing is a warning, and warnings are errors here
        width, height = figure.bbox.width, figure.bbox.height
        axes = [ax for ax in figure.axes if ax.get_visible()]
        boxes = [ax.get_tightbbox() for ax in axes]
        texts = [text for text in figure.texts if text.get_text()]
        boxes += [text.get_window_extent() for text in texts]
        boxes += [legend.get_window_extent() for legend in figure.legends]
    assert "model results, not observations" in texts[1].get_text() or "模型结果" in texts[1].get_text()
    for box in boxes:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height
    for one, other in combinations(boxes, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        up = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert min(across, up) < 1.0
    for ax in axes:
        labels = [ax.get_xlabel()] if ax.get_xlabel() else []
        if ax.get_yticks().size and ax.get_ylabel():
            labels.append(ax.get_ylabel())
        shared = ax.get_shared_x_axes().joined(ax, axes[-1]) and ax is not axes[-1]
        assert labels or shared or not ax.axison
        assert all("(" in label or "（" in label for label in labels)


def test_figures_are_never_made_with_pyplot() -> None:
    for path in Path(sim.report.__file__).parent.glob("*.py"):
        names = [
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name in (
                [a.name for a in node.names] if isinstance(node, ast.Import)
                else [f"{node.module}.{a.name}" for a in node.names] if isinstance(node, ast.ImportFrom) else []
            )
        ]  # fmt: skip
        assert not any("pyplot" in name or "pylab" in name for name in names), path.name


def test_an_interrupted_run_says_so(build) -> None:
    saved = build(complete=False, replications=3)
    saved.manifest["replications"]["dual_report"] = [0, 1]
    from sim.report.origin import Origin

    assert "2 to 3 replications (interrupted) of 30 days" in Origin.of(saved).subtitle().en
    assert "2至3次模拟（运行中断，不完整）" in Origin.of(saved).subtitle().zh


def test_colours_of_arms_differ_also_without_red_and_green(three_arms: OldResults, page: Callable[..., Page]) -> None:
    from matplotlib.colors import to_rgb

    from sim.report.style import COLOURS

    # what a deuteranope sees of sRGB (Vienot, Brettel and Mollon 1999, linearised with gamma 2.2)
    seen = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])
    shades = [(seen @ np.array(to_rgb(c)) ** 2.2).clip(0, 1) ** (1 / 2.2) for c in COLOURS]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(shades, 2)) > 0.12
