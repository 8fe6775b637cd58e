"""Public holidays of mainland China and the working days that make up for them, 2023 to 2026.

Basis: sourced. Each year's days are those of the notice of the General Office of the State Council on that year's
holidays, read in reprints by news agencies. A holiday is a day on which nobody in an office works, weekends among them
included. Other years are not in the table: no holidays are known for them.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Holiday(NamedTuple):
    """One holiday: its days, the first and the last included, and the weekend days on which is worked instead."""

    name: str
    first: str
    last: str
    worked: tuple[str, ...] = ()


NOTICES = {
    2023: "notice on holidays in 2023, 8 December 2022",
    2024: "notice on holidays in 2024, 25 October 2023",
    2025: "notice on holidays in 2025, No. 12 of 2024, 12 November 2024",
    2026: "notice on holidays in 2026, 4 November 2025",
}
"""Source of each year; years that are not here have no holidays."""

HOLIDAYS = (
    Holiday("New Year", "2022-12-31", "2023-01-02"),
    Holiday("Spring Festival", "2023-01-21", "2023-01-27", ("2023-01-28", "2023-01-29")),
    Holiday("Qingming", "2023-04-05", "2023-04-05"),
    Holiday("Labour Day", "2023-04-29", "2023-05-03", ("2023-04-23", "2023-05-06")),
    Holiday("Dragon Boat", "2023-06-22", "2023-06-24", ("2023-06-25",)),
    Holiday("Mid-Autumn, National Day", "2023-09-29", "2023-10-06", ("2023-10-07", "2023-10-08")),
    Holiday("New Year", "2024-01-01", "2024-01-01"),
    Holiday("Spring Festival", "2024-02-10", "2024-02-17", ("2024-02-04", "2024-02-18")),
    Holiday("Qingming", "2024-04-04", "2024-04-06", ("2024-04-07",)),
    Holiday("Labour Day", "2024-05-01", "2024-05-05", ("2024-04-28", "2024-05-11")),
    Holiday("Dragon Boat", "2024-06-10", "2024-06-10"),
    Holiday("Mid-Autumn", "2024-09-15", "2024-09-17", ("2024-09-14",)),
    Holiday("National Day", "2024-10-01", "2024-10-07", ("2024-09-29", "2024-10-12")),
    Holiday("New Year", "2025-01-01", "2025-01-01"),
    Holiday("Spring Festival", "2025-01-28", "2025-02-04", ("2025-01-26", "2025-02-08")),
    Holiday("Qingming", "2025-04-04", "2025-04-06"),
    Holiday("Labour Day", "2025-05-01", "2025-05-05", ("2025-04-27",)),
    Holiday("Dragon Boat", "2025-05-31", "2025-06-02"),
    Holiday("Mid-Autumn, National Day", "2025-10-01", "2025-10-08", ("2025-09-28", "2025-10-11")),
    Holiday("New Year", "2026-01-01", "2026-01-03", ("2026-01-04",)),
    Holiday("Spring Festival", "2026-02-15", "2026-02-23", ("2026-02-14", "2026-02-28")),
    Holiday("Qingming", "2026-04-04", "2026-04-06"),
    Holiday("Labour Day", "2026-05-01", "2026-05-05", ("2026-05-09",)),
    Holiday("Dragon Boat", "2026-06-19", "2026-06-21"),
    Holiday("Mid-Autumn", "2026-09-25", "2026-09-27"),
    Holiday("National Day", "2026-10-01", "2026-10-07", ("2026-09-20", "2026-10-10")),
)


def unknown_years(first: date, last: date) -> list[int]:
    """Years between two dates for which no holidays are known."""
    return [year for year in range(first.year, last.year + 1) if year not in NOTICES]
