"""Calls as the journal keeps them, without secrets, and the faults that spoil them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .errors import ServiceError
from .faults import Fault
from .http import Request, Response, Transport
from .journal import Entry

ASKED_SECRETS = (
    "client_assertion", "client_secret", "code", "code_verifier", "password", "refresh_token",
    "token",
)  # fmt: skip
ANSWERED_SECRETS = ("access_token", "id_token", "refresh_token")


def run(
    entry: Entry,
    fault: Fault | None,
    perform: Callable[[], Response],
    named: Callable[[Fault], ServiceError],
) -> Response:
    """Perform a call unless a fault prevents it, which ``named`` words; note the answer."""
    entry.fault = fault.name if fault else None
    performed = fault is None or fault.apply or _only_slow(fault)
    response = perform() if performed else Response(500)
    if fault and fault.twice:
        response = perform()
    if fault:
        response = _spoiled(fault, response, named)
    entry.status = 0 if response.transport.reset else response.status
    entry.answer = response.payload
    if isinstance(response.payload, dict):
        entry.answer = _masked(response.payload, ANSWERED_SECRETS)
    return response


def seen(request: Request, account: str | None) -> dict[str, Any]:
    """A request as the journal keeps it."""
    headers = dict(request.headers)
    if "authorization" in headers:
        headers["authorization"] = f"Bearer <{account or 'unknown'}>"
    return {
        "method": request.method,
        "path": request.path,
        "query": request.params,
        "headers": headers,
        "account": account,
        "body": _body(request),
    }


def _body(request: Request) -> Any:
    kind = request.headers.get("content-type", "")
    if "form-urlencoded" in kind:
        return _masked(request.form, ASKED_SECRETS)
    if "multipart" in kind:
        return None  # its parts have entries of their own
    try:
        return request.json
    except ValueError:
        return request.body.decode("utf-8", "replace")


def _masked(values: dict[str, Any], secrets: tuple[str, ...]) -> dict[str, Any]:
    return {name: "…" if name in secrets else value for name, value in values.items()}


def _only_slow(fault: Fault) -> bool:
    return not (fault.status or fault.hang or fault.reset)


def _spoiled(fault: Fault, response: Response, named: Callable[[Fault], ServiceError]) -> Response:
    old = response.transport
    if fault.status:
        response = _failure(fault, named)
    response.transport = Transport(
        old.latency + fault.latency + fault.hang,
        old.reset or fault.reset or bool(fault.hang),
        old.truncate or fault.truncate,
    )
    return response


def _failure(fault: Fault, named: Callable[[Fault], ServiceError]) -> Response:
    headers = dict(fault.headers)
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    if isinstance(fault.body, str):
        return Response(fault.status or 500, fault.body.encode(), headers)
    if fault.body is not None:
        return Response.of_json(fault.body, fault.status or 500, headers)
    error = named(fault)
    error.headers = headers
    return error.answer()
