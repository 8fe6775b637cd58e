"""People beside the table of residents: what is kept by community, and whom visitors see in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from sim.state.table import By
from sim.types import Array, Floats, Ints


@dataclass(slots=True)
class People:
    """The people of each community, [M] if nothing else is said."""

    residents: Annotated[Ints, By("mechanisms.founding")]
    households: Annotated[Floats, By("mechanisms.founding")]
    members: Annotated[Array, By("mechanisms.founding")]  # community of each in-service member
    season: Annotated[Floats, By("mechanisms.needs")]  # [365] factor on needs by day of year
    mean_need: Annotated[float, By("mechanisms.founding")]  # mean factor of age and building on needs
    readiness: Annotated[Floats, By("mechanisms.founding")]  # how readily people report, mean 1
    volunteers: Annotated[Floats, By("mechanisms.volunteering")]  # active
    volunteers_at_start: Annotated[Floats, By("mechanisms.founding")]
    opinion: Any  # records [M] of what people think, see `sim.state.opinion`
    evening: Annotated[int, By("mechanisms.satisfaction")]  # evenings whose cases have been judged
    unsolved: Annotated[Ints, By("mechanisms.unsolved")]  # problems that others see
    counted: Annotated[int, By("mechanisms.satisfaction")]  # cases that were looked at for it


@dataclass(slots=True)
class Rota:
    """The list by which vulnerable residents are visited; those of community m are at first[m]:first[m + 1]."""

    residents: Annotated[Array, By("mechanisms.founding")]  # rows of residents, by community
    first: Annotated[Array, By("mechanisms.founding")]  # [M + 1]
    last_day: Annotated[Array, By("mechanisms.finding")]  # day of the last visit of each
    next: Annotated[Array, By("mechanisms.finding")]  # [M] who is visited next, counted from first[m]
    hours_left: Annotated[Floats, By("mechanisms.finding")]  # [M] not enough yet for a visit
