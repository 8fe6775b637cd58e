"""Agents that are windows: an attribute is a column, an agent is a row.

Mesa's agents own their data; ours own nothing. A `RowAgent` knows its model and its row number, and its
attributes look the value up in the world when they are asked, so a window never shows what used to be.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import numpy as np

from sim.agents.mesa_compat import Agent
from sim.errors import did_you_mean
from sim.types import Array, Ints

if TYPE_CHECKING:
    from sim.state.world import World

T = TypeVar("T")
A = TypeVar("A", bound="RowAgent")

_DTYPES: dict[Any, type] = {bool: np.bool_, int: np.int64, float: np.float64, str: np.str_}


class Attribute(Generic[T]):
    """An attribute of a `RowAgent` that can be read for one row or for many at once.

    Parameters
    ----------
    to : type
        Python type of one value: bool, int, float, str or an IntEnum.
    read : callable
        ``read(world, rows)`` with one row number or an array of them; returns one value or an array.
    """

    def __init__(self, to: Callable[[Any], T], read: Callable[[World, Any], Any]) -> None:
        self.to = to
        self.read = read
        self.dtype = _DTYPES.get(to, np.int64)
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember the name, for messages."""
        self.name = name

    @overload
    def __get__(self, agent: None, owner: type) -> Attribute[T]: ...
    @overload
    def __get__(self, agent: RowAgent, owner: type) -> T: ...
    def __get__(self, agent: RowAgent | None, owner: type) -> Attribute[T] | T:
        """Read one row, as a Python scalar or enum."""
        return self if agent is None else self.to(self.read(agent.model.world, agent.row))

    def __set__(self, agent: RowAgent, value: T) -> None:
        """Write one row."""
        self.write(agent.model.world, agent.row, value)

    def array(self, world: World, rows: Ints) -> Array:
        """Read many rows, with the dtype NumPy gives to a list of such Python scalars."""
        return np.asarray(self.read(world, rows)).astype(self.dtype)

    def scalars(self, values: Array) -> list[T]:
        """Turn an array of this attribute into Python scalars or enums."""
        plain: list[Any] = values.tolist()
        if isinstance(self.to, type) and issubclass(self.to, Enum):
            member: dict[Any, Any] = {m.value: m for m in self.to}
            return [member[value] for value in plain]
        return plain

    def write(self, world: World, rows: Any, value: Any) -> None:
        """Refuse to write: this attribute follows from others."""
        raise AttributeError(f"{self.name} cannot be set: the model works it out")


class Column(Attribute[T]):
    """An attribute that is a column of a table of the world.

    Parameters
    ----------
    to : type
        Python type of one value: bool, int, float, str or an IntEnum.
    column : callable
        ``column(world)`` gives the array itself; called on every access, because tables grow and move.
    allowed : tuple of float, optional
        Smallest and largest value that may be written, in the unit of the column. Without it, read only.
    read, store : callable, optional
        ``read(world, rows)`` and ``store(world, rows, values)``, where the value is worked out from several columns.
    """

    def __init__(
        self,
        to: Callable[[Any], T],
        column: Callable[[World], Array],
        allowed: tuple[float, float] | None = None,
        read: Callable[[World, Any], Any] | None = None,
        store: Callable[[World, Any, Array], None] | None = None,
    ) -> None:
        super().__init__(to, read or (lambda world, rows: column(world)[rows]))
        self.column = column
        self.allowed = allowed
        self.store = store

    def write(self, world: World, rows: Any, value: Any) -> None:
        """Write one value, or one per row, into the column.

        Raises
        ------
        AttributeError
            If the column is read only.
        ValueError
            If a value is outside the allowed range or not a number.
        TypeError
            If the type does not fit, such as 0.5 for a flag.
        """
        if self.allowed is None:
            raise AttributeError(f"{self.name} cannot be set: only the model and its levers change it")
        values = np.asarray(value)
        low, high = self.allowed
        outside = ~((values >= low) & (values <= high))  # so that nan is outside
        if np.any(outside):
            raise ValueError(f"{self.name}: found {values[outside].flat[0]}, allowed {low:g} to {high:g}")
        new: Array = values.astype(self.dtype, casting="same_kind")
        if self.store is not None:
            self.store(world, rows, new)
        else:
            self.column(world)[rows] = new


class RowAgent(Agent):
    """A Mesa agent that is a window on one row of the world; it stores nothing and is not registered.

    Two windows of one kind on the same row of the same model are equal. Only columns can be set: what else
    is assigned would be lost with the window, so it is refused.

    Parameters
    ----------
    model : AgentWindows
        The model whose ``world`` is looked at.
    row : int
        Row number in the table of this kind.

    Raises
    ------
    IndexError
        If the table has no such row.
    """

    __slots__ = ("model", "row")

    model: Any
    row: int
    unique_id: int  # no other agent of the model has it, and it is the same in every run

    def __init_subclass__(cls, first_id: int | None = None, **kwargs: Any) -> None:
        """Give a kind its block of ids: row r has the id ``first_id + r``."""
        super().__init_subclass__(**kwargs)
        if first_id is not None:
            cls.unique_id = unique_id = Attribute(int, lambda _, rows: first_id + rows)  # type: ignore[assignment]
            unique_id.__set_name__(cls, "unique_id")

    def __init__(self, model: Any, row: int) -> None:
        # Mesa's own constructor would register the agent and count its id: it is left out on purpose.
        n_rows = self.n_rows(model.world)
        if not 0 <= row < n_rows:
            raise IndexError(f"{type(self).__name__}: found row {row}, allowed 0 to {n_rows - 1}")
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "row", int(row))

    @classmethod
    def n_rows(cls, world: World) -> int:
        """Count the rows of the table this kind looks at."""
        raise TypeError(f"{cls.__name__} is a base class: it looks at no table")

    @classmethod
    def rows(cls, world: World) -> Ints:
        """List the rows of this kind, ascending; by default all rows of the table."""
        return np.arange(cls.n_rows(world))

    @classmethod
    def unchecked(cls: type[A], model: Any, row: int) -> A:
        """Open a window on a row that is known to exist."""
        agent = object.__new__(cls)
        object.__setattr__(agent, "model", model)
        object.__setattr__(agent, "row", row)
        return agent

    @classmethod
    def suggest(cls, name: str) -> str:
        """Suggest an attribute for a misspelt one."""
        return did_you_mean(name, [n for n in dir(cls) if isinstance(getattr(cls, n), Attribute)])

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a column of the world, and nothing else."""
        attribute = getattr(type(self), name, None)
        if not isinstance(attribute, Attribute):
            kind = type(self).__name__
            raise AttributeError(f"{kind} is a window and cannot keep {name}; {self.suggest(name)}")
        attribute.__set__(self, value)

    def __eq__(self, other: object) -> bool:
        """Tell whether both are windows of one kind on one row of one model."""
        if not isinstance(other, RowAgent) or type(other) is not type(self):
            return NotImplemented
        return self.row == other.row and self.model is other.model

    def __hash__(self) -> int:
        """Hash model, kind and row."""
        return hash((id(self.model), type(self), self.row))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy or pickle as a window on the same row, of the copied model if that is copied too.

        The row is not checked again: a model that holds windows has no world yet while it is being unpickled.
        """
        return type(self).unchecked, (self.model, self.row)

    def __repr__(self) -> str:
        """Name kind and row."""
        return f"{type(self).__name__}({self.row})"

    def remove(self) -> None:
        """Refuse: rows belong to the world."""
        raise TypeError(f"{self!r} is a window and cannot be removed; levers change the tables")
