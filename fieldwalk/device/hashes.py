"""The check that a file is what its name says."""

from hashlib import sha256

from fieldwalk.domain.refusals import Refused


def check(name: str, content: bytes) -> None:
    """Raises Refused "file_damaged" when ``name`` is not the SHA-256 of ``content`` in lower-case hex."""
    if sha256(content).hexdigest() != name:
        raise Refused("file_damaged", name=name)
