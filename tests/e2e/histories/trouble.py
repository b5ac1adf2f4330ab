"""What goes wrong on the wire while a history happens."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from ..remote import Json, Service

SHARE = 0.3
API = r"/calendar/v3|/v1\.0"
HANG = 4.0
"""Seconds until a hanging call ends; whoever called has given up before (see `hasty`)."""

PAGES: dict[str, tuple[str, int]] = {
    "google": ("max_page_size", 2500),
    "microsoft": ("max_delta_page_size", 1000),
}
"""Which switch bounds the pages of a listing, and how it is usually."""

SMALL_PAGE = 3
SKEWS = (-600, 0, 0, 600)
POSTS = {"lost": 0.2, "doubled": 0.2, "late": 0.2}


def kinds(service: Service) -> list[Json]:
    """Return every way in which calls to a provider may fail."""
    every = (*_anywhere(service), *_OWN[service.code], *rare(service))
    return [{"path": API, **one} for one in every]


def rare(service: Service) -> list[Json]:
    """Return the ways that fit few calls only, and are planted beside the weather."""
    return [
        # Repeated by a machine on its way that did not hear the first answer: 409 at Google.
        {"twice": True, "method": "POST", "path": "/events$"},
        {"expire": True, "method": "GET", "path": _LISTING[service.code]},
        *_RARE[service.code],
    ]


def _anywhere(service: Service) -> list[Json]:
    google = service.code == "google"
    trouble = {"reason": "backendError"} if google else {}
    return [
        {"hang": HANG},
        {"hang": HANG, "apply": True},
        {"reset": True},
        {"reset": True, "apply": True},
        {"truncate": True, "apply": True},
        {"status": 401, "reason": "authError" if google else None},
        {"status": 429, "retry_after": 1, "reason": "rateLimitExceeded" if google else None},
        {"status": 500, **trouble},
        {"status": 502, **trouble, "apply": True},
        {"status": 503, **trouble},
        {"status": 503, **trouble, "apply": True},
    ]


_OWN: dict[str, list[Json]] = {
    "google": [
        {"status": 403, "reason": "rateLimitExceeded"},
        {"status": 403, "reason": "userRateLimitExceeded"},
    ],
    "microsoft": [{"status": 504}, {"status": 504, "apply": True}],
}
_RARE: dict[str, list[Json]] = {
    "google": [
        {"status": 409, "reason": "conflict", "method": "POST", "path": "/events$"},
        {"status": 409, "reason": "conflict", "method": "PATCH", "path": "/events/"},
        {"status": 410, "reason": "fullSyncRequired", "method": "GET", "path": "/events$"},
        {"status": 412, "reason": "conditionNotMet", "method": "PATCH", "path": "/events/"},
    ],
    "microsoft": [
        {"status": 410, "reason": "SyncStateNotFound", "method": "GET", "path": "/delta"},
        {"status": 412, "method": "PATCH", "path": "/events/"},
    ],
}
_LISTING = {"google": "/events$", "microsoft": "/delta"}


def begin(service: Service, seed: str) -> None:
    """Let calls fail and notifications go astray from now on, and pages be short."""
    control, dice = service.control, random.Random(f"habits {seed}")
    control.weather(seed, SHARE, kinds(service))
    control.fault(**dice.choice(rare(service)))
    control.mischief(seed, **POSTS)
    control.settings(**{PAGES[service.code][0]: SMALL_PAGE})
    if service.code == "microsoft":
        # Graph refuses a repeated transactionId as either of the two.
        control.settings(duplicate_status=dice.choice((400, 409)))


def end(service: Service) -> dict[str, int]:
    """Let all be well again; return what became of the notifications."""
    control = service.control
    control.clear_faults()
    control.flush()
    fates = control.fates()
    control.mischief()
    control.settings(**dict([PAGES[service.code]]))
    return fates


def set_clock(service: Service, seconds: int) -> None:
    """Have the service's clock differ from Odoo's from now on."""
    service.control.set_clock(datetime.now(UTC) + timedelta(seconds=seconds))
