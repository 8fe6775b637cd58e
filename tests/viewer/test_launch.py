"""The viewer answers to its own page on this machine and to nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sim.viewer.launch import guarded

HERE = "127.0.0.1:8765"


def answer(kind: str, host: str, origin: str = "", served_on: str = "127.0.0.1") -> list[str]:
    """Ask the guarded server and list the types of its messages; the app itself says 'app'."""
    sent: list[str] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "app"})

    async def send(message: Any) -> None:
        sent.append(message["type"])

    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    asyncio.run(guarded(app, served_on)({"type": kind, "headers": headers}, None, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", [HERE, "localhost:8765"])
def test_own_page_is_served(kind: str, host: str) -> None:
    assert answer(kind, host, f"http://{host}") == ["app"]
    assert answer(kind, host) == ["app"]


@pytest.mark.parametrize(
    ("host", "origin"),
    [(HERE, "http://evil.example"), (HERE, "http://127.0.0.1:9999"), ("evil.example:8765", "")],
    ids=["other site", "other port", "name that was bent to this machine"],
)
def test_others_are_refused(host: str, origin: str) -> None:
    assert answer("websocket", host, origin) == ["websocket.close"]
    assert answer("http", host, origin) == ["http.response.start", "http.response.body"]


def test_server_that_was_told_to_listen_elsewhere_answers_to_other_names() -> None:
    assert answer("http", "office.example:8765", served_on="0.0.0.0") == ["app"]
