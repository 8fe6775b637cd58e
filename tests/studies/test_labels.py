"""Configurations of a sweep are called by what differs between them, each once."""

from __future__ import annotations

import pytest

from sim.config.run import RunConfig, load
from sim.studies.labels import labels_of


def demo(policy: tuple[str, ...] = (), **said: object) -> RunConfig:
    return load("demo", policy, **{"days": 5, **said})  # type: ignore[arg-type]


def test_values_are_the_names() -> None:
    configs = [demo(**{"voice.p_report": p, "place.workers": n}) for p in (0.2, 0.3) for n in (10, 12)]
    labels = labels_of(configs)
    assert {frozenset(label.split(", ")) for label in labels} == {
        frozenset({f"voice.p_report={p}", f"place.workers={n}"}) for p in (0.2, 0.3) for n in (10, 12)
    }
    assert list(labels.values()) == configs  # in the order in which they were asked for


def test_one_alone_is_called_by_its_levers() -> None:
    assert list(labels_of([demo()])) == ["baseline"]
    assert list(labels_of([demo(("whistle",))])) == [demo(("whistle",)).label]
    assert labels_of([]) == {}


def test_levers_are_named_where_they_differ_and_only_there() -> None:
    assert list(labels_of([demo(), demo(("whistle",))])) == ["baseline", "whistle"]
    same = [demo(("whistle",), seed=k) for k in (1, 2)]
    assert list(labels_of(same)) == ["seed=1", "seed=2"]
    doses = [demo(("dual_report",), **{"policies.dual_report.active_share": x}) for x in (0.1, 0.6)]
    assert list(labels_of([demo(), *doses])) == [
        "baseline",
        "dual_report, policies.dual_report.active_share=0.1",
        "dual_report, policies.dual_report.active_share=0.6",
    ]


@pytest.mark.parametrize("said", [{"replications": 9}, {"jobs": 2}, {"results_dir": "x"}], ids=str)
def test_one_that_is_there_twice_is_run_once(said: dict[str, object]) -> None:
    again = demo(seed=1, **said)
    labels = labels_of([demo(seed=1), demo(seed=2), again])
    assert list(labels) == ["seed=1", "seed=2"]


def test_no_two_have_one_name() -> None:
    values = (0.1, 0.1 + 1e-12, 0.30000000000000004, 0.3)
    configs = [demo(**{"voice.p_report": p}) for p in values]
    assert len(labels_of(configs)) == len(values)
