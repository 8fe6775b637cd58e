"""Who cites which row, and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sim.errors import did_you_mean
from sim.evidence.register import Row, Source, load_register, load_sources

# Look-arounds instead of \b, because a Chinese character beside an id counts as a word character.
_ID = r"[EX]\d{3,4}(?![0-9A-Za-z])"
_CITATION = re.compile(rf"(?<![0-9A-Za-z])({_ID})(?:\s?[-\u2013]\s?({_ID}))?")


def ids_in(text: str, register: Mapping[str, Row] | None = None) -> list[str]:
    """Find the evidence ids that a text cites.

    ``E101-E104`` stands for the rows from E101 to E104 that exist; a gap inside a range is no mistake,
    for the articles' own numbering has gaps.

    Parameters
    ----------
    text : str
        ``"E104 X012"``, or words around ids.
    register : mapping, optional
        To know which rows of a range exist; the project's own by default.

    Returns
    -------
    list of str
        In the order of the text, each id once, known or not.
    """
    known = load_register() if register is None else register
    found: dict[str, None] = {}
    for first, last in _CITATION.findall(text):
        found[first] = None
        if not last:
            continue
        if last[0] == first[0] and len(last) == len(first):
            for number in range(int(first[1:]) + 1, int(last[1:])):
                between = f"{first[0]}{number:0{len(first) - 1}d}"
                if between in known:
                    found[between] = None
        found[last] = None
    return list(found)


def uses(citations: Iterable[tuple[str, str]], register: Mapping[str, Row] | None = None) -> dict[str, list[str]]:
    """Collect who uses which row.

    Parameters
    ----------
    citations : iterable of (user, text)
        The user's name (``voice.p_report``, ``place.xialu``) and the text in which it cites ids.
    register : mapping, optional
        The project's own by default.

    Returns
    -------
    dict of str to list of str
        Users by id, in the order of ``citations``; ids that do not exist are kept, for :func:`problems`.
    """
    users: dict[str, list[str]] = {}
    for user, text in citations:
        for id_ in ids_in(text, register):
            named = users.setdefault(id_, [])
            if user not in named:
                named.append(user)
    return users


def problems(
    register: Mapping[str, Row],
    used: Mapping[str, list[str]],
    sources: Mapping[str, Source] | None = None,
) -> list[str]:
    """Name everything that keeps the register from being complete and true.

    Parameters
    ----------
    register : mapping of str to Row
    used : mapping of str to list of str
        Users by id, as :func:`uses` returns them.
    sources : mapping of str to Source, optional
        The project's own bibliography by default.

    Returns
    -------
    list of str
        One sentence each; empty if all is well.
    """
    known_sources = load_sources() if sources is None else sources
    found = []
    for row in register.values():
        found += _faults_of(row, used.get(row.id, []))
        if row.source_id not in known_sources:
            hint = did_you_mean(row.source_id, list(known_sources))
            found.append(f"{row.id} comes from {row.source_id!r}, which sources.csv does not list; {hint}")
    for id_, users in used.items():
        if id_ not in register:
            hint = did_you_mean(id_, list(register))
            found.append(f"{id_} is cited by {', '.join(users)} but is not in register.csv; {hint}")
    return found


def _faults_of(row: Row, users: list[str]) -> list[str]:
    """Compare what one row says of its use with who uses it."""
    name = f"{row.id} ({row.item})"
    if row.status not in ("", "unused"):
        return [f"{name} has status {row.status!r}; allowed: empty, or 'unused' with a reason"]
    if users and row.is_unused:
        return [f"{name} is marked unused but used by {', '.join(users)}; clear its status and reason"]
    if row.is_unused and not row.reason:
        return [f"{name} is marked unused without a reason; say why in the reason column"]
    if not row.is_unused and row.reason:
        return [f"{name} gives a reason but is not marked unused; clear the reason or set status=unused"]
    if not users and not row.is_unused:
        return [f"{name} is used by nothing; cite it where it is used, or mark it unused with a reason"]
    return []
