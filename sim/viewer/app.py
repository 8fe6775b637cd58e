"""The page: Mesa's visualiser as the frame, filled with our map and charts.

Run it with ``govsim viz place=xialu``, or ``solara run sim.viewer.app``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.i18n import say
from sim.viewer.chart import Charts
from sim.viewer.controls import ViewedModel, controls
from sim.viewer.language import tell
from sim.viewer.launch import asked_for, hush
from sim.viewer.map import Map
from sim.viewer.pace import Pace

hush()
STYLE = Path(__file__).with_name("page.css")


@solara.component
def DrawMap(model: ViewedModel) -> None:
    """Draw the map of the day that the model last finished."""
    with solara.Column(gap="12px"):  # always, so that a message does not make the map anew
        if model.refused:
            solara.Error(tell(say("viewer.refused", why=model.refused)))
        Map(model.snapshot, picture=update_counter.get(), on_drawn=model.pace.drawn).key("map")


@solara.component
def DrawCharts(model: ViewedModel) -> None:
    """Draw the days so far."""
    update_counter.get()
    Charts(model.snapshot)


@solara.component
def Page() -> None:
    """Show one district; every browser tab lives its own model."""
    pace = solara.use_memo(Pace, [])
    params: dict[str, Any] = solara.use_memo(lambda: {**controls(asked_for()), "pace": pace}, [])
    model = solara.use_memo(lambda: ViewedModel.from_controls(params), [])
    solara.use_effect(lambda: update_counter.subscribe(pace.ask), [])
    solara.Style(STYLE)
    views = [(DrawMap, 0), (DrawCharts, 0)]
    SolaraViz(model, components=views, model_params=params, name=tell(say("viewer.name")))
