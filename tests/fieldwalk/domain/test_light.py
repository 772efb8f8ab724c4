"""Day, dusk and dark."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.categories import LIGHTS
from fieldwalk.domain.fields import LATEST
from fieldwalk.domain.light import DARK, SUNSET, altitude, light_at, sunset_after

FITTJA = (59.25, 17.86)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


@pytest.mark.parametrize(
    ("local", "light"),
    [
        ("2025-12-10 16:30", "dark"),
        ("2025-12-10 15:30", "dusk"),
        ("2025-06-10 21:00", "day"),
        ("2025-12-10 12:00", "day"),
        ("2025-12-10 00:00", "dark"),
        ("2025-06-22 00:50", "dark"),
    ],
)
def test_the_light_in_fittja(local: str, light: str) -> None:
    assert light_at(moment(local), *FITTJA) == light


def test_the_sun_sets_when_the_almanac_says() -> None:
    """Stockholm, 59.33 N 18.07 E: 14:48 on 10 December, 22:08 on 21 June."""
    for day, sunset in (("2025-12-10", "14:48"), ("2025-06-21", "22:08")):
        at = sunset_after(moment(f"{day} 12:00"), 59.33, 18.07)
        assert at == pytest.approx(moment(f"{day} {sunset}"), abs=120_000)


def test_at_the_equinox_the_sun_stands_over_the_equator() -> None:
    equinox = int(datetime(2025, 3, 20, 9, 1, tzinfo=UTC).timestamp() * 1000)
    highest = max(altitude(equinox + minute * 60_000, *FITTJA) for minute in range(-240, 480))
    assert highest == pytest.approx(90 - FITTJA[0], abs=0.05)


def test_civil_twilight_ends_after_the_sunset() -> None:
    noon = moment("2025-12-10 12:00")
    sunset, dark = sunset_after(noon, *FITTJA), sunset_after(noon, *FITTJA, height=DARK)
    assert sunset is not None
    assert dark is not None
    assert light_at(dark, *FITTJA) == "dark"
    assert light_at(dark - 2_000, *FITTJA) == "dusk"
    assert light_at(sunset - 2_000, *FITTJA) == "day"


def test_where_the_sun_never_sets_there_is_no_sunset() -> None:
    midsummer = int(datetime(2026, 6, 21, 10, tzinfo=UTC).timestamp() * 1000)
    midwinter = int(datetime(2026, 12, 21, 10, tzinfo=UTC).timestamp() * 1000)
    assert sunset_after(midsummer, 68.0, 20.0) is None
    assert light_at(midsummer + 12 * 3_600_000, 68.0, 20.0) == "day"
    assert sunset_after(midwinter, 69.5, 20.0) is None


@given(st.integers(0, LATEST), st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_and_moment_has_a_light(at: int, latitude: float, longitude: float) -> None:
    height = altitude(at, latitude, longitude)
    assert -90 <= height <= 90
    assert light_at(at, latitude, longitude) in LIGHTS
    assert (light_at(at, latitude, longitude) == "day") == (height >= SUNSET)
