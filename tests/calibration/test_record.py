"""What is kept of a calibration can be read, and is refused where it must not be used."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from sim.calibration.record import ROWS, draws_table, write
from sim.config.run import load
from sim.errors import ConfigError
from sim.studies.posterior import digest_of, load_posterior
from sim.studies.priors import inputs
from sim.version import MODEL_VERSION

TARGETS = Path("sim/evidence/targets.csv")


@pytest.fixture(scope="module")
def some():
    return inputs(load("demo"))[:3]


def page(**own):
    told = {"place": "demo", "model_version": MODEL_VERSION, "effective_size": 400.0, "command": "govsim calibrate"}
    return {**told, "targets": [{"file": TARGETS.name, "sha256": digest_of(TARGETS)}], **own}


def test_draws_are_values_of_their_inputs(some):
    draws = np.random.default_rng(1).random((500, 3))
    table = draws_table(some, draws)
    assert table.num_rows == ROWS
    assert table.column_names == [one.key for one in some]
    for j, one in enumerate(some):
        assert table[one.key][0].as_py() == pytest.approx(one.quantile(draws[0, j]), rel=1e-5)
        assert table[one.key][ROWS - 1].as_py() == pytest.approx(one.quantile(draws[-1, j]), rel=1e-5)


def test_a_posterior_is_read_as_it_was_written(some, tmp_path):
    path = tmp_path / "demo.parquet"
    table = draws_table(some, np.random.default_rng(1).random((500, 3)))
    write(path, table, page())
    found = load_posterior(path)
    assert len(found) == ROWS
    assert found.draw(2)[some[1].key] == table[some[1].key][2].as_py()
    assert path.stat().st_size < 100_000
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "own",
    [
        {"model_version": MODEL_VERSION + 1},
        {"effective_size": 150.0},
        {"targets": [{"file": TARGETS.name, "sha256": "0" * 64}]},
    ],
)
def test_another_model_other_targets_and_few_draws_are_refused(some, tmp_path, own):
    path = tmp_path / "demo.parquet"
    write(path, draws_table(some, np.random.default_rng(1).random((500, 3))), page(**own))
    with pytest.raises(ConfigError):
        load_posterior(path)


def test_the_page_holds_the_hash_of_its_draws(tmp_path):
    path = tmp_path / "demo.parquet"
    write(path, pa.table({"voice.p_report": [0.1, 0.2]}), page())
    assert json.loads(path.with_suffix(".json").read_text())["draws_sha256"] == digest_of(path)
    write(path, pa.table({"voice.p_report": [0.1, 0.3]}), page())
    assert load_posterior(path).draw(1) == {"voice.p_report": 0.3}
