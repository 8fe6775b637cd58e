"""One column has one writer, which is written beside it; levers write through rules, mechanisms and their programme."""

from __future__ import annotations

import ast
from dataclasses import fields

import pytest

from sim.agents.kinds import KINDS
from sim.agents.row_agent import Column
from sim.geography.areas import Geography
from sim.state.cases import Cases
from sim.state.desks import Desks
from sim.state.residents import Residents
from sim.state.staff import PropertyFirms, Staff
from sim.state.table import MADE, Table
from tests.writers import COLUMNS, RECORDS, SPECS, Found, declared, find, sources

TABLES: dict[str, type[Table]] = {
    "residents": Residents, "staff": Staff, "firms": PropertyFirms, "desks": Desks, "cases": Cases,
}  # fmt: skip
ANY = "every column"
FREE = {
    ("mechanisms.founding", ANY): "builds the world: what it writes, it writes before the first day",
    ("kernel.birth", "cases"): "a case is born there: its whole row begins, whoever brings it",
    ("mechanisms.volunteering", "rules"): "the base of a rule: the hours that volunteers give anyhow",
    ("validation.shops", ANY): "queues made by hand, for the kernel alone",
    ("validation.line", ANY): "the same",
    ("kernel.life", "counts"): "counts how cases end, under the place that it is told: done, given up or merged",
}
"""Who else may write what, and why."""
WINDOWS = {
    "skill", "familiarity", "fatigue",  # of grid workers
    "effort",  # of property firms
    "app", "expectation_h", "satisfaction", "trust",  # of residents
    "rating",
}  # fmt: skip
"""What agents of a user may write through windows, in the morning before the day (`sim.agents.kinds`)."""
ROOMS = ("agents", "district", "geography", "kernel", "mechanisms", "policies", "state")
"""Where the world is changed; elsewhere names of columns are those of reports."""


@pytest.fixture(scope="module")
def found() -> Found:
    return find(sources())


def others(found: Found) -> list[str]:
    """List the writes by anybody but the writer that is declared."""
    owner = declared()
    return [
        f"{part}.{column} is written by {module} (line {line}), but its writer is {owner.get((part, name), 'unnamed')}"
        for (part, column), places in sorted(found.writes.items())
        for name in (sorted(COLUMNS[part]) if column == "*" and part in COLUMNS else [column])
        for module, line in sorted(places)
        if part != "memory" and module != owner.get((part, name))
        if (module, ANY) not in FREE and (module, part) not in FREE
    ]


def test_every_column_names_its_writer() -> None:
    """What names none is put in place at the founding, or is a table or a record with writers of its own."""
    owner = declared()
    unnamed = {part: {name for name in names if (part, name) not in owner} for part, names in COLUMNS.items()}
    assert {part: names for part, names in unnamed.items() if names} == {
        "world": COLUMNS["world"] - {"day", "agenda"},
        "map": {field.name for field in fields(Geography)},
        "agenda": {"counts", "silent", "funds", "calendar"},
    }


def test_no_column_has_a_second_writer(found: Found) -> None:
    assert others(found) == []


def test_every_writer_that_is_named_writes(found: Found) -> None:
    idle = [
        f"{part}.{column}: {module}"
        for (part, column), module in sorted(declared().items())
        if module not in (MADE, "mechanisms.founding") and module not in found.writers(part, column)
    ]
    assert idle == []


def test_no_exception_is_idle(found: Found) -> None:
    for module, part in FREE:
        assert any(
            module == by for (of, _), places in found.writes.items() if part in (of, ANY) for by, _ in places
        ), module  # fmt: skip


def test_rows_are_made_by_those_who_are_named(found: Found) -> None:
    for name, table in TABLES.items():
        assert table.MAKERS, name
        assert found.makers.get(name, set()) <= set(table.MAKERS), name
    assert found.makers["desks"] == set(Desks.MAKERS)
    assert found.makers["staff"] == set(Staff.MAKERS)
    assert found.makers["firms"] == set(PropertyFirms.MAKERS)
    assert {module for module, _ in found.writes["cases", "*"]} == set(Cases.MAKERS)


def test_what_is_made_with_its_row_is_not_written_again(found: Found) -> None:
    made = [key for key, module in declared().items() if module == MADE]
    assert len(made) > 30
    wrote = {module for key in made for module, _ in found.writes.get(key, ())}
    assert wrote == {"mechanisms.founding", "kernel.birth"}


def test_no_write_hides_behind_another_name(found: Found) -> None:
    assert [u for u in sorted(found.unknown) if u[0].split(".")[0] in ROOMS and (u[0], ANY) not in FREE] == []


