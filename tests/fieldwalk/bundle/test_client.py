"""Flet's client is cut off from the outer world, and a version that no longer fits the patches stops the build."""

import json
import unicodedata
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from fieldwalk import theme
from fieldwalk.bundle import client, fonts
from fieldwalk.bundle.errors import BundleError
from fieldwalk.text import catalogues


def test_the_client_asks_no_address_for_a_script_or_a_font_but_ours() -> None:
    script = client.files()["main.dart.js"].decode()
    assert "cdn.jsdelivr.net" not in script
    assert '"/vendor/rive/' in script
    assert '"Noto Sans Arabic","arabic-regular.woff2"' in script
    assert '"Noto Sans Thai","fallback.woff2"' in script


def test_flutters_own_service_worker_is_neither_shipped_nor_started() -> None:
    files = client.files()
    assert "flutter_service_worker.js" not in files
    assert b'serviceWorkerVersion: "' not in files["flutter_bootstrap.js"]


def test_no_package_of_another_origin_is_listed_for_pyodide() -> None:
    assert json.loads(client.files()["pyodide/pyodide-lock.json"])["packages"] == {}


@pytest.mark.parametrize("patch", [client.patched_dart, client.patched_bootstrap])
def test_a_client_that_no_longer_fits_the_patch_stops_the_build_with_a_sentence(patch) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BundleError, match=r"Flet's client no longer has .* Mend the pattern"):
        patch("a wholly new client")


def test_every_font_of_the_list_is_shipped_and_formulas_are_not() -> None:
    files = client.files()
    listed = json.loads(client.font_manifest(files["assets/FontManifest.json"], fonts.MANIFEST))
    shipped = files | cut()
    paths = {font["asset"] for family in listed for font in family["fonts"]}
    assert {f"assets/{path}" for path in paths} <= set(shipped)
    assert not any("flutter_math_fork" in family["family"] for family in listed)
    weights = {family["family"]: {f.get("weight") for f in family["fonts"]} for family in listed}
    assert weights[theme.FAMILY] == {None, 500, 700}
    assert weights[theme.ARABIC] == {400, 500, 700}
    assert f"assets/fonts/{fonts.ARABIC}" in shipped


def test_arabic_is_drawn_as_high_as_swedish_and_every_letter_of_the_catalogues_has_its_shape() -> None:
    shipped = cut()
    latin = TTFont(client.web_folder() / fonts.REGULAR)
    known = set(latin.getBestCmap()) | set(TTFont(BytesIO(shipped["assets/fonts/fallback.woff2"])).getBestCmap())
    said = set("".join(catalogues._catalogue("ar")._catalog.values()))  # type: ignore[attr-defined]
    for weight in ("regular", "medium", "bold"):
        arabic = TTFont(BytesIO(shipped[f"assets/fonts/arabic-{weight}.woff2"]))
        assert height(arabic) == pytest.approx(height(latin), abs=0.002)
        drawn = known | set(arabic.getBestCmap())
        assert [letter for letter in said if ord(letter) not in drawn and unicodedata.category(letter)[0] != "C"] == []


def cut() -> dict[str, bytes]:
    return fonts.files((client.web_folder() / fonts.REGULAR).read_bytes())


def height(font: TTFont) -> float:
    """From the highest to the lowest that a line has room for, in ems."""
    return float(font["hhea"].ascent - font["hhea"].descent) / float(font["head"].unitsPerEm)
