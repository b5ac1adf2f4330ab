"""What a request asks to see: Prefer headers, $select, $expand, $orderby, $top, $skip, $count.

https://learn.microsoft.com/graph/query-parameters
https://learn.microsoft.com/graph/outlook-immutable-id
https://learn.microsoft.com/graph/api/user-list-events#request-headers
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from ..common.http import Request
from . import errors, filters, schema, times
from .model import Fields
from .render import View
from .series import Event
from .settings import Settings

Kind = tuple[str, frozenset[str]]  # what it is called, and what can be selected of it
OPTIONS = {"$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$count"}
TOKENS = {"$skiptoken", "$deltatoken"}
EXPANDED = (
    "singleValueExtendedProperties", "exceptionOccurrences", "calendar", "attachments",
    "extensions", "multiValueExtendedProperties", "instances",
)  # fmt: skip
SELECTABLE = {*schema.WRITABLE, *schema.READ_ONLY, "responseStatus", "organizer", "attendees"}
EVENT = ("event", frozenset(SELECTABLE))
ORDERS: dict[str, Callable[[Event], Any]] = {
    "start/datetime": lambda event: event.start,
    "end/datetime": lambda event: event.end,
    "subject": lambda event: event.fields["subject"].casefold(),
    "createddatetime": lambda event: event.fields["createdDateTime"],
    "lastmodifieddatetime": lambda event: event.fields["lastModifiedDateTime"],
}
PREFERENCE = re.compile(r'\s*([\w.-]+)\s*(?:=\s*("[^"]*"|[^,;\s]+))?')


@dataclass(frozen=True)
class Query:
    """One request's wishes."""

    view: View
    options: dict[str, str]
    params: dict[str, str]
    preferences: dict[str, str]
    path: str
    base_url: str
    applied: tuple[str, ...] = field(default=())

    def matching(self, found: list[Event]) -> list[Event]:
        """Those which the filter lets through, in the order asked for."""
        if text := self.options.get("$filter"):
            test = filters.parse(text)
            found = [event for event in found if test(event, self.view)]
        return _ordered(found, self.options.get("$orderby", ""))

    def page(self, found: list[Any], settings: Settings) -> tuple[list[Any], Fields]:
        """One page, and what comes beside it: the address of the next one, the count."""
        skip = _number(self.options, "$skip", 0)
        top = _number(self.options, "$top", self.page_size(settings.page_size))
        if top > settings.max_page_size:
            raise errors.query(
                f"The limit of '{settings.max_page_size}' for Top query has been exceeded. The "
                f"value from the incoming request is '{top}'."
            )
        beside: Fields = {}
        if self.options.get("$count", "").lower() == "true":
            beside["@odata.count"] = len(found)
        if skip + top < len(found):
            values = {**self.params, **self.options, "$skip": str(skip + top)}
            beside["@odata.nextLink"] = f"{self.base_url}{self.path}?{urlencode(values)}"
        return found[skip : skip + top], beside

    def page_size(self, usual: int) -> int:
        """The page size that the Prefer header asks for."""
        text = self.preferences.get("odata.maxpagesize", "")
        return int(text) if text.isdigit() and int(text) else usual


def read(request: Request, settings: Settings, base_url: str, kind: Kind = EVENT) -> Query:
    """The wishes of a request about one kind of thing; 400 for those that do not exist."""
    options = {name.lower(): value for name, value in request.query if name.startswith("$")}
    params = {name: value for name, value in request.query if not name.startswith("$")}
    if unknown := set(options) - OPTIONS - TOKENS:
        raise errors.bad_request(f"Unrecognized query option {sorted(unknown)[0]}.")
    wishes = preferences(request.headers.get("prefer", ""))
    view = View(
        settings,
        times.known(wishes.get("outlook.timezone", "UTC")),
        _body_type(wishes),
        "outlook.allow-unsafe-html" in wishes,
        wishes.get("idtype", "").lower() == "immutableid",
        _select(options.get("$select", ""), kind),
        _expand(options.get("$expand", "")),
    )
    return Query(view, options, params, wishes, request.path, base_url, _applied(wishes))


def preferences(text: str) -> dict[str, str]:
    """A Prefer header taken apart; names in lower case."""
    found = (match.groups() for match in PREFERENCE.finditer(text))
    return {name.lower(): (value or "").strip('"') for name, value in found}


def _applied(wishes: dict[str, str]) -> tuple[str, ...]:
    names = ("outlook.timezone", "outlook.body-content-type", "odata.maxpagesize", "idtype")
    return tuple(f'{name}="{wishes[name]}"' for name in names if name in wishes)


def _body_type(wishes: dict[str, str]) -> str:
    return "text" if wishes.get("outlook.body-content-type", "").lower() == "text" else "html"


def _select(text: str, kind: Kind) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    folded = {name.casefold(): name for name in kind[1]}
    for name in names:
        if name.casefold() not in folded:
            raise errors.bad_request(
                "Parsing OData Select and Expand failed: Could not find a property named "
                f"'{name}' on type 'microsoft.graph.{kind[0]}'."
            )
    return tuple(folded[name.casefold()] for name in names)


def _expand(text: str) -> tuple[tuple[str, str], ...]:
    """Names with what is in their parentheses."""
    found = []
    for part in split(text, ","):
        name, _, rest = part.strip().partition("(")
        if name not in EXPANDED:
            raise errors.bad_request(
                "Parsing OData Select and Expand failed: Could not find a property named "
                f"'{name}' on type 'microsoft.graph.event'."
            )
        if name == "singleValueExtendedProperties" and "$filter" not in rest:
            raise errors.query("Extended properties have to be expanded with a $filter on id.")
        found.append((name, rest.removesuffix(")")))
    return tuple(found)


def cut(shown: Fields, select: tuple[str, ...]) -> Fields:
    """What was selected of a calendar or a person; everything when nothing was."""
    names = {"id", "@odata.context", *select}
    return {name: value for name, value in shown.items() if not select or name in names}


def split(text: str, separator: str) -> list[str]:
    """Parts of a text, cut where neither quotes nor parentheses are open."""
    parts, depth, quoted, start, index = [], 0, False, 0, 0
    while index < len(text):
        char = text[index]
        quoted ^= char == "'"
        if not quoted:
            depth += (char == "(") - (char == ")")
            if depth == 0 and text[index : index + len(separator)].lower() == separator:
                parts.append(text[start:index])
                start = index = index + len(separator)
                continue
        index += 1
    return [part for part in [*parts, text[start:]] if part.strip()]


def _number(options: dict[str, str], name: str, usual: int) -> int:
    text = options.get(name)
    if text is None:
        return usual
    if not text.isdigit() or (name == "$top" and int(text) == 0):
        raise errors.query(f"Invalid value '{text}' for {name} query option found.")
    return int(text)


def _ordered(found: list[Event], text: str) -> list[Event]:
    for part in reversed(split(text, ",")):
        name, _, direction = part.strip().partition(" ")
        key = ORDERS.get(name.lower())
        if key is None or direction.strip().lower() not in ("", "asc", "desc"):
            raise errors.query(f"The property '{name}' does not support ordering.")
        found = sorted(found, key=key, reverse=direction.strip().lower() == "desc")
    return found
