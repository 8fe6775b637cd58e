"""Our sweeper as Hydra sees it: a choice of ``hydra/sweeper``, with its settings, listed by ``--info plugins``.

Hydra makes plug-ins of the package ``hydra_plugins`` alone, and this is none of it: `sim.cli.sweeps` makes the
combinations before Hydra is asked, validates all of them, and runs them into one folder.
"""

from __future__ import annotations

from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.core.plugins import Plugins
from hydra.plugins.sweeper import Sweeper

from sim.errors import ConfigError, Problem

DESIGN = "design"
"""Name of our sweeper, ``hydra/sweeper=design``."""
SETTINGS: dict[str, Any] = {"kind": "lhs", "n": 16, "seed": None}
"""Of a design, as ``hydra.sweeper.kind``; without a seed it has that of the run."""


class DesignSweeper(Sweeper):
    """Points of a design over ranges of numbers: grid, LHS, Sobol, Halton.

    Parameters
    ----------
    kind : {"grid", "lhs", "sobol", "halton"}
    n : int
        Points; of a grid, values of each number.
    seed : int, optional
    """

    def __init__(self, kind: str = "lhs", n: int = 16, seed: int | None = None) -> None:
        self.kind, self.n, self.seed = kind, n, seed

    def setup(self, *, hydra_context: Any, task_function: Any, config: Any) -> None:
        """Take nothing of Hydra: what is run is known before."""

    def sweep(self, arguments: list[str]) -> Any:
        """Refuse: another program's sweep has neither our ranges nor our folder.

        Raises
        ------
        ConfigError
            Always.
        """
        raise ConfigError([Problem("hydra/sweeper", f"{DESIGN} is govsim's own", "govsim run -m")])


def register_sweeper() -> None:
    """Tell Hydra of our sweeper."""
    Plugins.instance().register(DesignSweeper)
    target = f"{DesignSweeper.__module__}.{DesignSweeper.__qualname__}"
    ConfigStore.instance().store(group="hydra/sweeper", name=DESIGN, node={"_target_": target, **SETTINGS})
