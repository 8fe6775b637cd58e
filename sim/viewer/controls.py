"""What a user may turn in the browser, and how it becomes a run.

Mesa hands the sliders to the model as flat keyword arguments on Reset. A flat name is the setting's own
name with ``__`` for the dots: ``policies__dual_report__coverage``.
"""

from __future__ import annotations

import threading
from typing import Any

from sim.mechanisms.voice import Voice
from sim.model import GovernanceModel
from sim.params import ParamInfo, describe
from sim.policies import POLICIES
from sim.viewer.pace import Pace
from sim.viewer.snapshot import take

PLACES = ["demo", "xialu"]
SLIDERS: tuple[tuple[str, type, str], ...] = (
    ("voice", Voice, "p_report"),
    ("policies.dual_report", POLICIES["dual_report"], "coverage"),
    ("policies.grid_redivision", POLICIES["grid_redivision"], "n_grids"),
)


def label(info: ParamInfo) -> str:
    """Say what a slider turns, in which unit, over which range, and from which source."""
    owner = info.owner.removeprefix("policies.").replace("_", " ")
    low, high = bounds(info)
    name = f"{owner}: {info.name.replace('_', ' ')} {info.zh}"
    return f"{name} · {info.unit}, {low:g} to {high:g} · {info.basis}: {info.source}"


def bounds(info: ParamInfo) -> tuple[float, float]:
    """Take the plausible range, or what is allowed where nobody gave one."""
    if info.low is not None and info.high is not None:
        return info.low, info.high
    assert info.allowed is not None
    return float(info.allowed[0]), float(info.allowed[1])


def slider(info: ParamInfo, value: Any) -> dict[str, Any]:
    """Describe one slider to Mesa."""
    low, high = bounds(info)
    is_count = isinstance(info.default, int)
    return {
        "type": "SliderInt" if is_count else "SliderFloat", "value": value, "label": label(info),
        "min": int(low) if is_count else low, "max": int(high) if is_count else high,
        "step": 1 if is_count else round((high - low) / 50, 4),
    }  # fmt: skip


def controls(config: dict[str, Any]) -> dict[str, Any]:
    """List the sidebar, set to what the run asked for."""
    settings = config.get("settings", {})
    found: dict[str, Any] = {
        "place": {"type": "Select", "value": config["place"], "values": PLACES, "label": "Place 地区"},
        "rng": {"type": "SliderInt", "value": config.get("seed", 1), "min": 0, "max": 99, "step": 1,
                "label": "Seed 种子 · number, 0 to 99 · choice: same seed, same fate"},
    }  # fmt: skip
    for name, policy in POLICIES.items():
        ids = " ".join(policy.evidence)
        found[f"use__{name}"] = {"type": "Checkbox", "value": name in config.get("policy", ()),
                                 "label": f"{name.replace('_', ' ')} {policy.name_zh} · on/off · {ids}"}  # fmt: skip
    for owner, group, name in SLIDERS:
        info = next(i for i in describe(owner, group) if i.name == name)
        found[info.key.replace(".", "__")] = slider(info, settings.get(info.key, info.default))
    return found


class ViewedModel(GovernanceModel):
    """A model that is set by flat names and photographs itself after every day."""

    def __init__(
        self, place: str = "demo", rng: int | None = None, pace: Pace | None = None, **kwargs: Any
    ) -> None:
        # Mesa 3.5 offers a Scenario of its own on Reset, and 3.3 accepts loose names only in `kwargs`.
        kwargs.pop("scenario", None)
        policy = [name for name in POLICIES if kwargs.pop(f"use__{name}", False)]
        self.pace = pace or Pace()
        self._one_at_a_time = threading.Lock()
        super().__init__(place, policy, rng, **{k.replace("__", "."): v for k, v in kwargs.items()})
        self.snapshot = take(self)

    @classmethod
    def from_controls(cls, params: dict[str, Any]) -> ViewedModel:
        """Build the model that the sidebar shows before anything is touched."""
        return cls(**{k: v["value"] if isinstance(v, dict) and "type" in v else v for k, v in params.items()})

    def step(self) -> None:
        """Live one day and photograph it; the drawing only ever sees finished photographs."""
        self.pace.wait()
        with self._one_at_a_time:
            super().step()
            self.snapshot = take(self, self.snapshot)
