"""The map: cells coloured by one layer, boundaries of grids and communities, a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import solara

from sim.geography.shapes import shapes_of
from sim.i18n import say
from sim.types import Floats
from sim.viewer.language import tell
from sim.viewer.snapshot import LAYERS, Layer, Snapshot


@solara.component_vue("map.vue", vuetify=False)
def Canvas(ground: dict[str, Any], frame: dict[str, Any], event_select: Callable[[int], None],
           event_drawn: Callable[[int], None]) -> None:  # fmt: skip
    """Draw cells in the browser.

    Parameters
    ----------
    ground : dict
        Shapes of cells, boundaries of grids and communities; sent again only when the map is redrawn.
    frame : dict
        Running number, day, values [C], range, unit and the selected cell.
    event_select : callable
        Called with the cell that was clicked.
    event_drawn : callable
        Called with the running number of a picture when it can be seen.
    """


def nice(value: float) -> float:
    """Round up to 1, 2 or 5 times a power of ten, so that the colours do not shift every day."""
    if not value > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(power * next(step for step in (1, 2, 5, 10) if value <= step * power * 1.0001))


def colour_range(values: Floats, layer: Layer) -> tuple[float, float]:
    """Choose the ends of the colour scale: 0 to a round number, or steps of 0.02 around shares.

    One odd cell in fifty may run off the end of the scale; without that, one bad cell greys out the rest.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = np.quantile(known, [0.02, 0.98])
    if not layer.is_share:
        return 0.0, nice(float(high))
    low, high = np.floor(low * 50) / 50, np.ceil(high * 50) / 50
    return round(float(low), 2), round(float(max(high, low + 0.04)), 2)


def ground_of(now: Snapshot) -> dict[str, Any]:
    """List what of the map changes only when boundaries are redrawn; lengths in sides of an ordinary cell."""
    shapes = shapes_of(now.cells)
    left, top, right, bottom = shapes.box
    return {
        "left": left, "top": top, "across": right - left, "down": bottom - top,
        "cells": [polygon.ravel().tolist() for polygon in shapes.polygons],
        "grid": shapes.boundaries(now.grid_of_cell).reshape(-1, 4).tolist(),
        "community": shapes.boundaries(now.community).reshape(-1, 4).tolist(),
    }  # fmt: skip


def words_for(now: Snapshot, cell: int | None) -> str:
    """Say in one line what is known about a cell."""
    if cell is None or cell >= len(now.cells):
        return tell(say("viewer.click"))
    community = int(now.community[cell])
    name = now.community_names[community]
    values = {layer.name: float(now.layers[layer.name][cell]) for layer in LAYERS}
    told = {"cell": cell, "grid": int(now.grid_of_cell[cell]), "community": name, "open": values["open_cases"]}
    silence = np.isnan(values["waiting"])
    waiting = say("viewer.no_contact") if silence else say("viewer.hours_of", x=values["waiting"])
    return tell(say("viewer.cell", **told, waiting=waiting, satisfaction=values["satisfaction"]))


@solara.component
def Map(now: Snapshot, picture: int, on_drawn: Callable[[int], None]) -> None:
    """Show one layer of a day, with its legend.

    Parameters
    ----------
    now : Snapshot
    picture : int
        Running number, handed to `on_drawn` when the browser has drawn it.
    on_drawn : callable
    """
    layer_name, set_layer_name = solara.use_state(LAYERS[0].name)
    nowhere: int | None = None
    cell, set_cell = solara.use_state(nowhere)
    outline = [now.place, now.grid_of_cell.tobytes(), now.cells.corners.tobytes()]
    ground = solara.use_memo(lambda: ground_of(now), outline)
    layer = next(layer for layer in LAYERS if layer.name == layer_name)
    values = now.layers[layer.name]
    low, high = colour_range(values, layer)
    frame = {
        "picture": picture, "day": now.day, "selected": cell,
        "low": low, "high": high, "unit": tell(layer.unit), "title": tell(layer.title),
        "label": tell(say("viewer.label", title=layer.title, day=now.day, unit=layer.unit)),
        "values": [v if v == v else None for v in values.round(3).tolist()],  # JSON knows no nan
    }  # fmt: skip
    waiting = "-" if np.isnan(now.response_h[-1]) else say("viewer.hours_of", x=now.response_h[-1])
    told = {"place": now.place, "day": now.day, "last": now.last_day, "open": now.open_cases[-1]}
    summary = say("viewer.now", **told, response=waiting, satisfaction=now.satisfaction[-1])
    with solara.Card(margin=0, classes=["govsim-map"]):
        solara.Text(tell(summary), classes=["govsim-day"])
        with solara.ToggleButtonsSingle(value=layer_name, on_value=set_layer_name, dense=True):
            for choice in LAYERS:
                solara.Button(tell(choice.title), value=choice.name, text=True)
        Canvas(ground=ground, frame=frame, event_select=set_cell, event_drawn=on_drawn)
        solara.Text(words_for(now, cell), classes=["govsim-cell"])
