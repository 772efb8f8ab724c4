"""Day, dusk or dark, from place and moment alone.

The sun's altitude after NOAA's solar calculator (Global Monitoring Laboratory, "General Solar Position
Calculations"; after Meeus, "Astronomical Algorithms", 1998), right to a few hundredths of a degree
between 1900 and 2100.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SUNSET = -0.833
"""Degrees: the sun's upper edge at the horizon, its radius and the air's refraction reckoned in."""

DARK = -6.0
"""Degrees: the end of civil twilight. Until then a face and a path are seen without a lamp."""

_DAY = 86_400_000
_J2000 = 946_728_000_000


def light_at(at: int, latitude: float, longitude: float) -> str:
    """``day``, ``dusk`` or ``dark`` at ``at`` (UTC milliseconds) in a place in WGS 84 degrees.

    Day until the sun has set, dusk through civil twilight, then dark: in civil twilight the lamps are lit but
    not yet needed, and a fault in the lighting is first seen when it is over.
    """
    height = altitude(at, latitude, longitude)
    if height >= SUNSET:
        return "day"
    return "dusk" if height >= DARK else "dark"


def altitude(at: int, latitude: float, longitude: float) -> float:
    """Degrees of the sun's centre above the horizon at ``at`` (UTC milliseconds), without refraction."""
    sun = _Sun.on(at)
    minutes = at % _DAY / 60_000 + sun.equation + 4 * longitude
    hour_angle = math.radians(minutes / 4 - 180)
    here = math.radians(latitude)
    up = math.sin(here) * math.sin(sun.declination)
    return math.degrees(math.asin(up + math.cos(here) * math.cos(sun.declination) * math.cos(hour_angle)))


@dataclass(frozen=True)
class _Sun:
    """``declination`` in radians, and the ``equation`` of time in minutes."""

    declination: float
    equation: float

    @classmethod
    def on(cls, at: int) -> _Sun:
        century = (at - _J2000) / _DAY / 36525
        mean = math.radians((280.46646 + century * (36000.76983 + 0.0003032 * century)) % 360)
        anomaly = math.radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
        eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
        node = math.radians(125.04 - 1934.136 * century)
        tilt = math.radians(23.439291 - 0.0130042 * century + 0.00256 * math.cos(node))
        apparent = mean + math.radians(_centre(century, anomaly) - 0.00569 - 0.00478 * math.sin(node))
        y = math.tan(tilt / 2) ** 2
        equation = (
            y * math.sin(2 * mean)
            - 2 * eccentricity * math.sin(anomaly)
            + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean)
            - y * y / 2 * math.sin(4 * mean)
            - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
        )
        return cls(math.asin(math.sin(tilt) * math.sin(apparent)), 4 * math.degrees(equation))


def _centre(century: float, anomaly: float) -> float:
    """The equation of the centre, in degrees."""
    return (
        math.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + math.sin(3 * anomaly) * 0.000289
    )


def sunset_after(at: int, latitude: float, longitude: float, height: float = SUNSET) -> int | None:
    """The first moment within a day of ``at`` when the sun falls below ``height`` degrees, to the second.

    UTC milliseconds; ``None`` where it does not happen, in the high summer or winter of the north.
    """
    step = 600_000
    for begin in range(at, at + _DAY, step):
        high, low = begin, begin + step
        if altitude(high, latitude, longitude) >= height > altitude(low, latitude, longitude):
            while low - high > 1000:
                middle = (high + low) // 2
                high, low = (middle, low) if altitude(middle, latitude, longitude) >= height else (high, middle)
            return low
    return None
