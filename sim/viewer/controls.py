"""What a user may turn in the browser, and how it becomes a run.

Mesa hands the controls to the model as flat keyword arguments on Reset. A flat name is the setting's own name
with ``__`` for the dots, ``policies__dual_report__coverage``, or ``use__`` and the name of a lever.
"""

from __future__ import annotations

import gc
import math
import threading
from typing import Any

from sim.agents.model import GovernanceModel
from sim.config.names import lever_name, place_title
from sim.config.run import RunConfig, load
from sim.errors import ConfigError
from sim.evidence.citations import ids_in
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.param import ParamInfo, describe
from sim.policies import POLICIES
from sim.viewer.language import language, tell
from sim.viewer.levers import dose_value
from sim.viewer.pace import Pace
from sim.viewer.places import offered, word_of
from sim.viewer.snapshot import take
from sim.viewer.study_file import said_in

DIALS = (
    "needs.reports_per_year",
    "voice.p_report",
    "workers.admin_share",
    "dispatch.p_handoff",
    "policies.dual_report.coverage",
    "policies.dual_report.active_share",
    "policies.dual_report.supervision",
    "policies.grid_redivision.mode",
    "policies.grid_redivision.grids",
    "policies.grid_redivision.funding",
)
"""Settings with a slider or a list of words; every lever has a checkbox besides."""


def flat(key: str) -> str:
    """Write a setting's name as a keyword."""
    return key.replace(".", "__")


def label(info: ParamInfo, extent: Bilingual) -> str:
    """Say what a control turns, in which unit and over which range, and from which source.

    In both languages it would be too long for the sidebar: there the English has the Chinese name in it. Sources are
    told in English only; the Chinese has their numbers in the register.
    """
    owner = info.owner.removeprefix("policies.")
    called = f"{lever_name(owner).zh}：" if owner in POLICIES else ""  # what a mechanism does takes a sentence to say
    basis, source = word("bases", info.basis), info.source.removeprefix("assumption: ")
    ids = " ".join(ids_in(source))
    told = Bilingual(f"{basis.en}: {source}", f"{basis.zh}：{ids}" if ids else basis.zh)
    beside = f" {info.zh}" if language() == "both" else ""
    english = f"{owner.replace('_', ' ')}: {info.name.replace('_', ' ')}{beside} ({info.doc})"
    title = Bilingual(english, f"{called}{info.zh}")
    return short(say("viewer.control", title=title, extent=extent, basis=told))


def short(text: Bilingual) -> str:
    """Say a text in the language of the page, in English if it is both."""
    return text.zh if language() == "zh" else text.en


def dial(info: ParamInfo, value: Any, most: float) -> dict[str, Any]:
    """Describe one slider, or one list of words, to Mesa.

    The slider spans the plausible range, or what is allowed (but no more than `most`) where there is none.
    """
    if isinstance(info.default, str):
        words = [str(word) for word in info.allowed or ()]
        return {
            "type": "Select",
            "value": value,
            "values": words,
            "label": label(info, say("viewer.one_of", words=joined(_word_of(info, word) for word in words))),
        }
    low, high = info.low, info.high
    if low is None or high is None:
        assert info.allowed is not None, f"{info.key} has no range"
        low, high = float(info.allowed[0]), min(float(info.allowed[1]), most)
    span = {
        "value": value,
        "min": low,
        "max": high,
        "label": label(info, say("viewer.between", unit=word("units", info.unit), low=low, high=high)),
    }
    if isinstance(info.default, int):
        return {"type": "SliderInt", **span, "min": int(low), "max": int(high), "step": 1}
    return {"type": "SliderFloat", **span, "step": step_of(low, high, value)}


def _word_of(info: ParamInfo, key: str) -> Bilingual:
    """A word that can be chosen; Mesa offers its key, which `chosen_words` puts into Chinese on the page."""
    return Bilingual(key, dose_value(info, key).zh)


