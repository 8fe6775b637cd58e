"""Bytes and what they mean."""

from __future__ import annotations

import gzip
from base64 import b64decode

import numpy as np
import pytest

from sim.show.coding import NOTHING, Coding, packed, packed_days, unpacked, unpacked_days

SQRT, LINEAR = Coding("sqrt", 0.0, 1024.0), Coding("linear", 0.0, 250.0)


@pytest.mark.parametrize(
    ("value", "byte"),
    [(0.0, 0), (1024.0, 250), (256.0, 125), (5000.0, 250), (-3.0, 0), (np.nan, NOTHING), (1024.0 / 250.0**2, 1)],
)
def test_a_value_as_a_byte(value: float, byte: int) -> None:
    assert SQRT.encode(np.array([value])).tolist() == [byte]


def test_counts_come_back_as_they_were() -> None:
    counts = np.arange(251.0)
    assert LINEAR.decode(LINEAR.encode(counts)).tolist() == counts.tolist()


def test_a_waiting_time_comes_back_within_two_hundredths_of_its_scale() -> None:
    hours = np.linspace(0.0, 1024.0, 4001)
    error = np.abs(SQRT.decode(SQRT.encode(hours)) - hours)
    assert error[hours < 12].max() < 0.5
    assert error.max() < 4.2


def test_nothing_to_show_comes_back() -> None:
    assert np.isnan(LINEAR.decode(np.array([NOTHING], np.uint8))).all()


def test_days_come_back_whatever_they_hold() -> None:
    days = np.random.default_rng(1).integers(0, 256, (40, 17)).astype(np.uint8)
    assert np.array_equal(unpacked_days(packed_days(days), 17), days)
    changed = np.frombuffer(gzip.decompress(b64decode(packed_days(days))), np.uint8).reshape(40, 17)
    assert np.array_equal(changed[0], days[0])
    assert np.array_equal(changed[1], days[1] - days[0])


def test_the_packed_bytes_have_no_date_and_repeat() -> None:
    days = np.zeros((3, 4), np.uint8)
    assert packed_days(days) == packed_days(days)
    assert b64decode(packed_days(days))[4:8] == bytes(4)


def test_whole_numbers_come_back() -> None:
    assert unpacked(packed(np.array([[-1, 70_000], [3, 2**31 - 1]]))).tolist() == [-1, 70_000, 3, 2**31 - 1]
