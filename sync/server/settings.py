"""Everything that an installation may choose, in one place: flags first, then ``FIELDWALK_*``, then these defaults."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

DAY = 24 * 60 * 60 * 1000
"""Milliseconds."""

_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """One installation. ``address`` is where people reach it (for links and QR); empty means host and port.

    ``proxies`` are the addresses or networks, with commas, that are believed when they say for whom they ask.
    ``certificate`` is a PEM file (with the key in it or in ``certificate_key``) for a server with no proxy before it.
    ``app`` is the built browser app's folder, ``zone`` the clock that summaries tell the time by.
    ``second_factor`` is ``required`` or ``optional`` where somebody chooses a password; ``argon_memory`` (KiB) and
    ``argon_rounds`` are what a password's hash costs. ``oidc_issuer`` chooses an identity provider by OpenID Connect.
    ``faces`` is ``on`` where the server proposes what to cover in a photo that waits (the extra ``[faces]``).
    ``database_url`` chooses PostgreSQL instead of a file, ``s3_bucket`` an object store instead of a folder.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    address: str = ""
    secret: str = field(default="", repr=False)
    proxies: str = "127.0.0.1"
    certificate: str = ""
    certificate_key: str = field(default="", repr=False)
    app: Path = _CHECKOUT / "build" / "app"
    zone: str = "Europe/Stockholm"
    code_days: int = 7
    second_factor: str = "required"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = "OpenID Connect"
    oidc_scope: str = "openid email profile"
    argon_memory: int = 19456
    argon_rounds: int = 2
    faces: str = "off"
    workers: int = 1
    database_url: str = field(default="", repr=False)
    s3_bucket: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_key: str = ""
    s3_secret: str = field(default="", repr=False)

    @property
    def public(self) -> str:
        """The address that links begin with; never ends in a slash."""
        host = "localhost" if self.host in ("0.0.0.0", "::") else self.host
        return (self.address or f"{self.scheme}://{host}:{self.port}").rstrip("/")

    @property
    def wants_second_factor(self) -> bool:
        """Whether nobody signs in with a password alone."""
        return self.second_factor != "optional"

    @property
    def wants_proposals(self) -> bool:
        """Whether the server looks for faces and number plates in photos that wait."""
        return self.faces == "on"

    @property
    def scheme(self) -> str:
        """How the server itself is spoken to: with a certificate of its own, or in the clear behind a proxy."""
        return "https" if self.certificate else "http"

    @property
    def database(self) -> Path:
        return self.data / "server.sqlite"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def place(self) -> str:
        """Where everything is kept, in words that hold no secret."""
        database = "PostgreSQL" if self.database_url else str(self.data)
        return f"{database} and the bucket {self.s3_bucket}" if self.s3_bucket else database

    def environment(self) -> dict[str, str]:
        """These settings as the ``FIELDWALK_*`` that choose them: how a worker of another process gets them."""
        return {_name(item.name): str(getattr(self, item.name)) for item in fields(self)}

    def kept_secret(self) -> str:
        """The secret that signs links: the setting, or one made at first use and kept in the data folder.

        Only the server's own user can read the file. Raises ``ValueError`` with PostgreSQL and no setting: other
        machines have other folders, and a secret in the database would open what it locks there.
        """
        if self.database_url and not self.secret:
            raise ValueError("FIELDWALK_DATABASE_URL needs FIELDWALK_SECRET too: the same for every worker.")
        return self.secret or _secret_in(self.data / "secret")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that ``FIELDWALK_<NAME>`` choose. Raises ``ValueError`` naming the variable that is wrong."""
    names = (item.name for item in fields(Settings))
    return with_values(Settings(), {name: environment.get(_name(name)) or None for name in names})


def with_values(settings: Settings, chosen: Mapping[str, object]) -> Settings:
    """``settings`` with the ``chosen`` values, each in its own type; ``None`` chooses nothing."""
    values = {name: _typed(settings, name, value) for name, value in chosen.items() if value is not None}
    return replace(settings, **values)  # type: ignore[arg-type]


def _typed(settings: Settings, name: str, value: object) -> object:
    default = getattr(settings, name)
    try:
        return type(default)(value) if not isinstance(default, Path) else Path(str(value))
    except ValueError:
        raise ValueError(f"{_name(name)} cannot be {value!r}.") from None


def _name(field: str) -> str:
    return f"FIELDWALK_{field.upper()}"


def _secret_in(path: Path) -> str:
    """Two processes that start at once end with the same secret: the file is made whole, and only once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()
