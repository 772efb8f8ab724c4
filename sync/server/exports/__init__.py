"""A walk's summary as a file to take along: PDF, web page, spreadsheet, map data, GPS track."""

from __future__ import annotations

from sync.server.exports.rendering import CONTENT_TYPES, FORMATS, Rendered, render

__all__ = ["CONTENT_TYPES", "FORMATS", "Rendered", "render"]