def chosen_words() -> dict[str, str]:
    """Chinese of the keys that Mesa's lists offer: places, and words of `DIALS`."""
    infos = {i.key: i for name, lever in POLICIES.items() for i in describe(f"policies.{name}", lever)}
    listed = [infos[key] for key in DIALS if key in infos and isinstance(infos[key].default, str)]
    words = {str(key): dose_value(info, key).zh for info in listed for key in info.allowed or ()}
    return words | {name: place_title(load(name).place).zh for name in offered()}


def step_of(low: float, high: float, value: float) -> float:
    """Choose a power of ten that makes 20 steps or more and meets the value: a slider snaps to its steps."""
    step = 10.0 ** math.floor(math.log10((high - low) / 20))
    while step > 1e-6 and abs((value - low) / step - round((value - low) / step)) > 1e-6:
        step /= 10
    return round(step, 7)


def controls(run: RunConfig) -> dict[str, Any]:
    """List the controls of the sidebar, set to what the run asked for."""
    infos = {i.key: (i, i.default) for name, lever in POLICIES.items() for i in describe(f"policies.{name}", lever)}
    infos |= {info.key: (info, value) for info, value in run.parameters()}
    most_seed = max(99, run.run.seed)
    found: dict[str, Any] = {
        "said": said_in(run),
        "home": word_of(run),
        "place": {"type": "Select", "value": word_of(run), "values": offered(),
                  "label": tell(say("viewer.place", applies=say("viewer.applies")))},
        "rng": {"type": "SliderInt", "value": run.run.seed, "min": 0, "max": most_seed, "step": 1,
                "label": tell(say("viewer.seed", most=most_seed))},
    }  # fmt: skip
    for name, lever in POLICIES.items():
        beside = f" {lever.name_zh}" if language() == "both" else ""
        title = Bilingual(f"{name.replace('_', ' ')}{beside}", lever.name_zh)
        summary = Bilingual(lever.summary, lever.summary_zh)
        words = short(say("viewer.lever", title=title, summary=summary, evidence=" ".join(lever.evidence)))
        found[f"use__{name}"] = {"type": "Checkbox", "value": name in run.policy_names, "label": words}
    most = 2 * max(run.place.grids, run.place.grids_after)
    return found | {flat(key): dial(*infos[key], most) for key in DIALS}


class ViewedModel(GovernanceModel):
    """A model that is set by flat names and photographs itself after every day.

    What cannot be run is not run: the place without levers is shown instead, and ``refused`` says why.
    """

    def __init__(
        self,
        place: str = "demo",
        rng: int | None = None,
        said: dict[str, Any] | None = None,
        home: str = "",
        pace: Pace | None = None,
        **kwargs: Any,
    ) -> None:
        # Mesa 3.5 offers a Scenario of its own on Reset; Mesa 3.3 accepts loose names only in `kwargs`.
        kwargs.pop("scenario", None)
        policy = [name for name in POLICIES if kwargs.pop(f"use__{name}", False)]
        asked = {k: v for k, v in (said or {}).items() if place == home or not k.startswith("place.")}
        asked |= {key.replace("__", "."): value for key, value in kwargs.items()}
        asked = {k: v for k, v in asked.items() if not k.startswith("policies.") or k.split(".")[1] in policy}
        if rng is not None:
            asked["seed"] = int(rng)
        gc.collect()  # the district before this one is a circle of objects
        self.refused: str = ""
        try:
            config = load(place, policy, **asked)
        except ConfigError as error:
            parts = (joined(filter(None, (p.found, p.allowed, p.hint)), ", ") for p in error.problems)
            self.refused = joined(parts, " · ")
            config = load(place)
        self.pace = pace or Pace()
        self._one_at_a_time = threading.Lock()
        super().__init__(config=config)
        self.snapshot = take(self)

    @classmethod
    def from_controls(cls, params: dict[str, Any]) -> ViewedModel:
        """Build the model that the sidebar shows before anything is touched."""
        return cls(**{k: v["value"] if isinstance(v, dict) and "type" in v else v for k, v in params.items()})

    def step(self) -> None:
        """Live one day and photograph it; the drawing only ever sees finished photographs."""
        self.pace.wait()
        with self._one_at_a_time:
            self.step_agents()
            super().step()
            self.snapshot = take(self, self.snapshot)
