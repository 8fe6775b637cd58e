"""Every kind of figure, drawn of one small comparison: all that is drawn lies within its axes, in one language."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.text import Text

import sim
from sim.errors import ConfigError, ResultError
from sim.report.kinds import FIGURES, left_out
from sim.report.origin import Origin
from sim.report.plots import plot
from sim.report.style import Page, sheet
from sim.studies.asking import PRIOR
from sim.studies.results import Results
from tests.i18n.language import strangers
from tests.studies.folders import asked, question

DRAWS = 24


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Three arms of the demo place, three pairs, 24 draws of one number."""
    ask = question(3, ["dual_report", "grid_redivision"], tables=True, days=16, case_rows=500)
    values = tuple({"voice.p_report": 0.1 + 0.02 * k, "service.formal_share": 0.3} for k in range(DRAWS))
    return asked(replace(ask, drawn=values, source=PRIOR), tmp_path_factory.mktemp("kinds"))[0]


def test_none_is_left_out(results: Results) -> None:
    assert left_out(results) == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FIGURES)
def test_marks_lie_within_their_axes_and_words_keep_to_one_language(results: Results, name: str, lang: str) -> None:
    with sheet():
        figure = FIGURES[name](results, Page(Origin.of(results), lang))
        figure.draw_without_rendering()  # a glyph that is missing is a warning, and warnings are errors here
    for ax in (own for own in figure.axes if own.get_visible()):
        (left, right), (bottom, top) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
        air_x, air_y = 1e-6 * (right - left), 1e-6 * (top - bottom)
        for line in (own for own in ax.lines if own.get_transform() == ax.transData):
            x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
            known = ~(np.isnan(x) | np.isnan(y)) & (x <= right + air_x if name == "response_distribution" else True)
            assert (x[known] >= left - air_x).all()
            assert (x[known] <= right + air_x).all()
            assert (y[known] >= bottom - air_y).all()
            assert (y[known] <= top + air_y).all()
    told = [text.get_text() for text in figure.findobj(Text)]
    assert sum(map(len, told)) > 100
    assert strangers("\n".join(told), lang) == []
    width, height = figure.bbox.width, figure.bbox.height
    for legend in figure.legends:
        box = legend.get_window_extent()
        assert box.x0 >= 0.0
        assert box.x1 <= width
        assert box.y0 >= 0.0
        assert box.y1 <= height


@pytest.mark.parametrize("lang", ["en", "both"])
def test_words_of_flows_cover_no_others(results: Results, lang: str) -> None:
    with sheet():
        figure = FIGURES["flows"](results, Page(Origin.of(results), lang))
        figure.draw_without_rendering()
    for ax in figure.axes:
        boxes = [text.get_window_extent() for text in ax.texts]
        assert len(boxes) >= 6
        assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_figures_in_python_and_their_files_with_metadata(results: Results, tmp_path) -> None:
    assert sim.plot is plot
    found = plot(results, "lorenz", to=tmp_path, formats=["pdf"])
    assert list(found) == ["lorenz"]
    once = (tmp_path / "lorenz.pdf").read_bytes()
    told = Origin.of(results).metadata("pdf", "lorenz")
    body = json.loads(told["Subject"] or "")
    assert {"version", "place", "arms", "seed", "replications", "code", "command"} <= body.keys()
    assert (told["Creator"] or "").split(" (")[0] in once.decode("latin-1")
    plot(results, "lorenz", to=tmp_path, formats=["pdf"])
    assert (tmp_path / "lorenz.pdf").read_bytes() == once


def test_a_kind_that_is_not_there_or_cannot_be_drawn_is_refused(results: Results, tmp_path) -> None:
    with pytest.raises(ConfigError, match="lorenz"):
        plot(results, "lorens")
    alone = asked(question(1, [], tables=True), tmp_path)[0]
    with pytest.raises(ResultError, match="single arm"):
        plot(alone, "worth")


def test_a_notebook_shows_verdict_picture_and_replay(results: Results) -> None:
    shown = results._repr_mimebundle_()
    assert shown.keys() == {"text/plain", "text/html", "image/png"}
    assert shown["text/html"].startswith('<iframe sandbox="allow-scripts" srcdoc="&lt;!doctype html&gt;')
    assert "Govsim.mount" in shown["text/html"]
    assert len(shown["text/plain"].splitlines()) <= 12
