"""Whether a journal conforms to Google's own machine-readable description of the API.

The description is the discovery document that the package ``google-api-python-client`` ships
(https://developers.google.com/discovery/v1/reference/apis); only tests need that package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from ..common.violation import Violation

PREFIX = "/calendar/v3/"
ERROR_FROM = 400
PYTHON = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
}
Json = dict[str, Any]


@cache
def discovery() -> Json:
    """The discovery document of Calendar v3."""
    name = "discovery_cache/documents/calendar.v3.json"
    document: Json = json.loads((files("googleapiclient") / name).read_text(encoding="utf-8"))
    return document


@cache
def methods() -> list[tuple[re.Pattern[str], str, Json]]:
    """All methods: the pattern of the path, the verb, the description."""
    found = []
    for resource in discovery()["resources"].values():
        for method in resource["methods"].values():
            pattern = re.sub(r"\{\w+\}", "[^/]+", method["path"])
            found.append((re.compile(re.escape(PREFIX) + pattern), method["httpMethod"], method))
    return sorted(found, key=lambda row: row[0].pattern.count("[^/]+"))


def check_journal(
    journal: Iterable[Json], requests: bool = True, answers: bool = True
) -> list[Violation]:
    """All deviations of the calls of the Calendar API in a journal."""
    return [
        violation
        for entry in journal
        if entry["path"].startswith(PREFIX)
        for violation in check_entry(entry, requests, answers)
    ]


def check_entry(entry: Json, requests: bool = True, answers: bool = True) -> list[Violation]:
    """All deviations of one call."""
    method = _method(entry)
    if method is None:
        problem = f"no such method: {entry['method']} {entry['path']}"
        return [Violation(entry["number"], "request", problem)] if requests else []
    found: list[tuple[str, str]] = []
    if requests:
        found += _query(entry, method)
        found += _request_body(entry, method)
    if answers and not entry.get("fault"):
        found += _answer(entry, method)
    return [Violation(entry["number"], where, problem) for where, problem in found]


def _method(entry: Json) -> Json | None:
    for pattern, verb, method in methods():
        if verb == entry["method"] and pattern.fullmatch(entry["path"]):
            return method
    return None


def _query(entry: Json, method: Json) -> Iterator[tuple[str, str]]:
    known = {**discovery()["parameters"], **method.get("parameters", {})}
    for name, values in entry["query"].items():
        if name not in known:
            yield f"query.{name}", "unknown parameter"
            continue
        if len(values) > 1 and not known[name].get("repeated"):
            yield f"query.{name}", "given more than once"
        for value in values:
            if problem := _text_problem(value, known[name]):
                yield f"query.{name}", problem
    for name, spec in known.items():
        if spec.get("required") and spec.get("location") == "query" and name not in entry["query"]:
            yield f"query.{name}", "missing"


def _text_problem(value: str, spec: Json) -> str | None:
    if "enum" in spec and value not in spec["enum"]:
        return f"not one of {spec['enum']}"
    if spec["type"] == "integer" and not re.fullmatch(r"-?\d+", value):
        return "not an integer"
    if spec["type"] == "integer" and int(value) < int(spec.get("minimum", value)):
        return "too small"
    if spec["type"] == "boolean" and value not in ("true", "false"):
        return "not true or false"
    return None


def _request_body(entry: Json, method: Json) -> Iterator[tuple[str, str]]:
    if "request" not in method:
        if entry["body"]:
            yield "body", "this method has no body"
        return
    if entry["body"] is not None:
        # A patch deletes with null: https://developers.google.com/workspace/calendar/api/guides/performance#patch
        yield from check_value(entry["body"], method["request"], "body", nulls=True)


def _answer(entry: Json, method: Json) -> Iterator[tuple[str, str]]:
    if entry["status"] >= ERROR_FROM:
        yield from _error(entry["answer"])
    elif entry["answer"] is not None and "response" in method:
        yield from check_value(entry["answer"], method["response"], "answer")
    elif entry["answer"] is not None:
        yield "answer", "this method answers nothing"


def _error(answer: Any) -> Iterator[tuple[str, str]]:
    try:
        error = answer["error"]
        kinds = [(error["code"], int), (error["message"], str), (error["errors"], list)]
        kinds += [(error["errors"][0][name], str) for name in ("domain", "reason", "message")]
    except (KeyError, TypeError, IndexError):
        yield "answer", f"not an error body: {answer}"
        return
    for value, kind in kinds:
        if not isinstance(value, kind):
            yield "answer", f"wrong type in an error body: {value!r}"


def check_value(
    value: Any, schema: Json, where: str, nulls: bool = False
) -> Iterator[tuple[str, str]]:
    """The deviations of a value from a discovery schema."""
    if "$ref" in schema:
        schema = discovery()["schemas"][schema["$ref"]]
    if value is None and nulls:
        return
    kind = schema.get("type", "any")
    if kind == "any":
        return
    wrong_bool = kind in ("integer", "number") and isinstance(value, bool)
    if not isinstance(value, PYTHON[kind]) or wrong_bool:
        yield where, f"{value!r} is not of type {kind}"
    elif kind == "array":
        for index, item in enumerate(value):
            yield from check_value(item, schema["items"], f"{where}[{index}]", nulls)
    elif kind == "object":
        yield from _object(value, schema, where, nulls)
    elif problem := _format_problem(value, schema.get("format")):
        yield where, problem


def _object(value: Json, schema: Json, where: str, nulls: bool) -> Iterator[tuple[str, str]]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, entry in value.items():
        if name in known:
            yield from check_value(entry, known[name], f"{where}.{name}", nulls)
        elif others is not None:
            yield from check_value(entry, others, f"{where}.{name}", nulls)
        else:
            yield f"{where}.{name}", "unknown field"


FORMATS = {
    "date": r"\d{4}-\d\d-\d\d",
    "date-time": r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?",
    "int64": r"-?\d+",
}


def _format_problem(value: Any, name: str | None) -> str | None:
    if name in FORMATS and isinstance(value, str) and not re.fullmatch(FORMATS[name], value):
        return f"{value!r} is not in the format {name}"
    return None
