"""Batches: up to twenty calls in one JSON body.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ..common.http import Request, Response, Transport
from . import errors
from .model import Fields
from .world import World

PATH = "/v1.0/$batch"
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
WRITES = ("POST", "PATCH", "PUT")
FAILED_FROM = 400
Run = Callable[[Request, errors.GraphError | None], Response]
INHERITED = ("authorization", "host")


@dataclass(frozen=True)
class Part:
    """One call in a batch."""

    id: str
    request: Request
    parent: str | None


def handle(world: World, request: Request, run: Run) -> Response:
    """Execute all parts, each after the one it depends on; answers come in any order."""
    parts = parse(request, world.settings.batch_limit, world.settings.strict_batch)
    done: dict[str, Response] = {}
    for number, part in enumerate(_ordered(parts)):
        done[part.id] = run(part.request, _refusal(world, part, number, done))
    rows = [_row(key, response) for key, response in done.items()]
    if world.settings.batch_shuffle:
        random.Random(f"{world.seed}|{world.tick}|{len(rows)}").shuffle(rows)
    answer = Response.of_json({"responses": rows})
    answer.transport = Transport.of_all(done.values())
    return answer


def _refusal(
    world: World, part: Part, number: int, done: dict[str, Response]
) -> errors.GraphError | None:
    """Why a part is not executed."""
    if part.parent and done[part.parent].status >= FAILED_FROM:
        return errors.GraphError(
            424, "FailedDependency", f"The request '{part.parent}' that it depends on has failed."
        )
    if 0 < world.settings.batch_throttle <= number:
        return errors.throttled(world.settings.retry_after)
    return None


def parse(request: Request, limit: int, strict: bool) -> list[Part]:
    """The calls of a batch body; 400 for the whole when one is malformed."""
    try:
        body = request.json
    except ValueError:
        body = None
    rows = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not rows:
        raise errors.bad_request("Invalid batch payload format.")
    if len(rows) > limit:
        words = f"Number of batch request steps exceeds the maximum value of {limit}."
        raise errors.GraphError(400, "MaximumValueExceeded", words)
    parts = [_part(request, row) for row in rows]
    known = [part.id for part in parts]
    if len(set(known)) != len(known):
        raise errors.bad_request("Request Id has to be unique in a batch.")
    if any(part.parent not in (None, *known) or part.parent == part.id for part in parts):
        raise errors.bad_request("Invalid dependsOn: no such request in this batch.")
    if strict:
        _check_pattern(parts)
    return parts


def _part(outer: Request, row: Any) -> Part:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
        raise errors.bad_request("Request Id is required for every request of a batch.")
    method, url = str(row.get("method", "")).upper(), row.get("url")
    if method not in METHODS:
        raise errors.bad_request(f"Invalid method in request id : {row['id']}")
    if not isinstance(url, str) or not url or urlsplit(url).scheme:
        raise errors.bad_request(f"Invalid url in request id : {row['id']}; it has to be relative.")
    after = row.get("dependsOn") or []
    if not isinstance(after, list) or len(after) > 1:
        raise errors.bad_request("A request can depend on a single other request.")
    return Part(row["id"], _inner(outer, row, method, url), after[0] if after else None)


def _inner(outer: Request, row: Fields, method: str, url: str) -> Request:
    """Only the sign-in and the host are the batch's; every other header is the part's own."""
    given = row.get("headers") or {}
    if not isinstance(given, dict):
        raise errors.bad_request(f"Invalid headers in request id : {row['id']}")
    headers = {str(name).lower(): str(text) for name, text in given.items()}
    body = row.get("body")
    if body is not None and "content-type" not in headers:
        raise errors.bad_request(
            f"Write request id : {row['id']} does not contain Content-Type header or body."
        )
    headers |= {name: outer.headers[name] for name in INHERITED if name in outer.headers}
    target = urlsplit("/" + url.lstrip("/"))
    query = tuple(parse_qsl(target.query, keep_blank_values=True))
    data = b"" if body is None else json.dumps(body).encode()
    return Request(method, f"/v1.0{target.path}", query, headers, data)


def _check_pattern(parts: list[Part]) -> None:
    """All parallel, one chain, or all after the same one: the three documented patterns."""
    parents = [part.parent for part in parts]
    chain = [None, *[part.id for part in parts[:-1]]]
    same = len({*parents} - {None}) == 1 and parents.count(None) == 1
    if any(parents) and parents != chain and not same:
        raise errors.bad_request(
            "Requests of a batch have to be all parallel, a chain of dependsOn, or all dependent "
            "on the same request."
        )


def _ordered(parts: list[Part]) -> Iterator[Part]:
    """Parents first; 400 for a circle."""
    waiting, done = list(parts), set()
    while waiting:
        ready = [part for part in waiting if part.parent is None or part.parent in done]
        if not ready:
            raise errors.bad_request("The dependencies of the batch form a circle.")
        yield from ready
        done |= {part.id for part in ready}
        waiting = [part for part in waiting if part.id not in done]


def _row(key: str, response: Response) -> Fields:
    row: Fields = {"id": key, "status": response.status, "headers": response.headers}
    if response.body:
        known = response.payload is not None
        row["body"] = response.payload if known else response.body.decode("utf-8", "replace")
    return row
