"""Where icons, fonts, the service worker and the demo neighbourhood lie, in a checkout and when installed."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder() -> Path:
    """The assets directory: inside the package when installed from a wheel, beside it in a checkout.

    Never created here: a path that does not exist means a broken installation, and the reader says so.
    """
    shipped = _HERE / "shipped_assets"
    return shipped if shipped.is_dir() else _HERE.parent / "assets"
