"""What differs between configurations heads the table: nothing less, nothing more."""

from __future__ import annotations

from sim.config.run import load
from sim.studies.varied import flat, varied


def test_a_tree_is_laid_out_by_dotted_keys() -> None:
    assert flat({"a": 1, "b": {"c": 2, "d": {"e": [3, 4]}}, "f": {}}) == {"a": 1, "b.c": 2, "b.d.e": [3, 4]}


def test_what_moves_no_number_is_left_out() -> None:
    tree = {"place": {"title": "x", "workers": 3}, "jobs": 2, "replications": 4, "results_dir": "r", "days": 5}
    assert flat(tree) == {"place.workers": 3, "days": 5}


def test_what_differs_anywhere_is_given_for_all() -> None:
    trees = {"a": {"x": 1, "y": 1, "z": 1}, "b": {"x": 1, "y": 2, "z": 1}, "c": {"x": 1, "y": 1, "z": 0.5}}
    assert varied(trees) == {"a": {"y": 1, "z": 1}, "b": {"y": 2, "z": 1}, "c": {"y": 1, "z": 0.5}}


def test_equal_trees_differ_in_nothing() -> None:
    assert varied({"a": {"x": 1}, "b": {"x": 1}}) == {"a": {}, "b": {}}
    assert varied({"a": {"x": 1}}) == {"a": {}}
    assert varied({}) == {}


def test_a_setting_that_some_do_not_have_differs_only_if_the_others_do_not_agree() -> None:
    trees = {"none": {}, "one": {"dose": 0.2}, "two": {"dose": 0.2}}
    assert varied(trees) == {"none": {}, "one": {}, "two": {}}
    trees["two"] = {"dose": 0.3}
    assert varied(trees) == {"none": {"dose": None}, "one": {"dose": 0.2}, "two": {"dose": 0.3}}


def test_a_list_is_one_value() -> None:
    trees = {"a": {"policy": []}, "b": {"policy": ["x", "y"]}, "c": {"policy": ("x",)}}
    assert [own["policy"] for own in varied(trees).values()] == ["", "x+y", "x"]


def test_of_configurations() -> None:
    trees = {
        "baseline": load("demo").to_dict(),
        "weak": load("demo", ["dual_report"], policies={"dual_report": {"active_share": 0.1}}).to_dict(),
        "strong": load("demo", ["dual_report"], policies={"dual_report": {"active_share": 0.6}}).to_dict(),
        "more": load("demo", **{"place.workers": 20}, replications=7, jobs=2, results_dir="x").to_dict(),
    }
    told = varied(trees)
    assert set(told["weak"]) == {"policy", "policies.dual_report.active_share", "place.workers"}
    assert [own["policies.dual_report.active_share"] for own in told.values()] == [None, 0.1, 0.6, None]
    assert [own["place.workers"] for own in told.values()] == [12, 12, 12, 20]
    assert [own["policy"] for own in told.values()] == ["", "dual_report", "dual_report", ""]
