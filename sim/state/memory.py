"""What levers remember from day to day: columns by community, under names that each lever declares."""

from __future__ import annotations

import numpy as np

from sim.errors import UnknownNameError, did_you_mean
from sim.i18n import say
from sim.state.table import Spec
from sim.types import Array


class Memory:
    """What one lever remembers; ``memory["rank"]`` is a column [M] that can be written.

    Parameters
    ----------
    kept : dict
        Columns of all levers, by ``lever.column``. A lever's are made when the first of them is asked for, and last as
        long as the run.
    lever : str
        Whose memory this is, so that levers cannot meet.
    spec : Spec
        The lever's columns: {name: (type, value before anything happened)}.
    n_communities : int
    """

    __slots__ = ("_kept", "_lever", "_n_communities", "_spec")

    def __init__(self, kept: dict[str, Array], lever: str, spec: Spec, n_communities: int) -> None:
        self._kept, self._lever, self._spec, self._n_communities = kept, lever, spec, n_communities

    def __getitem__(self, name: str) -> Array:
        """Return one column, [M].

        Raises
        ------
        UnknownNameError
            If the lever has not declared it.
        """
        if name not in self._spec:
            hint = did_you_mean(name, list(self._spec)) if self._spec else "it declares none"
            raise UnknownNameError(say("kernel.memory", lever=self._lever, name=repr(name), hint=hint))
        key = f"{self._lever}.{name}"
        if key not in self._kept:
            for column, (kind, start) in self._spec.items():
                self._kept[f"{self._lever}.{column}"] = np.full(self._n_communities, start, kind)
        return self._kept[key]
