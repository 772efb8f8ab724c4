"""Which photos may be seen: the rule of :mod:`fieldwalk.domain.looking`, asked of the state tables."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, literal, or_

from fieldwalk.domain.looking import SAYING
from fieldwalk.domain.records import Photo
from sync.server.store.states import TABLES


def is_looked_through() -> ColumnElement[bool]:
    """Whether somebody has looked a photo's files through, as they are now."""
    photo = TABLES[Photo.name]
    files = photo.c.sha256.concat(func.coalesce(literal(" ").concat(photo.c.thumbnail), ""))
    return or_(*(photo.c[name] == files for name in SAYING))
