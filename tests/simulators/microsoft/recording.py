"""Calls as the journal keeps them, without secrets, and the faults that spoil them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..common.faults import Fault, FaultBook
from ..common.http import Request, Response, Transport
from ..common.journal import Entry
from . import errors
from .world import World

SECRETS = (
    "access_token", "client_assertion", "client_secret", "code", "code_verifier", "id_token",
    "password", "refresh_token",
)  # fmt: skip


def run(
    entry: Entry,
    faults: FaultBook,
    request: Request,
    account: str | None,
    perform: Callable[[], Response],
) -> Response:
    """Perform a call unless a fault prevents it; note what was answered."""
    fault = faults.pick(request.method, request.path, account)
    entry.fault = fault.name if fault else None
    performed = fault is None or fault.apply or _only_slow(fault)
    response = perform() if performed else Response(500)
    if fault:
        response = _spoiled(fault, response)
    entry.status = 0 if response.transport.reset else response.status
    entry.answer = response.payload
    if isinstance(response.payload, dict) and set(SECRETS) & set(response.payload):
        entry.answer = _masked(response.payload)
    return response


def seen(world: World, request: Request, account: str | None) -> dict[str, Any]:
    """A request as the journal keeps it."""
    headers = dict(request.headers)
    if "authorization" in headers:
        headers["authorization"] = f"Bearer <{account or 'unknown'}>"
    return {
        "time": world.stamp(),
        "method": request.method,
        "path": request.path,
        "query": request.params,
        "headers": headers,
        "account": account,
        "body": _body(request),
    }


def _body(request: Request) -> Any:
    if "form-urlencoded" in request.headers.get("content-type", ""):
        return _masked(request.form)
    try:
        return request.json
    except ValueError:
        return request.body.decode("utf-8", "replace")


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "…" if name in SECRETS else value for name, value in values.items()}


def _only_slow(fault: Fault) -> bool:
    return not (fault.status or fault.hang or fault.reset)


def _spoiled(fault: Fault, response: Response) -> Response:
    old = response.transport
    if fault.status:
        response = _failure(fault)
    response.transport = Transport(
        old.latency + fault.latency + fault.hang,
        old.reset or fault.reset or bool(fault.hang),
        old.truncate or fault.truncate,
    )
    return response


def _failure(fault: Fault) -> Response:
    headers = dict(fault.headers)
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    if isinstance(fault.body, str):
        return Response(fault.status or 500, fault.body.encode(), headers)
    if fault.body is not None:
        return Response.of_json(fault.body, fault.status or 500, headers)
    error = errors.named(fault.reason or _usual(fault.status), fault.status, fault.message)
    inner = {"date": "", "request-id": "", "client-request-id": ""}
    return Response.of_json(error.payload(inner), error.status, headers)


def _usual(status: int | None) -> str:
    """The code that the service has for a status."""
    found = (code for code, (known, _) in errors.DEFAULTS.items() if known == status)
    return next(found, "UnknownError")
