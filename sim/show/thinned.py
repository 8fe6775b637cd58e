"""Fewer frames of fewer arms, for a page that must be small: a notebook, a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.show.coding import packed_days, unpacked_days


def thinned(
    frames: Mapping[str, Any], arms: Sequence[str] | None = None, *, every: int = 1, layers: Sequence[str] | None = None
) -> dict[str, Any]:
    """Take some of the frames.

    Parameters
    ----------
    frames : mapping
        See `sim.show.frames.frames_of`.
    arms : sequence of str, optional
        Arms that are kept; those that the frames do not have are left out.
    every : int
        Days from one frame to the next, counted back from the last one; 7 takes the weeks.
    layers : sequence of str, optional
        Layers that are kept.

    Returns
    -------
    dict
    """
    kept = [arm for arm in frames["arms"] if arms is None or arm["key"] in arms]
    shown = [layer for layer in frames["layers"] if layers is None or layer["key"] in layers]
    days = frames["days"][::-1][::every][::-1]
    wide = {"unit": frames["n"], "community": len(frames["names"])}
    blocks = {}
    for layer in shown:
        for arm in kept:
            key = f"{arm['key']}/{layer['key']}"
            text = frames["blocks"][key]
            if every > 1:
                text = packed_days(unpacked_days(text, wide[layer["of"]])[::-1][::every][::-1])
            blocks[key] = text
    return {**frames, "days": days, "arms": kept, "layers": shown, "blocks": blocks}
