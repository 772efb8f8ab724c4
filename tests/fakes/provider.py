"""An OpenID Connect provider as a process of its own: code flow with PKCE, one person signed in, and tricks to play.

``python -m tests.fakes.provider`` prints its address. ``POST /person`` says who is signed in there, ``POST /trick``
what is wrong with the next identity token, and ``POST /logout-token`` answers with what says that a session is over.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "fieldwalk", "between the two of us"
ROOT = Path(__file__).resolve().parents[2]


class House:
    """What the provider knows: its keys, who is signed in, and the codes that are still good."""

    def __init__(self) -> None:
        self.address = ""
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, auto_kid=False)
        self.other = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, auto_kid=False)
        self.person: dict[str, Any] | None = None
        self.trick: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def logout_token(self, claims: dict[str, Any]) -> str:
        """What it sends when a session is over, with ``claims`` in the place of its own; ``None`` leaves one out."""
        now = int(time.time()) if "now" not in self.trick else int(self.trick["now"])
        event = {"http://schemas.openid.net/event/backchannel-logout": {}}
        own = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "1", "events": event}
        said = {name: value for name, value in {**own, **claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, said, self.other if self.trick.get("forged") else self.key)

    def token(self, nonce: str) -> str:
        """The identity token of whoever is signed in, with the trick that was asked for."""
        now = int(time.time()) if "now" not in self.trick else int(self.trick["now"])
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {**claims, **(self.person or {}), **self.trick.get("claims", {})}
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.trick.get("unsigned"):
            return ".".join((_plain(json.dumps({"alg": "none"}).encode()), _plain(json.dumps(claims).encode()), ""))
        key = self.other if self.trick.get("forged") else self.key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


class Door(BaseHTTPRequestHandler):
    """What the provider answers."""

    house: ClassVar[House]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/authorize":
            self._authorize(asked)
        elif place.path == "/end":
            self.house.person = None
            self._send_to(asked["post_logout_redirect_uri"])
        else:
            keys = KeySet([self.house.key]).as_dict(private=False)
            said = {"/.well-known/openid-configuration": _document(self.house), "/keys": keys}
            self._say(200, dict(said[place.path]))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if self.path == "/person":
            self.house.person = json.loads(body)
            self._say(200, {})
        elif self.path == "/logout-token":
            self._say(200, {"logout_token": self.house.logout_token(json.loads(body))})
        elif self.path == "/trick":
            self.house.trick = json.loads(body)
            self._say(200, {})
        else:
            self._exchange({name: values[0] for name, values in parse_qs(body).items()})

    def _authorize(self, asked: dict[str, str]) -> None:
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        back = {"state": asked["state"]}
        if self.house.person is None:
            self._send_to(f"{asked['redirect_uri']}?{urlencode({**back, 'error': 'login_required'})}")
            return
        code = secrets.token_urlsafe(16)
        self.house.codes[code] = asked
        self._send_to(f"{asked['redirect_uri']}?{urlencode({**back, 'code': code})}")

    def _exchange(self, told: dict[str, str]) -> None:
        asked = self.house.codes.pop(told.get("code", ""), None)
        shown = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        made = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        known = self.headers.get("authorization") == f"Basic {shown}"
        if not known or asked is None or asked["code_challenge"] != _plain(made):
            self._say(400, {"error": "invalid_grant"})
            return
        token = self.house.token(asked.get("nonce", ""))
        self._say(200, {"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _send_to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _document(house: House) -> dict[str, Any]:
    return {
        "issuer": house.trick.get("issuer", house.address),
        "authorization_endpoint": f"{house.address}/authorize",
        "token_endpoint": f"{house.address}/token",
        "jwks_uri": f"{house.address}/keys",
        "end_session_endpoint": f"{house.address}/end",
    }


@contextmanager
def opened() -> Iterator[str]:
    """The address of a provider that runs in a process of its own; stopped at the end."""
    command = [sys.executable, "-m", "tests.fakes.provider"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Serve until killed, on a port that is free."""
    house = House()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OurDoor", (Door,), {"house": house}))
    house.address = f"http://127.0.0.1:{server.server_port}"
    print(house.address, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
