"""The register of evidence: every number the project rests on, and where each was printed.

``register.csv`` holds one number or named system per row: ``E...`` rows come from the five source
articles, ``X...`` rows from outside (public statistics, studies, standards). ``sources.csv`` is the
bibliography. Numbers that nobody has measured are not here: they are ``assumed`` where ``param()``
declares them.

Whether a row is used is computed, never stored: parameters, levers and places cite ids in their
texts, :func:`uses` collects them, and :func:`problems` names every row that nothing uses and that does
not say why, and every citation that leads nowhere.
"""

from __future__ import annotations

from sim.evidence.citations import ids_in, problems, uses
from sim.evidence.register import ROLES, SEEN, Row, Source, load_register, load_sources

__all__ = ["ROLES", "SEEN", "Row", "Source", "ids_in", "load_register", "load_sources", "problems", "uses"]
