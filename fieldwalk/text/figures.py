"""Lengths, shares and times as a person says them: '1,8 km', '96 %', '42 min'."""

from __future__ import annotations

from fieldwalk.text.catalogues import text


def length(metres: float, language: str) -> str:
    """``metres`` as '350 m' below a kilometre and '1,8 km' above."""
    if metres < 995:
        return text("figure.metres", language, metres=max(0, round(metres / 5) * 5))
    return text("figure.kilometres", language, kilometres=decimal(metres / 1000, language))


def decimal(value: float, language: str) -> str:
    """``value`` with one decimal, in the language's own sign."""
    return f"{value:.1f}".replace(".", text("figure.decimal_sign", language))


def share(part: float, language: str) -> str:
    """``part`` (0 to 1) in whole per cent, rounded down: 99.6 % recorded is not all of it."""
    return text("figure.percent", language, percent=int(min(max(part, 0.0), 1.0) * 100 + 1e-9))


def duration(seconds: float, language: str) -> str:
    """``seconds`` as '42 min' or '1 h 12 min'."""
    minutes = max(0, int(seconds)) // 60
    if minutes < 60:
        return text("figure.minutes", language, minutes=minutes)
    return text("figure.hours", language, hours=minutes // 60, minutes=minutes % 60)


def stopwatch(seconds: float) -> str:
    """``seconds`` as a running clock shows them: '42:10', '1:02:03'."""
    hours, rest = divmod(max(0, int(seconds)), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def size(octets: int, language: str) -> str:
    """``octets`` as '340 kB' or '1,2 MB' (decimal prefixes)."""
    if octets < 1_000_000:
        return text("figure.kilobytes", language, kilobytes=round(octets / 1000))
    if octets < 1_000_000_000:
        return text("figure.megabytes", language, megabytes=decimal(octets / 1_000_000, language))
    return text("figure.gigabytes", language, gigabytes=decimal(octets / 1_000_000_000, language))
