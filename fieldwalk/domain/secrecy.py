"""Secrecy classes: how far a point may be told. Pure, the same on the phone and on the server.

A point says for each closed class whether it is kept in that circle (``for_company``, ``for_est``, ``for_police``).
Each is a field of its own and merges by itself, so that of two people who chose at once the stricter has its way,
until somebody who may lifts it. What nobody has said anything about has the class of its category.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from fieldwalk.domain.categories import EST_CATEGORIES
from fieldwalk.domain.fields import Json

OPEN, COMPANY, EST, POLICE = "open", "company", "est", "police"
CLASSES = (OPEN, COMPANY, EST, POLICE)
"""From what everybody on the walk sees to what only the police do: all, the company, the EST circle, the police."""

FIELDS: Mapping[str, str] = {COMPANY: "for_company", EST: "for_est", POLICE: "for_police"}
"""The field of a point that keeps it in a class."""

KEPT, LIFTED = "kept", "lifted"
WORDS = (KEPT, LIFTED)

_DECIDING = ("category", *FIELDS.values())
DECIDED_BY = frozenset(_DECIDING)
"""The fields of a point that its class follows from."""

DEFAULTS: Mapping[str, str] = dict.fromkeys(EST_CATEGORIES, EST)
"""The class of a category, where it is not open: where it is watched from, and what is to be taken back."""

CLASSED = frozenset({"issue", "action", "photo", "voice"})
"""The records that have a class: a point, and what hangs on it. They have the point's."""


_RANKS = {secrecy: place for place, secrecy in enumerate(CLASSES)}


def rank(secrecy: str) -> int:
    """How strict a class is: 0 is open. A class that this version does not know is stricter than all."""
    return _RANKS.get(secrecy, len(CLASSES))


def secrecy_of(values: Mapping[str, Json]) -> str:
    """The class of the point with these ``values``. A word that this version does not know keeps it."""
    return _class_of(*map(values.get, _DECIDING))  # type: ignore[arg-type]  # such fields hold words, or nothing


@lru_cache(maxsize=1024)  # the server asks thrice for each of thousands of points, and most say the same
def _class_of(*said: Json) -> str:
    values = dict(zip(_DECIDING, said, strict=True))
    return CLASSES[max((rank(each) for each in CLASSES if _keeps(each, values)), default=0)]


def _keeps(secrecy: str, values: Mapping[str, Json]) -> bool:
    said = values.get(FIELDS.get(secrecy, ""))
    if said is None:
        return DEFAULTS.get(str(values.get("category"))) == secrecy
    return said != LIFTED


def classed_as(values: Mapping[str, Json], secrecy: str) -> dict[str, Json]:
    """The fields to set so that the point with these ``values`` is of class ``secrecy``; none when it is already.

    Lifts only what is known here to be kept: a stricter class that somebody else has just chosen stays.
    """
    before = secrecy_of(values)
    if before == secrecy:
        return {}
    lifted: dict[str, Json] = {FIELDS[each]: LIFTED for each in CLASSES[rank(secrecy) + 1 :] if _keeps(each, values)}
    return lifted if secrecy == OPEN else {**lifted, FIELDS[secrecy]: KEPT}


def is_lowered(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    """Whether more people see the point after than before."""
    return rank(secrecy_of(after)) < rank(secrecy_of(before))


def is_raised(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    """Whether fewer people see the point after than before."""
    return rank(secrecy_of(after)) > rank(secrecy_of(before))
