"""Places that the pages offer: those with a name, and the file with which the viewer was started."""

from __future__ import annotations

import os
from pathlib import Path

from sim.config.place_files import is_path, place_names, read_place
from sim.config.run import RunConfig
from sim.studies.posterior import beside_place, has_posterior

OWN_VARIABLE = "GOVSIM_VIEWER_PLACE"
"""Path of the file of one's own place; a visitor cannot name another file."""


def own_place() -> str:
    """Path of the place's file with which the viewer was started; empty where it has a name."""
    return os.environ.get(OWN_VARIABLE, "")


def offered() -> list[str]:
    """Places by the word behind ``place=``: one's own file first."""
    return [*filter(None, (own_place(),)), *place_names()]


def word_of(run: RunConfig) -> str:
    """What is said behind ``place=`` for the place of a run that the viewer was started with."""
    own, name = own_place(), run.place.name
    return own if own and name == read_place(own).tree["place"]["name"] else name


def is_drawn(place: str) -> bool:
    """Whether a place has a posterior: by its name, or beside its file."""
    return beside_place(Path(place)).is_file() if is_path(place) else has_posterior(place)
