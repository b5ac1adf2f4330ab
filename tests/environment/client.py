"""A logged-in user of an Odoo server, calling it as the web client does."""

from __future__ import annotations

import json
from http.cookiejar import CookieJar
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener

SECONDS = 120


class OdooError(Exception):
    """Odoo refused a call: ``name`` is its exception, the text its message, ``debug`` its trace."""

    def __init__(self, name: str, message: str, debug: str) -> None:
        """Keep what Odoo said."""
        super().__init__(message)
        self.name, self.debug = name, debug


class Client:
    """One session; ``uid`` is the user's id."""

    def __init__(self, url: str, database: str, login: str, password: str) -> None:
        """Log in; raises OdooError if Odoo refuses."""
        self.url = url
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))
        credentials = {"db": database, "login": login, "password": password}
        self.uid: int = self.post("/web/session/authenticate", credentials)["uid"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method: ``call("res.users", "read", [2], ["name"])``; raises OdooError."""
        values = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", values)

    def post(self, path: str, params: dict[str, Any]) -> Any:
        """Send a JSON-RPC request to a route and return its result; raises OdooError."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = Request(self.url + path, body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=SECONDS) as answer:
            found = json.load(answer)
        if "error" in found:
            data = found["error"].get("data", {})
            message = data.get("message") or found["error"].get("message", "")
            raise OdooError(data.get("name", ""), message, data.get("debug", ""))
        return found.get("result")
