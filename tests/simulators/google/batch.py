"""Batch requests: many calls in one multipart body.

https://developers.google.com/workspace/calendar/api/guides/batch
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import responses
from urllib.parse import parse_qsl, urlsplit

from ..common.http import Request, Response, Transport
from . import errors
from .world import World

PATH = "/batch/calendar/v3"
BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
Run = Callable[[Request], Response]


@dataclass(frozen=True)
class Part:
    """One call in a batch."""

    content_id: str | None
    request: Request | None
    problem: str = ""


def handle(world: World, request: Request, run: Run) -> Response:
    """Execute all parts; the answers come in the order of the parts."""
    try:
        parts = parse(request)
        if len(parts) > world.settings.batch_limit:
            raise errors.ApiError(
                400,
                "badRequest",
                f"The batch request has {len(parts)} calls, more than the allowed "
                f"{world.settings.batch_limit}.",
            )
    except errors.ApiError as error:
        return error.answer()
    answers: dict[int, Response] = {}
    for index in _order(world, len(parts)):
        answers[index] = _run(parts[index], run)
    boundary = f"batch_{world.ids.base32('batch')}"
    body = b"".join(_encode(parts[index], answers[index], boundary) for index in sorted(answers))
    headers = {"Content-Type": f"multipart/mixed; boundary={boundary}"}
    whole = body + f"--{boundary}--\r\n".encode()
    return Response(200, whole, headers, transport=Transport.of_all(answers.values()))


def _order(world: World, count: int) -> list[int]:
    order = list(range(count))
    if world.settings.batch_shuffle:
        random.Random(f"{world.seed}|{world.tick}|{count}").shuffle(order)
    return order


def parse(request: Request) -> list[Part]:
    """The calls of a batch body; outer headers and parameters apply to every call."""
    match = BOUNDARY.search(request.headers.get("content-type", ""))
    if not match or "multipart/mixed" not in request.headers["content-type"]:
        raise errors.ApiError(400, "badRequest", "Failed to parse batch request: no boundary")
    chunks = request.body.replace(b"\r\n", b"\n").split(b"--" + match[1].encode())
    if len(chunks) < 3 or not chunks[-1].startswith(b"--"):
        raise errors.ApiError(400, "badRequest", "Failed to parse batch request: no parts")
    return [_part(request, chunk.strip(b"\n")) for chunk in chunks[1:-1]]


def _part(outer: Request, chunk: bytes) -> Part:
    head, _, inner = chunk.partition(b"\n\n")
    headers = _headers(head)
    content_id = headers.get("content-id")
    if not headers.get("content-type", "").startswith("application/http"):
        return Part(content_id, None, "Part is not application/http")
    top, _, body = inner.partition(b"\n\n")
    line, _, rest = top.partition(b"\n")
    words = line.decode("utf-8", "replace").split(" ")
    if len(words) < 2 or not words[1].startswith("/"):
        return Part(content_id, None, "Inner URL has to be a path")
    return Part(content_id, _inner(outer, words, _headers(rest), body.rstrip(b"\n")))


def _inner(outer: Request, words: list[str], headers: dict[str, str], body: bytes) -> Request:
    target = urlsplit(words[1])
    kept = {
        name: value
        for name, value in outer.headers.items()
        if not name.startswith("content-") and name not in ("host", "accept-encoding")
    }
    own = parse_qsl(target.query, keep_blank_values=True)
    names = {name for name, _ in own}
    inherited = [pair for pair in outer.query if pair[0] not in names]
    return Request(words[0].upper(), target.path, (*own, *inherited), kept | headers, body)


def _headers(text: bytes) -> dict[str, str]:
    pairs = [line.partition(":") for line in text.decode("utf-8", "replace").split("\n")]
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _run(part: Part, run: Run) -> Response:
    problem = part.problem
    if part.request is not None and re.search(r"/watch$|/channels/stop$", part.request.path):
        problem = "This method is not supported in a batch."
    if part.request is None or problem:
        error = errors.ApiError(400, "badRequest", problem)
        return Response.of_json(error.payload, 400)
    return run(part.request)


def _encode(part: Part, answer: Response, boundary: str) -> bytes:
    lines = [f"--{boundary}", "Content-Type: application/http"]
    if part.content_id:
        lines.append(f"Content-ID: {_response_id(part.content_id)}")
    lines += ["", f"HTTP/1.1 {answer.status} {responses.get(answer.status, '')}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines += [f"Content-Length: {len(answer.body)}", "", ""]
    return "\r\n".join(lines).encode() + answer.body + b"\r\n"


def _response_id(content_id: str) -> str:
    if content_id.startswith("<"):
        return f"<response-{content_id[1:]}"
    return f"response-{content_id}"
