"""What is carried and moves no number yet waits, named, for the mechanism that will read it; nothing else is dead."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.district import District
from sim.parameters.param import describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from tests import bits
from tests.places import small

PACKAGE = Path(sim.__file__).parent
WAITING_COLUMNS = {
    ("residents", "volunteer"): "residents who act where they live",
    ("residents", "new_household"): "residents who act where they live",
    ("staff", "generalist"): "workers with a speed per category",
    ("staff", "layer"): "workers with a speed per category",
}
WAITING_PARAMETERS: dict[str, str] = {}
MARK = "no effect yet: waits for "

OWNERS = {**GROUPS, "place": Place, **{f"policies.{name}": lever for name, lever in POLICIES.items()}}
INFOS = {info.key: info for owner, cls in OWNERS.items() for info in describe(owner, cls)}
BUSY: dict[str, Any] = {
    "needs": {"requests_per_year": 6.0}, "property": {"households_per_crew": 20.0}, "days": 42,
    "place": {"layers": 3, "grids": 12, "workers": 14},
}  # fmt: skip


def lived(scramble: tuple[str, str] | None = None, **said: Any) -> District:
    """A busy district over six weeks; each morning one of its columns is turned into something else."""
    district = small("layer_integration", **{**BUSY, **said}, policies={"layer_integration": {"start_day": 20}})
    for _ in range(42):
        if scramble:
            column = getattr(getattr(district.world, scramble[0]), scramble[1])
            column[:] = ~column if column.dtype == bool else column[::-1] + 1
        district.live_day()
    return district


def without(district: District, table: str, column: str) -> dict[str, str]:
    """Hashes of all tables, one column apart."""
    getattr(getattr(district.world, table), column)[:] = 0
    return bits.tables(district)


@pytest.mark.parametrize(("table", "column"), WAITING_COLUMNS)
def test_a_column_that_waits_moves_nothing(table: str, column: str) -> None:
    assert without(lived((table, column)), table, column) == without(lived(), table, column)


def test_a_column_that_does_not_wait_would_be_seen() -> None:
    assert without(lived(("residents", "app")), "residents", "app") != without(lived(), "residents", "app")


@pytest.mark.parametrize("name", ["fee_yuan", "cost_yuan"])
def test_what_upkeep_is_paid_with_moves_effort(name: str) -> None:
    low, high = (lived(property={**BUSY["property"], name: at}) for at in (60.0, 240.0))
    assert ((high.world.firms.effort - low.world.firms.effort) * (1.0 if name == "fee_yuan" else -1.0) > 0.0).all()


def test_what_waits_says_for_what() -> None:
    marked = {key: info.doc.partition(MARK)[2] for key, info in INFOS.items() if MARK in info.doc}
    assert marked == WAITING_PARAMETERS
    (told,) = (
        p for p in (PACKAGE / "MODEL.md").read_text(encoding="utf-8").split("\n\n") if "**Carried, and read" in p
    )
    words = " ".join(told.split())
    for name, mechanism in {**{c: w for (_, c), w in WAITING_COLUMNS.items()}, **WAITING_PARAMETERS}.items():
        assert f"`{name}`" in words
        assert mechanism in words


@pytest.mark.parametrize(
    ("name", "one", "other", "rating"), [("fee_elasticity", 0.0, 1.0, 0.0), ("fee_cap", 1.0, 1.5, 1.0)]
)
def test_what_owners_pay_sets_the_crew(name: str, one: float, other: float, rating: float) -> None:
    crews = []
    for value in (one, other):
        said = {"households_per_crew": 20.0, "start_rating": 0.5, "rating_memory": 1000.0, "fee_elasticity": 1.0}
        district = small(property={**said, name: value}, days=31)
        district.world.firms.rating[:] = rating
        crews.append(district.live(30).world.firms.crew.copy())
    assert not np.array_equal(*crews)


def test_every_parameter_is_read_by_some_code() -> None:
    read = {
        node.attr if isinstance(node, ast.Attribute) else node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    }
    assert [key for key in INFOS if key.rpartition(".")[2] not in read] == []
