"""What goes wrong on the wire while a history happens."""

from __future__ import annotations

from ..remote import Json, Service

SHARE = 0.3
API = r"/calendar/v3|/v1\.0"
WRITES = ("POST", "PATCH", "DELETE")


def kinds(service: Service) -> list[Json]:
    """Return every way in which calls to a provider may fail."""
    anywhere = [
        {"reset": True},
        {"reset": True, "apply": True},
        {"truncate": True, "apply": True},
        {"status": 401, "reason": {"google": "authError"}.get(service.code)},
        {
            "status": 429,
            "retry_after": 1,
            "reason": {"google": "rateLimitExceeded"}.get(service.code),
        },
        {"status": 500, "reason": {"google": "backendError"}.get(service.code)},
        {"status": 503, "apply": True, "reason": {"google": "backendError"}.get(service.code)},
    ]
    own = {
        "google": [
            {"status": 403, "reason": "rateLimitExceeded"},
            {"status": 403, "reason": "userRateLimitExceeded"},
            {"status": 410, "reason": "fullSyncRequired", "method": "GET", "path": "/events$"},
            {"status": 412, "reason": "conditionNotMet", "method": "PATCH", "path": "/events/"},
        ],
        "microsoft": [
            {"status": 410, "reason": "SyncStateNotFound", "method": "GET", "path": "/delta"},
            {"status": 412, "method": "PATCH", "path": "/events/"},
            {"status": 504, "apply": True},
        ],
    }  # fmt: skip
    return [{"path": API, **one} for one in anywhere + own[service.code]]


def begin(service: Service, seed: str) -> None:
    """Let calls fail from now on, until the faults are cleared."""
    service.control.weather(seed, SHARE, kinds(service))
