"""Sets of agents that are columns: Mesa's AgentSet without making an agent.

`ColumnAgentSet` is a set of `RowAgent` windows, kept as an array of row numbers. Asked for an attribute that
is a column, it answers from the array; asked for anything else (a function of the agent, a method), it opens
windows one by one, as Mesa would. The answers are those of Mesa's ``AgentSet`` on the same data, in the same
order, with the same draws from ``model.random``. Different on purpose: rows cannot be garbage collected out
of a set; `set` also takes one value per agent; what is not a column cannot be written; NaN sorts last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from math import ceil, inf
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

import numpy as np

from sim.agents.mesa_compat import AgentSet, GroupBy
from sim.agents.row_agent import Attribute, RowAgent
from sim.types import Array, Bools, Ints

A = TypeVar("A", bound=RowAgent)


def _is_of_numpy(func: Any) -> bool:
    """Tell whether a function is one of NumPy's, which answer the same for an array as for its list."""
    func = func.func if isinstance(func, partial) else func
    return isinstance(func, np.ufunc) or str(getattr(func, "__module__", "")).startswith("numpy")


class ColumnGroupBy(GroupBy):
    """Groups of agents by some value; Mesa's ``GroupBy`` whose `agg` reads columns.

    Attributes
    ----------
    groups : dict
        Value to `ColumnAgentSet`, in the order in which the values first appear.
    """

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Any, Any]:
        """Reduce an attribute within each group."""
        return {value: group.agg(attr_name, func) for value, group in self.groups.items()}


