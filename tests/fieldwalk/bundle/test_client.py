"""Flet's client is cut off from the outer world, and a version that no longer fits the patches stops the build."""

import json

import pytest

from fieldwalk.bundle import client, fonts
from fieldwalk.bundle.errors import BundleError


def test_the_client_asks_no_address_for_a_script_or_a_font_but_ours() -> None:
    script = client.files()["main.dart.js"].decode()
    assert "cdn.jsdelivr.net" not in script
    assert '"/vendor/rive/' in script
    assert '"Noto Sans Arabic","fallback.woff2"' in script


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
    shipped = files | fonts.files(files[fonts.REGULAR])
    paths = {font["asset"] for family in listed for font in family["fonts"]}
    assert {f"assets/{path}" for path in paths} <= set(shipped)
    assert not any("flutter_math_fork" in family["family"] for family in listed)
    weights = {f.get("weight") for family in listed if family["family"] == "Roboto" for f in family["fonts"]}
    assert weights == {None, 500, 700}
