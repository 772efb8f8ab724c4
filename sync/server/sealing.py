"""What the server itself must read again, such as a second factor's secret: sealed, so that a database alone tells
nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """Seals and opens for one ``purpose``: what was sealed for another opens nothing here."""

    def __init__(self, secret: str, purpose: str) -> None:
        key = hmac.new(secret.encode(), f"seal:{purpose}".encode(), hashlib.sha256).digest()
        self._box = Fernet(base64.urlsafe_b64encode(key))

    def close(self, words: str) -> str:
        """``words``, sealed; never twice the same."""
        return self._box.encrypt(words.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """What was sealed; ``None`` for anything else, such as what was sealed under another secret."""
        try:
            return self._box.decrypt(sealed.encode("utf-8", "replace")).decode()
        except InvalidToken:
            return None
