"""What a map is made of while it is imported: named polygons in metres, and what was found about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem
from sim.i18n import Bilingual

REPAIRED, TOLD, REFUSED = "repaired", "told", "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found about a map.

    Attributes
    ----------
    what : Bilingual
        With the name, the size, and what was done.
    kind : {"repaired", "told", "refused"}
    place : tuple of float
        Where, metres; for the picture.
    """

    what: Bilingual
    kind: str = REPAIRED
    place: tuple[float, float] | None = None

    def problem(self, file: str) -> Problem:
        """Say it as what stands in the way."""
        return Problem(file, self.what)


@dataclass(slots=True)
class Area:
    """A polygon with a name.

    Attributes
    ----------
    name, community, street : str
        Empty where nothing is known.
    shape : shapely geometry
        Metres east and south of the middle of the map.
    residents : float
        nan where nobody counted them.
    """

    name: str
    shape: Any
    community: str = ""
    street: str = ""
    residents: float = float("nan")


@dataclass(slots=True)
class Log:
    """What was found so far, in the order in which it was."""

    findings: list[Finding] = field(default_factory=list)

    def note(self, what: Bilingual, kind: str = REPAIRED, at: Any = None) -> None:
        """Write something down.

        Parameters
        ----------
        what : Bilingual
        kind : {"repaired", "told", "refused"}
        at : shapely geometry, optional
            Where it is.
        """
        place = None
        if at is not None and not at.is_empty:
            point = at.representative_point()
            place = (float(point.x), float(point.y))
        self.findings.append(Finding(what, kind, place))

    @property
    def refused(self) -> list[Finding]:
        """What stands in the way."""
        return [finding for finding in self.findings if finding.kind == REFUSED]
