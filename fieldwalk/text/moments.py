"""Days and times in words: '12 nov', 'torsdag 18:30', 'i morgon'.

A moment is UTC milliseconds, shown on the clock of the place where the reader is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from fieldwalk.text.catalogues import text


def local(moment: int, zone: tzinfo | None = None) -> datetime:
    """``moment`` (UTC milliseconds) on the clock of ``zone``, or of this device."""
    return datetime.fromtimestamp(moment / 1000, tz=UTC).astimezone(zone)


def day_of_month(moment: int, zone: tzinfo | None = None) -> str:
    """The day's number, as a calendar leaf shows it."""
    return str(local(moment, zone).day)


def short_month(moment: int, language: str, zone: tzinfo | None = None) -> str:
    """The month of ``moment`` as 'nov'."""
    return text(f"month.short.{local(moment, zone).month}", language)


def short_day(day: date, language: str) -> str:
    """``day`` as '12 nov'."""
    return text("moment.day", language, day=day.day, month=text(f"month.short.{day.month}", language))


def long_day(day: date, language: str) -> str:
    """``day`` as 'Måndag 23 november'."""
    return _capital(
        text(
            "moment.long_day",
            language,
            weekday=text(f"weekday.{day.weekday()}", language),
            day=day.day,
            month=text(f"month.long.{day.month}", language),
        )
    )


def clock(moment: int, zone: tzinfo | None = None) -> str:
    """``moment`` as '18:30'."""
    return local(moment, zone).strftime("%H:%M")


def weekday_and_time(moment: int, language: str, zone: tzinfo | None = None) -> str:
    """``moment`` as 'Torsdag 18:30'."""
    weekday = text(f"weekday.{local(moment, zone).weekday()}", language)
    return _capital(text("moment.weekday_time", language, weekday=weekday, time=clock(moment, zone)))


def day_and_time(moment: int, language: str, zone: tzinfo | None = None) -> str:
    """``moment`` as '12 nov 18:30'."""
    day = short_day(local(moment, zone).date(), language)
    return text("moment.day_time", language, day=day, time=clock(moment, zone))


def due(day: str, today: date, language: str) -> str:
    """The ISO ``day`` seen from ``today``: 'i morgon, 24 nov'; only the date when it is further off."""
    then = date.fromisoformat(day)
    near = {-1: "moment.yesterday", 0: "moment.today", 1: "moment.tomorrow"}.get((then - today).days)
    return text(near, language, day=short_day(then, language)) if near else short_day(then, language)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
