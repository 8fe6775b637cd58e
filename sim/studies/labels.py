"""Names of the configurations of a sweep: what differs between them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.config.run import RunConfig
from sim.studies.varied import varied


def labels_of(configs: Sequence[RunConfig]) -> dict[str, RunConfig]:
    """Call each configuration by what differs; one that is there twice is run once.

    Parameters
    ----------
    configs : sequence of RunConfig
    """
    once = list({config.digest(): config for config in configs}.values())
    keys = varied({str(at): config.to_dict() for at, config in enumerate(once)})
    found: dict[str, RunConfig] = {}
    for at, config in enumerate(once):
        told = [f"{key}={value}" for key, value in keys[str(at)].items() if value is not None and key != "policy"]
        levers = [config.label] if "policy" in keys[str(at)] or not told else []
        found[", ".join([*levers, *told])] = config
    return found
