"""A walk's summary as a file to take along: PDF, web page, spreadsheet, map data, GPS track."""

from __future__ import annotations

from sync.server.exports.rendering import FORMATS, Rendered, render

__all__ = ["FORMATS", "Rendered", "render"]
