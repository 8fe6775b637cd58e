"""Who may talk to the viewer: its own pages, called by a name of this machine, and with a token from elsewhere.

A browser sends on what any web site tells it to. So the name by which the viewer is called (Host) must be one of this
machine, and whoever makes a page ask (Origin) must be the viewer itself. Solara looks at neither, and its widgets'
messages can import Python modules.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "govsim_token"
HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
"""On every answer: nobody frames the page, guesses types, or learns its address."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    return host in LOOPBACK


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(24)


def names_of_this_machine() -> set[str]:
    """Names by which others call this machine."""
    return {name.lower() for name in (socket.gethostname(), socket.getfqdn()) if name}


class Guard:
    """Stands before the whole server and refuses what other web sites make a browser send here.

    Parameters
    ----------
    app : ASGI application
    host : str
        Address that is listened on. On loopback the names of loopback are the only ones that are answered to.
    token : str
        What a browser must show once (``?token=``), then in a cookie; empty for none.
    names : iterable of str
        More names by which it may be called.
    """

    def __init__(self, app: Any, host: str, token: str = "", names: Iterable[str] = ()) -> None:
        self.app = app
        self.token = token
        self.names = {*LOOPBACK, host, *(name.lower() for name in names)}
        self.open = not is_loopback(host)
        if self.open:
            self.names |= names_of_this_machine()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, hand on, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_ours(scope, headers):
            await _refuse(scope, send, b"not from this address")
            return
        if self.token and not self._knows_token(headers):
            if scope["type"] == "http" and scope["method"] == "GET" and self._brings_token(scope):
                await self._welcome(scope, send)
            else:
                await _refuse(scope, send, b"open the address that the terminal shows: it holds the token")
            return
        await self.app(scope, receive, _with_headers(send))

    def _is_ours(self, scope: Any, headers: dict[str, str]) -> bool:
        host = headers.get("host", "")
        try:
            called = urlsplit(f"//{host}")
            name = (called.hostname or "").lower()
            origin = urlsplit(headers.get("origin", f"http://{host}"))
        except ValueError:
            return False
        # the address at which this very connection came in is ours, whatever the machine is called
        own = {*self.names, str((scope.get("server") or ("",))[0])} if self.open else self.names
        if name not in own or origin.netloc != called.netloc or origin.scheme not in ("http", "https"):
            return False
        return scope["type"] == "websocket" or scope["method"] in ("GET", "HEAD") or _same_site(headers)

    def _knows_token(self, headers: dict[str, str]) -> bool:
        try:
            shown = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return shown is not None and secrets.compare_digest(shown.value.encode(), self.token.encode())

    def _brings_token(self, scope: Any) -> bool:
        brought = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[-1]
        return secrets.compare_digest(brought.encode(), self.token.encode())

    async def _welcome(self, scope: Any, send: Any) -> None:
        """Keep the token in a cookie and take it out of the address, which is written into histories."""
        rest = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        rest.pop("token", None)
        there = scope["path"] + ("?" + urlencode(rest, doseq=True) if rest else "")
        cookie = f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [(b"location", there.encode()), (b"set-cookie", cookie.encode()), *HEADERS]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _same_site(headers: dict[str, str]) -> bool:
    """Whether what would change something was asked by a page of ours, or by no page at all."""
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _with_headers(send: Any) -> Any:
    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sent


async def _refuse(scope: Any, send: Any, why: bytes) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": why})
