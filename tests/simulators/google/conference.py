"""Meet links: made on request, once per request id.

https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
"""

from __future__ import annotations

import hashlib

from . import errors
from .model import Fields

SOLUTION = {
    "key": {"type": "hangoutsMeet"},
    "name": "Google Meet",
    "iconUri": "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo.png",
}


def apply(stored: Fields, fresh: Fields, seed: int) -> None:
    """Turn a create request in ``fresh`` into a conference; keep the one there already is."""
    data = fresh.get("conferenceData")
    if not data:
        fresh.pop("hangoutLink", None)
        return
    request = data.get("createRequest")
    old = stored.get("conferenceData") or {}
    if request and _request_id(old) != request.get("requestId"):
        fresh["conferenceData"] = _meet(request, seed)
    elif request:
        fresh["conferenceData"] = old
    if link := _link(fresh["conferenceData"]):
        fresh["hangoutLink"] = link


def _request_id(data: Fields) -> str | None:
    found: str | None = data.get("createRequest", {}).get("requestId")
    return found


def _link(data: Fields) -> str | None:
    points = data.get("entryPoints") or []
    return next((row["uri"] for row in points if row.get("entryPointType") == "video"), None)


def _meet(request: Fields, seed: int) -> Fields:
    if not request.get("requestId"):
        raise errors.invalid("Missing conference request id.", "conferenceData")
    kind = (request.get("conferenceSolutionKey") or {}).get("type", "hangoutsMeet")
    if kind != "hangoutsMeet":
        raise errors.invalid("Invalid conference type value.", "conferenceData")
    code = _code(f"{seed}|{request['requestId']}")
    return {
        "createRequest": {
            "requestId": request["requestId"],
            "conferenceSolutionKey": {"type": kind},
            "status": {"statusCode": "success"},
        },
        "entryPoints": [
            {
                "entryPointType": "video",
                "uri": f"https://meet.google.com/{code}",
                "label": f"meet.google.com/{code}",
            }
        ],
        "conferenceSolution": SOLUTION,
        "conferenceId": code,
    }


def _code(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    letters = "".join(chr(ord("a") + byte % 26) for byte in digest[:10])
    return f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