class ColumnAgentSet(AgentSet, Generic[A]):
    """An ordered set of agents of one kind, kept as row numbers.

    Parameters
    ----------
    model : AgentWindows
        The model whose ``world`` holds the columns.
    kind : type of RowAgent
        What the rows are.
    rows : array of int [N], optional
        Different row numbers, in the order of the set; default all agents of the kind.
    random : random.Random, optional
        Generator for `shuffle` and `shuffle_do`; default ``model.random``.
    """

    def __init__(self, model: Any, kind: type[A], rows: Ints | None = None, random: Any = None) -> None:
        # Mesa's own constructor would make a dictionary of agents: it is left out on purpose.
        self.model = model
        self.kind = kind
        self.random = model.random if random is None else random
        self._keep(kind.rows(self.model.world) if rows is None else np.asarray(rows, dtype=np.int64))

    def _keep(self, rows: Ints) -> ColumnAgentSet[A]:
        """Become the set of these rows."""
        self.rows = rows
        self._member: Bools | None = None
        return self

    def _with(self, rows: Ints, inplace: bool = False) -> ColumnAgentSet[A]:
        """Make the set of these rows, in place or not."""
        return self._keep(rows) if inplace else type(self)(self.model, self.kind, rows, self.random)

    def _from_iterable(self, agents: Iterable[A]) -> ColumnAgentSet[A]:
        """Collect windows into a set; Python's set operators (``&``, ``|``, ``-``, ``^``) come here."""
        found = list(dict.fromkeys(agents))
        strange = [a for a in found if type(a) is not self.kind or a.model is not self.model]
        if strange:
            raise TypeError(f"a set of {self.kind.__name__} of one model cannot hold {strange[0]!r}")
        return self._with(np.array([agent.row for agent in found], dtype=np.int64))

    # -- the set itself

    def __len__(self) -> int:
        """Count the agents."""
        return len(self.rows)

    def __iter__(self) -> Iterator[A]:
        """Open one window after the other."""
        window, model = self.kind.unchecked, self.model
        return (window(model, row) for row in self.rows.tolist())

    def __contains__(self, agent: object) -> bool:
        """Tell whether an agent of this model and kind is in the set."""
        if not isinstance(agent, self.kind) or type(agent) is not self.kind or agent.model is not self.model:
            return False
        if self._member is None:
            self._member = np.zeros(self.kind.n_rows(self.model.world), dtype=np.bool_)
            self._member[self.rows] = True
        return agent.row < self._member.size and bool(self._member[agent.row])

    def __getitem__(self, item: int | slice) -> A | list[A]:
        """Open the window at a place in the order, or a list of them."""
        if isinstance(item, slice):
            return self._with(self.rows[item]).to_list()
        return self.kind.unchecked(self.model, int(self.rows[item]))

    def __copy__(self) -> ColumnAgentSet[A]:
        """Copy the row numbers; the agents stay the same."""
        return self._with(self.rows.copy())

    copy = __copy__

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what makes the set."""
        return type(self), (self.model, self.kind, self.rows, self.random)

    def __repr__(self) -> str:
        """Name kind and size."""
        return f"<{len(self)} {self.kind.__name__} agents>"

    def add(self, agent: A) -> None:
        """Add an agent of the same model and kind at the end."""
        if agent not in self:
            self._keep(np.append(self.rows, self._from_iterable([agent]).rows))

    def discard(self, agent: A) -> None:
        """Take an agent out of the set, if it is there; the world does not change."""
        if agent in self:
            self._keep(self.rows[self.rows != agent.row])

    def remove(self, agent: A) -> None:
        """Take an agent out of the set; KeyError if it is not there."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def to_list(self) -> list[A]:
        """Open all windows."""
        return list(self)

    # -- reading and writing columns

    def _column(self, name: object) -> Attribute[Any] | None:
        """Find the attribute of the kind that reads rows, or None if the name is something else."""
        found = getattr(self.kind, name, None) if isinstance(name, str) else None
        return found if isinstance(found, Attribute) else None

    def values(self, name: str) -> Array:
        """Read one column for all agents, in the order of the set.

        Parameters
        ----------
        name : str
            An attribute that is a column; `get` reads the others.

        Returns
        -------
        array [N]
            A copy: bool, int64 (also for enums), float64 or str.

        Raises
        ------
        AttributeError
            If the kind has no such column.
        """
        column = self._column(name)
        if column is None:
            raise AttributeError(f"{self.kind.__name__} has no column {name}; {self.kind.suggest(name)}")
        return column.array(self.model.world, self.rows)

    def get(
        self,
        attr_names: str | Iterable[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Read attributes as lists of Python scalars, like Mesa; `values` gives arrays.

        Parameters
        ----------
        attr_names : str or list of str
            One name gives a list of values; a list of names gives one list per agent.
        handle_missing : {"error", "default"}
            Whether an agent without the attribute is an error, or gives `default_value`.
        default_value : object
            Given for a missing attribute.
        """
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing: found {handle_missing!r}, allowed 'error' or 'default'")
        if not isinstance(attr_names, str):
            lists = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(values) for values in zip(*lists, strict=True)] if lists else [[] for _ in self.rows]
        column = self._column(attr_names)
        if column is not None:
            return column.scalars(self.values(attr_names))
        if handle_missing == "default":
            return [getattr(agent, attr_names, default_value) for agent in self]
        return [getattr(agent, attr_names) for agent in self]

    def set(self, attr_name: str, value: Any) -> ColumnAgentSet[A]:
        """Write one value for all agents, or an array with one value per agent.

        Raises
        ------
        AttributeError
            If it is not a column, or read only.
        ValueError
            If a value is out of range, or the array has another length than the set.
        """
        column = self._column(attr_name)
        if column is None:
            raise AttributeError(f"{self.kind.__name__} has no column {attr_name}; {self.kind.suggest(attr_name)}")
        if np.ndim(value) > 0 and len(value) != len(self):
            raise ValueError(f"{attr_name}: found {len(value)} values, allowed one or {len(self)}")
        column.write(self.model.world, self.rows, value)
        return self

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:
        """Reduce an attribute with one function, or with several to a list.

        NumPy's functions get the array; any other function gets the list of scalars Mesa would give it.
        """
        if callable(func):
            return self.agg(attribute, [func])[0]
        scalars = cache(lambda: self.get(attribute))
        array = cache(lambda: self.values(attribute)) if self._column(attribute) else scalars
        return [f(array() if _is_of_numpy(f) else scalars()) for f in func]

    # -- choosing and ordering

    def where(self, mask: Bools | None = None, **equals: Any) -> ColumnAgentSet[A]:
        """Keep the agents that a mask marks and whose columns equal the given values.

        ``residents.where(residents.values("trust") < 0.3, community=4)``

        Parameters
        ----------
        mask : array of bool [N], optional
            One flag per agent, in the order of the set.
        **equals
            Column name and the value to keep.
        """
        keep = np.ones(len(self), dtype=np.bool_) if mask is None else np.asarray(mask)
        if keep.shape != (len(self),) or keep.dtype != np.bool_:
            raise ValueError(f"mask: found {keep.dtype} {keep.shape}, allowed bool ({len(self)},)")
        for name, value in equals.items():
            keep = keep & (self.values(name) == value)
        return self._with(self.rows[keep])

    def select(
        self,
        filter_func: Callable[[A], bool] | None = None,
        at_most: float = inf,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> ColumnAgentSet[A]:
        """Keep the agents that a function accepts, like Mesa; `where` is the fast way.

        Parameters
        ----------
        filter_func : callable, optional
            Called with one window at a time, until enough are found.
        at_most : int or float
            How many to keep, the first ones; a float up to 1.0 is a share of the set, rounded down.
        inplace : bool
            Change this set instead of making another.
        agent_type : type, optional
            Keep the agents of this type, or none.
        """
        share = isinstance(at_most, float) and at_most <= 1.0
        limit = int(len(self) * at_most) if share else at_most
        rows = self.rows if agent_type is None or issubclass(self.kind, agent_type) else self.rows[:0]
        n_most = len(rows) if limit >= len(rows) else max(0, ceil(limit))
        if filter_func is None:
            return self._with(rows[:n_most].copy(), inplace)
        accepted = (agent.row for agent in self._with(rows) if filter_func(agent))
        return self._with(np.fromiter(islice(accepted, n_most), np.int64), inplace)

    def sort(self, key: Callable[[A], Any] | str, ascending: bool = False, inplace: bool = False) -> ColumnAgentSet[A]:
        """Order by a column, an attribute or a function of the agent; agents that tie keep their order."""
        if isinstance(key, str) and self._column(key):
            values = self.values(key)
            order = np.argsort(values if ascending else values[::-1], kind="stable")
            order = order if ascending else len(values) - 1 - order[::-1]
        else:
            answers = self.map(attrgetter(key) if isinstance(key, str) else key)
            places = sorted(range(len(self)), key=answers.__getitem__, reverse=not ascending)
            order = np.array(places, dtype=np.int64)
        return self._with(self.rows[order], inplace)

    def shuffle(self, inplace: bool = False) -> ColumnAgentSet[A]:
        """Put the agents in random order, drawn as Mesa draws it."""
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._with(np.array(rows, dtype=np.int64), inplace)

    def groupby(self, by: Callable[[A], Any] | str, result_type: Literal["agentset", "list"] = "agentset") -> GroupBy:
        """Group by a column (fast), an attribute, or a function of the agent.

        Groups come in the order in which their values first appear, agents in the order of the set.

        Parameters
        ----------
        by : str or callable
            Attribute name, or function of the agent.
        result_type : {"agentset", "list"}
            Whether each group is a set or a list of windows.
        """
        column = self._column(by)
        if column is not None:
            found, first, group = np.unique(
                column.array(self.model.world, self.rows), return_index=True, return_inverse=True
            )
            names, appear = column.scalars(found), np.argsort(first)
        else:
            code: dict[Any, int] = {}
            ask = attrgetter(by) if isinstance(by, str) else by
            group = np.array([code.setdefault(answer, len(code)) for answer in self.map(ask)], dtype=np.int64)
            names, appear = list(code), np.arange(len(code))
        ends = np.cumsum(np.bincount(group, minlength=len(names)))
        parts = np.split(self.rows[np.argsort(group, kind="stable")], ends[:-1])
        groups = {names[i]: self._with(parts[i]) for i in appear.tolist()}
        if result_type == "list":
            return GroupBy({name: group.to_list() for name, group in groups.items()})
        return ColumnGroupBy(groups)

    # -- calling the agents

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method, or a function with the agent first, for every agent; return the answers."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> ColumnAgentSet[A]:
        """Call a method, or a function with the agent first, for every agent; return the set."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> ColumnAgentSet[A]:
        """Call every agent in random order; the order of the set itself stays."""
        self.shuffle().do(method, *args, **kwargs)
        return self
