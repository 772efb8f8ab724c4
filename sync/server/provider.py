"""An identity provider by OpenID Connect: discovery, the code flow with PKCE, and an identity token that is checked.

The protocol is Authlib's and joserfc's; here is only which of it we use, and what we take for true.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from fieldwalk.domain.refusals import Refused

PATIENCE = 10
"""Seconds for one answer of the provider's."""
LEEWAY = 60
"""Seconds by which its clock may be wrong."""
_SIGNED = ("RS256", "PS256", "ES256", "EdDSA")
"""How an identity token may be signed: never with a secret that we share, never not at all."""
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
"""What a logout token is about; no identity token says so."""
_LOGOUT_AGE = 5 * 60
"""Seconds after which one that somebody kept ends nothing any more."""
_FRESH = 60 * 60 * 1000
"""Milliseconds for which what it says of itself is taken for true."""


@dataclass(frozen=True)
class Client:
    """How this server is known to the provider. ``secret`` is empty for one that PKCE alone protects."""

    issuer: str
    client_id: str
    secret: str
    redirect: str
    scope: str


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way, kept by the browser that began it and by nobody else."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says that somebody is. ``email`` only where it says that it has checked that it is theirs.

    ``session`` is its own name of the session, where it tells one; ``token`` what it said all this with.
    """

    issuer: str
    subject: str
    email: str = ""
    session: str = ""
    token: str = ""


@dataclass(frozen=True)
class Ended:
    """Whose session the provider says is over: that ``session``, or where it names none all of the ``subject``'s."""

    issuer: str
    subject: str
    session: str


class Provider:
    """One provider. ``clock`` gives UTC milliseconds."""

    def __init__(self, client: Client, clock: Callable[[], int]) -> None:
        self._client, self._clock = client, clock
        self._said: dict[str, Any] = {}
        self._said_at = 0

    def begin(self) -> tuple[str, Begun]:
        """Where to send the browser, and what it must show when it comes back. Raises ``provider_away``."""
        begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
        address, _ = self._session().create_authorization_url(
            self._of_itself()["authorization_endpoint"],
            state=begun.state,
            code_verifier=begun.verifier,
            nonce=begun.nonce,
        )
        return str(address), begun

    def finish(self, answer: str, begun: Begun) -> Identity:
        """Who came back with ``answer``, the whole address that the provider sent the browser to.

        Raises :class:`Refused` ``provider_refused`` for another state, a code that is not good, and an identity token
        that is forged, of another issuer, for somebody else, too old or an answer to another question;
        ``provider_away`` when it does not answer.
        """
        try:
            told = self._session().fetch_token(
                self._of_itself()["token_endpoint"],
                authorization_response=answer,
                state=begun.state,
                code_verifier=begun.verifier,
                timeout=PATIENCE,
            )
            return self._identity(str(told.get("id_token") or ""), begun.nonce)
        except requests.RequestException:
            raise Refused("provider_away") from None
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError):
            raise Refused("provider_refused") from None

    def end(self, back: str, hint: str = "") -> str:
        """Where a browser goes to end its session there, and then comes ``back``; else ``back`` itself.

        OpenID Connect RP-Initiated Logout 1.0. With the identity token as a ``hint`` the provider need not ask whom.
        """
        place = self._of_itself().get("end_session_endpoint")
        if not place:
            return back
        named = {"id_token_hint": hint} if hint else {}
        asked = {**named, "client_id": self._client.client_id, "post_logout_redirect_uri": back}
        return f"{place}?{urlencode(asked)}"

    def ended(self, token: str) -> Ended:
        """Whose session is over, by its logout ``token``. OpenID Connect Back-Channel Logout 1.0.

        Raises :class:`Refused` ``message_not_readable`` for one that is forged, of another issuer, for somebody else,
        too old, or no logout token at all; ``provider_away`` when its keys cannot be had.
        """
        try:
            read = jwt.decode(token, self._keys(), algorithms=_SIGNED)
            claims = JWTClaims(read.claims, read.header, self._of_us())
            claims.validate(self._clock() // 1000, LEEWAY)
            said = _LOGOUT in dict(claims.get("events") or {}) and "nonce" not in claims
            is_new = self._clock() // 1000 - int(claims["iat"]) <= _LOGOUT_AGE
            subject, session = str(claims.get("sub") or ""), str(claims.get("sid") or "")
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError):
            raise Refused("message_not_readable") from None
        if not (said and is_new and (subject or session)):
            raise Refused("message_not_readable")
        return Ended(self._client.issuer, subject, session)

    def _identity(self, token: str, nonce: str) -> Identity:
        read = jwt.decode(token, self._keys(), algorithms=_SIGNED)
        params = {"nonce": nonce, "client_id": self._client.client_id}
        claims = CodeIDToken(read.claims, read.header, self._of_us(), params)
        claims.validate(self._clock() // 1000, LEEWAY)
        verified = claims.get("email_verified") is True
        email = str(claims.get("email") or "") if verified else ""
        return Identity(self._client.issuer, str(claims["sub"]), email, str(claims.get("sid") or ""), token)

    def _of_us(self) -> dict[str, Any]:
        """What every token of the provider's must say: that it is its own, and for us."""
        mine = {"value": self._client.client_id, "essential": True}
        return {"iss": {"value": self._client.issuer, "essential": True}, "aud": mine}

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self._client.client_id,
            self._client.secret or None,
            token_endpoint_auth_method="client_secret_basic" if self._client.secret else "none",
            scope=self._client.scope,
            redirect_uri=self._client.redirect,
            code_challenge_method="S256",
        )

    def _of_itself(self) -> dict[str, Any]:
        """Its discovery document, asked for anew now and then. One that names another issuer is nobody's."""
        if not self._said or self._clock() - self._said_at > _FRESH:
            said = self._fetched(f"{self._client.issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != self._client.issuer:
                raise Refused("provider_away")
            self._said, self._said_at = said, self._clock()
        return self._said

    def _keys(self) -> KeySet:
        """Its keys of now: sign-ins are few, and a key that it has taken back must open nothing."""
        return KeySet.import_key_set(self._fetched(self._of_itself()["jwks_uri"]))  # type: ignore[arg-type]

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            reply = requests.get(address, timeout=PATIENCE)
            reply.raise_for_status()
            return dict(reply.json())
        except (requests.RequestException, ValueError):
            raise Refused("provider_away") from None