def test_levers_write_nothing_themselves(found: Found) -> None:
    wrote = {key for key, places in found.writes.items() for module, _ in places if module.startswith("policies.")}
    assert wrote <= {("memory", "*")}
    assert not any(module.startswith("policies.") for makers in found.makers.values() for module in makers)


def test_windows_write_what_is_listed() -> None:
    open_ = {
        name for kind in KINDS for name in dir(kind)
        if isinstance(column := getattr(kind, name), Column) and column.allowed is not None
    }  # fmt: skip
    assert open_ == WINDOWS


PLANTED = {
    "a column": ("desks.servers", "def f(world: World): world.desks.servers[3] = 1"),
    "a column of rows": ("desks.speed", "def f(world: World): world.desks.rows['speed'][0, 1] += 0.5"),
    "in compiled code": ("cases.status", "@merged", "def f(work, i): cases = work.cases; cases.status[i] = 2"),
    "by parameters": ("cases.t_open", "@compiled", "def f(cases, case): cases.t_open[case] = 0.0"),
    "a record's field": ("today.paid", "def f(world: World): world.today.paid += 1"),
    "behind an alias": ("firms.pressure", "def f(world: World): x = world.firms; p = x.pressure; p[:] = 0"),
    "a slice": ("staff.skill", "def f(world: World): first = world.staff.skill[:4]; first *= 2.0"),
    "a pair": ("today.in_post", "def f(world: World): a, world.today.in_post = 1, 2"),
    "a loop": ("world.day", "def f(world: World):", "    for world.day in range(3): pass"),
    "a fund": ("funds.fen", "def f(world: World): funds = world.agenda.funds; funds['fen'] -= 1"),
    "a whole row": ("silent.*", "def f(work, a, b): work.agenda.silent[a] = work.agenda.silent[b]"),
    "NumPy": ("people.mood", "def f(world: World): np.add.at(world.people.mood, [1], 0.5)"),
    "an output": ("residents.trust", "def f(world: World): np.multiply(1, 2, out=world.residents.trust)"),
    "a method": ("rota.hours_left", "def f(world: World): world.rota.hours_left.fill(0.0)"),
    "money": ("money.ledger", "def f(world: World): world.money.ledger.move('a', 'b', 1)"),
    "a function": ("people.volunteers", "def g(x): x[0] = 1", "def f(world: World): g(world.people.volunteers)"),
    "two functions": (
        "map.unrenovated", "def f(world: World): h(1, x=world.map.unrenovated)", "def h(n, x): g(x)", "def g(x): x *= 2"
    ),
    "a count": ("counts.OPEN", "_OPEN = Count.OPEN", "def f(agenda): counts = agenda.counts; counts[_OPEN] += 1"),
    "a world of a district": ("sums.visits", "class A:", "    def f(self): self.world.sums.visits = 0"),
    "a rule past its sheet": ("rules.*", "def f(world: World): r = world.rules['solve']; r.value[:, 1] = 0.5"),
    "rules in compiled code": ("rules.*", "def f(rules, m): rules.by_community.ties[m] = 1.0"),
    "a table in its place": ("world.staff", "def f(world: World): world.staff = None"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_second_writer_is_found(name: str) -> None:
    column, *lines = PLANTED[name]
    planted = find({"mechanisms.intruder": ast.parse("\n".join(lines))})
    assert [f"{part}.{col}" for part, col in planted.writes] == [column]
    assert any("mechanisms.intruder" in line for line in others(planted))


def test_reading_is_no_writing() -> None:
    text = """
def f(world: World, desks, cases, case):
    servers = desks.servers[case]
    servers += 1
    desk = cases.desk[case]
    desk = 3
    trust = world.residents.trust[cases.resident] * 2.0
    trust[0] = 1.0
    copy = desks.speed.copy()
    copy[:] = 0.0
"""
    planted = find({"mechanisms.reader": ast.parse(text)})
    assert not planted.writes
    assert not planted.unknown


def test_what_cannot_be_followed_is_told() -> None:
    planted = find({"mechanisms.intruder": ast.parse("def f(table, row):\n    table.servers[row] = 1")})
    assert [what for _, _, what in planted.unknown] == ["table.servers[row]"]


def test_the_whole_world_is_looked_at() -> None:
    looked = set(SPECS) | set(RECORDS)
    assert set(TABLES) | {"funds", "silent"} == set(SPECS)
    assert COLUMNS["world"] - looked == {"place", "settings", "key", "replication", "rules", "memory", "day"}
