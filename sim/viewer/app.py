"""The page Live: Mesa's visualiser as the frame, filled with the renderer of the replay and charts.

It is a page of ``govsim viz place=xialu``; ``solara run sim/viewer/app.py`` serves it alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.config.names import place_title
from sim.i18n import Bilingual, say, speaking
from sim.viewer.chart import Charts
from sim.viewer.controls import ViewedModel, controls
from sim.viewer.language import language, tell
from sim.viewer.launch import CONFIG_VARIABLE, asked_for, hush
from sim.viewer.levers import arm_words
from sim.viewer.map import Map
from sim.viewer.memory import collect_soon
from sim.viewer.pace import Pace
from sim.viewer.page import Header, head_html, told_html
from sim.viewer.snapshot import days_csv
from sim.viewer.study_file import of_run

hush()
STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
FONT = (
    '@font-face { font-family: "govsim CJK"; src: url("/font/govsim-cjk.otf"); '
    "unicode-range: U+3000-303F, U+4E00-9FFF, U+FF00-FFEF; }\n"
)
"""Chinese where the machine has none; only the viewer's own server has the file."""
PLAY_MS = 1
"""Between two days: `Pace` holds a playing model back until the browser has drawn."""
CSV, YAML = "text/csv", "application/yaml"
VERDICT = ("solved_of_all", "silent", "response_mean", "satisfaction", "spending")


def arm_of(model: ViewedModel) -> Bilingual:
    """What is lived, in words: levers with their doses."""
    names = model.config.policy_names
    doses = {p.name: {f: getattr(p, f) for f in p.__dataclass_fields__} for p in model.config.policies}
    return arm_words("baseline", [(name, doses[name]) for name in names])


def verdict_of(model: ViewedModel) -> Bilingual:
    """What came of the days lived."""
    solved, silent, response, satisfaction, spending = (f"{v:,.1f}" for v in model.measures(*VERDICT).values())
    return say(
        "viewer.verdict", day=model.day, solved=solved, silent=silent, response=response, satisfaction=satisfaction,
        spending=spending,
    )  # fmt: skip


@solara.component
def Head(model: ViewedModel) -> None:
    """Show place, levers with doses, seed and day; of the viewer's server the other pages, too."""
    update_counter.get()
    with speaking(language()):
        header = Header(place_title(model.config.place), (arm_of(model),), model.config.run.seed)
        day = say("viewer.live_day", day=model.snapshot.day, last=model.snapshot.last_day)
        if CONFIG_VARIABLE in os.environ:
            html = head_html(header, "live", language(), "/live/", day)
        else:
            html = f'<header class="top"><p class="told">{told_html(header, day)}</p></header>'
    solara.HTML(tag="div", unsafe_innerHTML=html, classes=["govsim-head"])


@solara.component
def DrawMap(model: ViewedModel) -> None:
    """Draw the map of the day that the model last finished, and on the last day what came of it."""
    with solara.Column(gap="12px"):  # always, so that a message does not make the map anew
        Head(model).key("head")
        if model.refused:
            solara.Error(tell(say("viewer.refused", why=model.refused)))
        if not model.running:
            solara.Success(tell(verdict_of(model)))
        Map(model.snapshot, arm_of(model), update_counter.get(), model.pace.drawn).key("map")


@solara.component
def DrawCharts(model: ViewedModel) -> None:
    """Draw the days so far; take them, and what is set, away as files."""
    update_counter.get()
    Charts(model.snapshot)
    name = f"{model.config.place.name}-live"
    with solara.Row(classes=["govsim-files"]):
        solara.FileDownload(lambda: days_csv(model.snapshot), f"{name}.csv", tell(say("viewer.csv")), mime_type=CSV)
        solara.FileDownload(lambda: of_run(model.config), f"{name}.yaml", tell(say("viewer.yaml")), mime_type=YAML)


@solara.component
def Page() -> None:
    """Show one district; every browser tab lives its own model."""
    pace = solara.use_memo(Pace, [])
    params: dict[str, Any] = solara.use_memo(lambda: {**controls(asked_for()), "pace": pace}, [])
    model = solara.use_memo(lambda: ViewedModel.from_controls(params), [])
    solara.use_effect(lambda: update_counter.subscribe(pace.ask), [])
    solara.use_effect(lambda: collect_soon, [])
    solara.Style(FONT + STYLE if CONFIG_VARIABLE in os.environ else STYLE)
    views = [(DrawMap, 0), (DrawCharts, 0)]
    SolaraViz(model, components=views, model_params=params, play_interval=PLAY_MS, name=tell(say("viewer.name")))
