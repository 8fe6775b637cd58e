"""Ask an application without a server: what answers, with which headers and text."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NamedTuple
from urllib.parse import unquote


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        """The text read as JSON."""
        return json.loads(self.text)


def ask(app: Any, address: str, form: Any = None, **headers: str) -> Answer:
    """Get an address, or send a form there (as JSON, or text as it is); headers with _ for -."""
    path, _, query = address.partition("?")
    body = b"" if form is None else (form if isinstance(form, str) else json.dumps(form)).encode()
    named = {"host": "127.0.0.1:8765"} | ({} if form is None else {"content-type": "application/json"})
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "method": "GET" if form is None else "POST", "path": unquote(path), "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(k.encode(), v.encode()) for k, v in named.items()],
        "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1), "scheme": "http", "root_path": "",
        "http_version": "1.1",
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    told = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return Answer(sent[0]["status"], told, b"".join(m.get("body", b"") for m in sent[1:]).decode())
