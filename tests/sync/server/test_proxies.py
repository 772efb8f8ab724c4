"""Who asks: what a proxy of the keeper's says, and what nobody else may say of themselves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from sync.server.opening import _config
from tests.fakes.stores import plain_settings


def asked_from(tmp_path: Path, proxies: str, came: str, told: str) -> str:
    """From where the application hears that a call comes that ``came`` from there, and was ``told`` in its header."""
    heard: list[str] = []

    async def app(scope: Any, *_: Any) -> None:
        heard.append(scope["client"][0])

    config = _config(FastAPI(), replace(plain_settings(tmp_path), proxies=proxies))
    assert config.proxy_headers
    asking = ProxyHeadersMiddleware(app, trusted_hosts=config.forwarded_allow_ips)
    headers = [(b"x-forwarded-for", told.encode())]
    scope: Any = {"type": "http", "headers": headers, "client": (came, 1), "scheme": "http"}
    asyncio.run(asking(scope, None, None))  # type: ignore[arg-type]
    return heard[0]


@pytest.mark.parametrize(
    ("proxies", "came", "told", "heard"),
    [
        ("127.0.0.1", "127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "127.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", "1.2.3.4", "203.0.113.7"),
        ("172.16.0.0/12", "172.18.0.2", "203.0.113.7", "203.0.113.7"),
        ("172.16.0.0/12", "127.0.0.1", "1.2.3.4", "127.0.0.1"),
    ],
)
def test_nobody_but_the_keepers_proxy_says_from_where_a_call_comes(
    tmp_path: Path, proxies: str, came: str, told: str, heard: str
) -> None:
    assert asked_from(tmp_path, proxies, came, told) == heard
