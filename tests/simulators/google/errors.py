"""Google's refusals, in Google's words.

Shape and words: https://developers.google.com/workspace/calendar/api/guides/errors
Messages without an address there are from observation and marked so.
"""

from __future__ import annotations

from typing import Any

from ..common.errors import ServiceError
from ..common.http import Response

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
}
DEFAULTS = {
    "authError": (401, "global", "Invalid Credentials"),
    "userRateLimitExceeded": (403, "usageLimits", "User Rate Limit Exceeded"),
    "rateLimitExceeded": (403, "usageLimits", "Rate Limit Exceeded"),
    "quotaExceeded": (403, "usageLimits", "Calendar usage limits exceeded."),
    "dailyLimitExceeded": (403, "usageLimits", "Daily Limit Exceeded"),
    "forbidden": (403, "global", "Forbidden"),
    "notFound": (404, "global", "Not Found"),
    "duplicate": (409, "global", "The requested identifier already exists."),
    "conflict": (409, "global", "Conflict"),
    "deleted": (410, "global", "Resource has been deleted"),
    "fullSyncRequired": (
        410,
        "calendar",
        "Sync token is no longer valid, a full sync is required.",
    ),
    "updatedMinTooLongAgo": (
        410,
        "calendar",
        "The requested minimum modification time lies too far in the past.",
    ),
    "conditionNotMet": (412, "global", "Precondition Failed"),
    "backendError": (503, "global", "Backend Error"),
    "forbiddenForNonOrganizer": (
        403,
        "calendar",
        "Shared properties can only be changed by the organizer of the event.",
    ),
}


class ApiError(ServiceError):
    """A refusal that becomes the answer."""

    def __init__(  # noqa: PLR0913, PLR0917  an error body has that many parts
        self,
        status: int,
        reason: str,
        message: str,
        domain: str = "global",
        location: str | None = None,
        location_type: str = "parameter",
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        """Everything the answer needs."""
        super().__init__(f"{status} {reason}: {message}")
        self.status, self.message = status, message
        self.headers = headers or {}
        item = {"domain": domain, "reason": reason, "message": message}
        if location:
            item |= {"locationType": location_type, "location": location}
        self.payload = {"error": {"errors": [item], "code": status, "message": message}}
        self.payload["error"] |= extra or {}

    def answer(self) -> Response:
        """The refusal as answer."""
        return Response.of_json(self.payload, self.status, self.headers)


def named(reason: str, status: int | None = None, message: str | None = None) -> ApiError:
    """A refusal by its reason, with Google's usual status and words."""
    usual, domain, words = DEFAULTS.get(reason, (status or 500, "global", reason))
    location = {
        "conditionNotMet": ("If-Match", "header"),
        "authError": ("Authorization", "header"),
        "fullSyncRequired": ("syncToken", "parameter"),
        "updatedMinTooLongAgo": ("updatedMin", "parameter"),
    }.get(reason, (None, "parameter"))
    return ApiError(status or usual, reason, message or words, domain, *location)


def invalid(message: str, location: str | None = None) -> ApiError:
    """400 for a value that is not acceptable."""
    return ApiError(400, "invalid", message, location=location)


def required(message: str, location: str | None = None) -> ApiError:
    """400 for something that is missing."""
    return ApiError(400, "required", message, location=location)


def not_found() -> ApiError:
    """404, also for what the caller may not see."""
    return named("notFound")


def unauthenticated() -> ApiError:
    """401 for a missing, expired or revoked access token."""
    error = named("authError")
    error.payload["error"]["status"] = "UNAUTHENTICATED"
    error.headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/"'
    return error


def insufficient_scope(method: str, scopes: list[str]) -> ApiError:
    """403 for a token without a scope that the method accepts.

    The ErrorInfo is documented in
    https://cloud.google.com/apis/design/errors#error_info
    """
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": "calendar-json.googleapis.com", "method": method},
    }
    error = ApiError(403, "insufficientPermissions", "Insufficient Permission")
    error.payload["error"] |= {
        "message": "Request had insufficient authentication scopes.",
        "status": "PERMISSION_DENIED",
        "details": [info],
    }
    error.headers["WWW-Authenticate"] = (
        'Bearer realm="https://accounts.google.com/", error="insufficient_scope", '
        f'scope="{" ".join(scopes)}"'
    )
    return error


def unknown_name(name: str, where: str) -> ApiError:
    """400 for a query parameter or a field that the API does not have (observed words)."""
    if where == "query":
        message = (
            f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query '
            f"parameter. Field '{name}' could not be found in request message."
        )
    else:
        message = (
            f"Invalid JSON payload received. Unknown name \"{name}\" at '{where}': "
            "Cannot find field."
        )
    return ApiError(400, "badRequest", message, extra={"status": "INVALID_ARGUMENT"})


def empty_range(location: str = "timeMax") -> ApiError:
    """400 for an end that is not after its start."""
    return ApiError(
        400, "timeRangeEmpty", "The specified time range is empty.", "calendar", location
    )


def writer_needed() -> ApiError:
    """403 for a change in a calendar one may only read (observed words)."""
    message = "You need to have writer access to this calendar."
    return ApiError(403, "requiredAccessLevel", message, "calendar")


def event_type(message: str) -> ApiError:
    """400 for what the event's type does not allow.

    https://developers.google.com/workspace/calendar/api/guides/event-types
    """
    return ApiError(400, "eventTypeRestriction", message, "calendar")
