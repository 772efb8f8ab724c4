"""One language and one clock, so that every part of a document says days and figures alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from fieldwalk.text import figures, plural, text
from fieldwalk.text.moments import clock, local

_PREFIX = "summary."


@dataclass(frozen=True)
class Speech:
    """Says the keys of ``summary.*`` in ``language``. ``made_at`` is the moment that 'late' is measured from."""

    language: str
    zone: tzinfo
    made_at: int

    def __call__(self, key: str, **values: object) -> str:
        return text(_PREFIX + key, self.language, **values)

    def count(self, key: str, count: int, **values: object) -> str:
        return plural(_PREFIX + key, count, self.language, **values)

    def long_date(self, moment: int) -> str:
        """``moment`` (UTC ms) as '12 november 2026'."""
        return self._day(local(moment, self.zone).date())

    def iso_date(self, day: str) -> str:
        """The ISO ``day`` as '12 november 2026'; as it stands when it is no day of the calendar (31 June)."""
        try:
            return self._day(date.fromisoformat(day))
        except ValueError:
            return day

    def is_past(self, day: str) -> bool:
        """Whether the ISO ``day`` was over when the summary was made."""
        return day < local(self.made_at, self.zone).date().isoformat()

    def weekday(self, moment: int) -> str:
        return text(f"weekday.{local(moment, self.zone).weekday()}", self.language)

    def clock(self, moment: int) -> str:
        return clock(moment, self.zone)

    def length(self, metres: float) -> str:
        return figures.length(metres, self.language)

    def share(self, part: float) -> str:
        return figures.share(part, self.language)

    def duration(self, milliseconds: int) -> str:
        """'7 min', '1 h 2 min', and in seconds what is shorter than two minutes."""
        seconds = round(milliseconds / 1000)
        return self.count("seconds", seconds) if seconds < 120 else figures.duration(seconds, self.language)

    def category(self, category: str) -> str:
        return text(f"category.{category}", self.language)

    def _day(self, day: date) -> str:
        month = text(f"month.long.{day.month}", self.language)
        return self("date", day=day.day, month=month, year=day.year)
