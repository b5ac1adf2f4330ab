"""Whether a journal conforms to what Graph documents of its calendar, for both sides of a call.

Paths and options: https://learn.microsoft.com/graph/api/resources/calendar#methods and
https://learn.microsoft.com/graph/api/resources/event#methods. Types: see ``metadata``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..common.violation import Violation
from . import metadata, schema
from .metadata import Pairs

PREFIX = "/v1.0/"
ERROR_FROM = 400
WINDOW = {"startDateTime", "endDateTime"}
PAGED = {"$select", "$top", "$skip", "$count"}
LISTED = PAGED | {"$expand", "$filter", "$orderby"}
ONE = {"$select", "$expand"}
CALENDAR = r"(?:/calendar|/calendars/[^/]+)"
EVENT = rf"/me{CALENDAR}?/events/[^/]+"
PREFERENCES = re.compile(
    r'(outlook\.timezone="[^"]+"|outlook\.body-content-type="(text|html)"|odata\.maxpagesize="?\d+"?'
    r'|IdType="ImmutableId"|outlook\.allow-unsafe-html)'
)
ETAG = re.compile(r'(W/)?"[^"]+"|\*')
READ_ONLY = {*schema.READ_ONLY} - {"type"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """One method: what may be asked, the type of the body, the type of the answer."""

    verb: str
    path: re.Pattern[str]
    query: frozenset[str]
    body: str | None
    answer: str | None
    listed: bool = False


def _method(
    verb: str,
    path: str,
    query: set[str],
    body: str | None,
    answer: str | None,
    listed: bool = False,
) -> Method:
    return Method(verb, re.compile(path), frozenset(query), body, answer, listed)


def _methods() -> list[Method]:
    view, delta = rf"/me{CALENDAR}?/calendarView", r"/(?:microsoft\.graph\.)?delta(?:\(\))?"
    calendar, whole, nothing = f"/me{CALENDAR}", rf"/me{CALENDAR}?/events", set[str]()
    one = r"/subscriptions/[^/]+"
    return [
        _method("GET", "/me", {"$select"}, None, "user"),
        _method("GET", "/me/calendars", PAGED, None, "calendar", True),
        _method("POST", "/me/calendars", nothing, "calendar", "calendar"),
        _method("GET", calendar, {"$select"}, None, "calendar"),
        _method("PATCH", calendar, nothing, "calendar", "calendar"),
        _method("DELETE", calendar, nothing, None, None),
        _method("GET", whole, LISTED, None, "event", True),
        _method("POST", whole, nothing, "event", "event"),
        _method("GET", view, LISTED | WINDOW, None, "event", True),
        _method("GET", view + delta, {"$skiptoken", "$deltatoken"} | WINDOW, None, "event", True),
        _method("GET", EVENT, ONE, None, "event"),
        _method("PATCH", EVENT, nothing, "event", "event"),
        _method("DELETE", EVENT, nothing, None, None),
        _method("GET", rf"{EVENT}/instances", LISTED | WINDOW, None, "event", True),
        _method("POST", rf"{EVENT}/(?:accept|decline|tentativelyAccept)", nothing, "answer", None),
        _method("POST", rf"{EVENT}/cancel", nothing, "cancellation", None),
        _method("POST", rf"{EVENT}/dismissReminder", nothing, None, None),
        _method("POST", rf"{EVENT}/snoozeReminder", nothing, "snooze", None),
        _method("GET", "/subscriptions", nothing, None, "subscription", True),
        _method("POST", "/subscriptions", nothing, "subscription", "subscription"),
        _method("GET", one, nothing, None, "subscription"),
        _method("PATCH", one, nothing, "subscription", "subscription"),
        _method("DELETE", one, nothing, None, None),
        _method("POST", f"{one}/reauthorize", nothing, None, None),
    ]


METHODS = _methods()


def check_journal(
    journal: Iterable[Json], requests: bool = True, answers: bool = True
) -> list[Violation]:
    """All deviations of the calls of Graph in a journal; the parts of batches are among them."""
    return [
        violation
        for entry in journal
        if entry["path"].startswith(PREFIX) and entry["path"] != f"{PREFIX}$batch"
        for violation in check_entry(entry, requests, answers)
    ]


def check_entry(entry: Json, requests: bool = True, answers: bool = True) -> list[Violation]:
    """All deviations of one call."""
    found: list[tuple[str, str]] = []
    method = _find(entry)
    if requests and method is None:
        found.append(("request", f"no such method: {entry['method']} {entry['path']}"))
    if requests and method:
        found += [*_query(entry, method), *_headers(entry), *_request_body(entry, method)]
    if answers and not entry.get("fault"):
        found += _answer(entry, method)
    return [Violation(entry["number"], where, problem) for where, problem in found]


def _find(entry: Json) -> Method | None:
    path = entry["path"].removeprefix(PREFIX[:-1])
    fitting = (one for one in METHODS if one.verb == entry["method"] and one.path.fullmatch(path))
    return next(fitting, None)


def _query(entry: Json, method: Method) -> Pairs:
    for name, values in entry["query"].items():
        if name not in method.query:
            yield f"query.{name}", "not an option of this method"
        if len(values) > 1:
            yield f"query.{name}", "given more than once"
    given = set(entry["query"])
    if method.query >= WINDOW and not given >= WINDOW and not {"$skiptoken", "$deltatoken"} & given:
        yield "query", "the window is missing"


def _headers(entry: Json) -> Pairs:
    for wish in filter(None, entry["headers"].get("prefer", "").split(",")):
        if not PREFERENCES.fullmatch(wish.strip()):
            yield "headers.prefer", f"unknown preference: {wish.strip()}"
    match = entry["headers"].get("if-match")
    if match is not None and not ETAG.fullmatch(match):
        yield "headers.if-match", f"not an etag: {match}"


def _request_body(entry: Json, method: Method) -> Pairs:
    body = entry["body"]
    if method.body is None:
        if body:
            yield "body", "this method has no body"
        return
    if body is None:
        return
    named = body
    if method.body in ("answer", "cancellation", "snooze") and isinstance(body, dict):
        named = {name[:1].lower() + name[1:]: value for name, value in body.items()}
    yield from metadata.problems(named, method.body, "body")
    if method.body == "event" and isinstance(body, dict):
        for name in sorted(READ_ONLY & set(body)):
            yield f"body.{name}", "read-only"


def _answer(entry: Json, method: Method | None) -> Iterator[tuple[str, str]]:
    answer = entry["answer"]
    if entry["status"] >= ERROR_FROM:
        yield from _error(answer)
    elif method is None or answer is None:
        return
    elif method.answer is None:
        yield "answer", "this method answers nothing"
    elif method.listed:
        yield from metadata.problems(answer.get("value"), f"[{method.answer}]", "answer.value")
    else:
        yield from metadata.problems(answer, method.answer, "answer")


def _error(answer: Any) -> Pairs:
    try:
        error = answer["error"]
        fits = isinstance(error["code"], str) and isinstance(error["message"], str)
        fits = fits and isinstance(error["innerError"]["request-id"], str)
    except (KeyError, TypeError):
        fits = False
    if not fits:
        yield "answer", f"not an error body: {answer}"
