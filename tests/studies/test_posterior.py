"""A posterior is read as it was written, and refused where it says nothing about this model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.config.place_files import config_dir
from sim.errors import ConfigError
from sim.studies.posterior import FOLDER, digest_of, has_posterior, load_posterior, posterior_file
from sim.version import MODEL_VERSION

VALUES = pd.DataFrame({"voice.p_report": [0.2, 0.3, 0.4], "mediation.mediators": [2.0, 3.0, 4.0]})


def written(folder: Path, values: pd.DataFrame = VALUES, **told: Any) -> Path:
    """A posterior and its targets."""
    targets = folder / "own_targets.csv"
    targets.write_bytes(b"id,value\na,1\n")
    path = folder / "jinhe.parquet"
    values.to_parquet(path, index=False)
    own = {"file": "own_targets.csv", "sha256": digest_of(targets)}
    whole = {"place": "jinhe", "model_version": MODEL_VERSION, "effective_size": 256.0, "targets": [own],
             "command": "govsim calibrate place=jinhe", **told}  # fmt: skip
    path.with_suffix(".json").write_text(json.dumps(whole), encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_posterior(path)
    return "\n".join(map(str, caught.value.problems))


def test_draws_come_in_their_order_and_then_again(tmp_path: Path) -> None:
    found = load_posterior(written(tmp_path))
    assert len(found) == 3
    assert found.draw(1) == {"voice.p_report": 0.3, "mediation.mediators": 3.0}
    assert found.draw(4) == found.draw(1)
    assert load_posterior(str(tmp_path / "jinhe.parquet")).keys == ("voice.p_report", "mediation.mediators")


def test_it_is_refused_with_all_reasons(tmp_path: Path) -> None:
    path = written(tmp_path, model_version=MODEL_VERSION + 1, effective_size=199.0)
    (tmp_path / "own_targets.csv").write_text("id,value\na,2\n")
    said = refused(path)
    assert f"made by model version {MODEL_VERSION + 1}, this is {MODEL_VERSION}" in said
    assert "worth 199 independent draws" in said
    assert "own_targets.csv has changed since" in said
    assert said.count("govsim calibrate place=jinhe") == 3


def test_draws_that_are_not_those_of_the_page_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    own = hashlib.sha256(path.read_bytes()).hexdigest()
    assert load_posterior(written(tmp_path, draws_sha256=own)).draw(0)["voice.p_report"] == 0.2
    said = refused(written(tmp_path, VALUES.assign(**{"voice.p_report": 0.9}), draws_sha256=own))
    assert "its draws are not those that jinhe.json was written for" in said
    assert said.count("govsim calibrate place=jinhe") == 1


@pytest.mark.parametrize("size", [199.9, float("nan"), -1.0])
def test_a_small_one_is_refused(tmp_path: Path, size: float) -> None:
    assert "independent draws" in refused(written(tmp_path, effective_size=size))
    load_posterior(written(tmp_path, effective_size=200.0))


def test_line_ends_of_targets_do_not_count_and_targets_that_are_elsewhere_cannot_be_compared(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "own_targets.csv").write_bytes(b"id,value\r\na,1\r\n")
    load_posterior(path)
    (tmp_path / "own_targets.csv").unlink()
    load_posterior(path)


def test_what_is_no_posterior_is_told(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path / "none.parquet")
    path = written(tmp_path)
    path.with_suffix(".json").write_text("{")
    assert "cannot be read" in refused(path)
    path.with_suffix(".json").unlink()
    assert "cannot be read" in refused(path)
    path = written(tmp_path)
    path.write_text("no parquet")
    assert "cannot be read" in refused(path)
    assert "no rows" in refused(written(tmp_path, VALUES.assign(x=[1.0, np.nan, 2.0])))
    assert "no rows" in refused(written(tmp_path, VALUES.iloc[:0]))
    assert "cannot be read" in refused(written(tmp_path, targets=None))


def test_a_place_has_one_if_its_file_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert not has_posterior("jinhe")
    written(tmp_path)
    assert has_posterior("jinhe")
    assert posterior_file("jinhe") == tmp_path / "jinhe.parquet"
    assert load_posterior("jinhe").draw(0)["voice.p_report"] == 0.2


@pytest.mark.parametrize("said", [None, ""])
def test_places_of_the_installation_have_theirs_among_its_configurations(
    said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER) if said is None else monkeypatch.setenv(FOLDER, said)
    assert posterior_file("xialu") == config_dir() / "posterior" / "xialu.parquet"
    assert has_posterior("xialu")
