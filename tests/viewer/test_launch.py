"""The viewer answers to its own page on this machine and to nobody else; elsewhere it asks for a token."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sim.viewer.guard import COOKIE, Guard

HERE = "127.0.0.1:8765"


def answer(
    kind: str, host: str, origin: str = "", served_on: str = "127.0.0.1", method: str = "GET", token: str = "",
    query: str = "", cookie: str = "",
) -> list[Any]:  # fmt: skip
    """Ask the guarded server; list the types of its messages, or the status where it answers itself."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "app"})

    async def send(message: Any) -> None:
        sent.append(message.get("status", message["type"]))

    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    headers += [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": kind, "method": method, "path": "/runs", "query_string": query.encode(), "headers": headers}
    asyncio.run(Guard(app, served_on, token)({**scope, "server": ("10.0.0.5", 8765)}, None, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", [HERE, "localhost:8765"])
def test_own_page_is_served(kind: str, host: str) -> None:
    assert answer(kind, host, f"http://{host}") == ["app"]
    assert answer(kind, host) == ["app"]


@pytest.mark.parametrize("served_on", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize(
    ("host", "origin"),
    [(HERE, "http://evil.example"), (HERE, "http://127.0.0.1:9999"), (HERE, "null"), ("evil.example:8765", "")],
    ids=["other site", "other port", "no site", "name that was bent to this machine"],
)
def test_others_are_refused_wherever_it_listens(host: str, origin: str, served_on: str) -> None:
    assert answer("websocket", host, origin, served_on) == ["websocket.close"]
    assert answer("http", host, origin, served_on, "POST")[0] == 403


def test_another_address_asks_for_the_token() -> None:
    there = {"host": "10.0.0.5:8765", "served_on": "0.0.0.0", "token": "secret"}
    assert answer("http", **there)[0] == 403
    assert answer("http", **there, query="token=wrong")[0] == 403
    assert answer("http", **there, query="token=secret")[0] == 303
    assert answer("http", **there, method="POST", query="token=secret")[0] == 403
    assert answer("http", **there, cookie=f"{COOKIE}=secret") == ["app"]
    assert answer("websocket", **there) == ["websocket.close"]
