"""The languages that are spoken where walks are held, each by its own name: what somebody may say they speak."""

from __future__ import annotations

from collections.abc import Mapping

SPOKEN: Mapping[str, str] = {
    "sv": "Svenska",
    "ar": "العربية",
    "so": "Soomaali",
    "fa": "فارسی",
    "tr": "Türkçe",
    "ku": "Kurdî",
    "ti": "Tigrinya",
    "es": "Español",
    "pl": "Polski",
    "fi": "Suomi",
    "uk": "Українська",
    "bs": "Bosanski",
    "en": "English",
}
"""Tag (BCP 47) by name. Tigrinya in Latin letters: the app ships none of its own."""
