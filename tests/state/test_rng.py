"""Fate: Philox gives its published answers, elementary functions are right, compiled code changes no bit."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from sim.rng import exp, log, lognormal, normal_quantile, philox, seed_key, uniforms
from tests import bits
from tests.places import FIXED
from tests.theory import agrees

ROOT = Path(__file__).resolve().parents[2]

# Random123 (Salmon et al. 2011), file kat_vectors, philox4x32 with 10 rounds: counter, key, answer.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_known_answers(counter: tuple[int, ...], key: tuple[int, int], answer: tuple[int, ...]) -> None:
    assert philox(*key, *counter) == tuple((word + 0.5) * 2.0**-32 for word in answer)


def test_uniforms_agree_with_the_formula_in_whole_numbers() -> None:
    def reference(key: tuple[int, int], counter: tuple[int, int, int, int]) -> list[float]:
        a, b, c, d = counter
        k0, k1 = key
        for _ in range(10):
            p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
            a, b, c, d = (q >> 32) ^ b ^ k0, q & 0xFFFFFFFF, (p >> 32) ^ d ^ k1, p & 0xFFFFFFFF
            k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
        return [(word + 0.5) * 2.0**-32 for word in (a, b, c, d)]

    key = seed_key(7)
    found = uniforms(*key, 10, 50, 3, 4, 5)
    assert found.tolist() == [reference(key, (10 + i, 3, 4, 5)) for i in range(50)]


@pytest.mark.parametrize("place", range(4))
def test_every_word_of_an_address_counts(place: int) -> None:
    address = [5, 6, 7, 8]
    before = philox(1, 2, *address)
    address[place] += 1
    assert not set(before) & set(philox(1, 2, *address))


def test_seeds_give_different_keys() -> None:
    assert len({seed_key(seed) for seed in range(2000)}) == 2000
    assert seed_key(0) != seed_key(2**63 - 1)


def test_uniforms_are_uniform_and_independent() -> None:
    u = uniforms(*seed_key(3), 0, 100_000, 0, 1, 0)
    assert u.min() > 0.0
    assert u.max() < 1.0
    for column in range(4):
        agrees(u[:, column], 0.5)
        agrees(u[:, column] ** 2, 1 / 3)
        agrees((u[:-1, column] - 0.5) * (u[1:, column] - 0.5), 0.0)
    off_diagonal = np.corrcoef(u.T)[np.triu_indices(4, 1)]
    assert np.abs(off_diagonal).max() < 4.0 / math.sqrt(len(u))


# -- functions made from + - * /


@FIXED
@given(st.floats(min_value=1e-300, max_value=1e300))
def test_log(x: float) -> None:
    assert log(x) == pytest.approx(math.log(x), rel=1e-15, abs=1e-15)


@FIXED
@given(st.floats(min_value=-699.0, max_value=699.0))
def test_exp(x: float) -> None:
    assert exp(x) == pytest.approx(math.exp(x), rel=1e-15)


def test_exp_of_very_little_is_nothing() -> None:
    assert exp(-701.0) == 0.0
    assert exp(0.0) == 1.0


@FIXED
@given(st.floats(min_value=2.0**-33, max_value=1.0 - 2.0**-33))
def test_normal_quantile(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(float(ndtri(p)), rel=1e-13, abs=1e-15)


def test_normal_quantile_of_tails_and_middle() -> None:
    assert normal_quantile(0.5) == 0.0
    for p in (2.0**-33, 1e-12, 1e-20, 1e-300):
        assert normal_quantile(p) == pytest.approx(float(ndtri(p)), rel=1e-12)
    assert normal_quantile(0.975) == pytest.approx(NormalDist().inv_cdf(0.975), rel=1e-14)


@pytest.mark.parametrize(("mean", "cv"), [(1.0, 0.3), (3.0, 1.2), (0.2, 1.5)])
def test_lognormal_has_the_mean_and_spread_asked_for(mean: float, cv: float) -> None:
    u = uniforms(*seed_key(5), 0, 100_000, 0, 1, 0)[:, 0]
    values = np.array([lognormal(float(v), mean, cv) for v in u])
    agrees(values, mean)
    agrees((values - mean) ** 2, (cv * mean) ** 2)
    agrees(np.log(values), math.log(mean) - 0.5 * math.log(1 + cv * cv))


# -- the same bits without the compiler


def test_compiled_and_plain_python_give_the_same_bits() -> None:
    plain = subprocess.run(
        [sys.executable, "-m", "tests.bits", "numbers"], cwd=ROOT, env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(plain.stdout) == bits.numbers()
