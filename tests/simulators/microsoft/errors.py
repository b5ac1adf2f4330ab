"""Graph's refusals, in Graph's words.

Shape: https://learn.microsoft.com/graph/errors
Codes of Outlook: https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
Messages without an address beside them are from observation, or words of this simulator; clients
should look at status and code alone.
"""

from __future__ import annotations

from typing import Any

from ..common.errors import ServiceError
from ..common.http import Response

CANT = "Your request can't be completed. "
DEFAULTS = {
    "InvalidAuthenticationToken": (401, "Lifetime validation failed, the token is expired."),
    "ErrorAccessDenied": (403, "Access is denied. Check credentials and try again."),
    "ErrorItemNotFound": (404, "The specified object was not found in the store."),
    "MailboxNotEnabledForRESTAPI": (
        404,
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    ),
    "ResourceNotFound": (404, "Resource could not be discovered."),
    "SyncStateNotFound": (
        410,
        "The sync state generation is not found; delta token is expired or invalid.",
    ),
    "resyncRequired": (410, "Resync required. Replace any local items with the server's."),
    "syncStateInvalid": (400, "The sync state is invalid."),
    "ErrorIrresolvableConflict": (
        412,
        "The send or update operation could not be performed because the change key passed in "
        "the request does not match the current change key for the item.",
    ),
    "TooManyRequests": (429, "Too many requests."),
    "ApplicationThrottled": (
        429,
        "Application is over its MailboxConcurrency limit.",
    ),
    "ErrorInternalServerError": (500, "An internal server error occurred. Try again later."),
    "ServiceUnavailable": (503, "Service unavailable."),
    "serviceNotAvailable": (503, "The service is temporarily unavailable."),
    "UnknownError": (504, ""),
    "ErrorQuotaExceeded": (507, "The mailbox is over its quota."),
}


class GraphError(ServiceError):
    """A refusal that becomes the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        """Everything the answer needs but what every answer has."""
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message
        self.headers = headers or {}
        self.extra = extra or {}

    def payload(self, inner: dict[str, str]) -> dict[str, Any]:
        """The body of the answer; ``inner`` names time and request."""
        error = {"code": self.code, "message": self.message, "innerError": inner}
        return {"error": error | self.extra}

    def answer(self) -> Response:
        """The refusal as an answer that names no request."""
        inner = {"date": "", "request-id": "", "client-request-id": ""}
        return Response.of_json(self.payload(inner), self.status, self.headers)


def named(code: str, status: int | None = None, message: str | None = None) -> GraphError:
    """A refusal by its code, with the usual status and words."""
    usual, words = DEFAULTS.get(code, (status or 500, code))
    return GraphError(status or usual, code, words if message is None else message)


def not_found() -> GraphError:
    """404, also for what belongs to somebody else."""
    return named("ErrorItemNotFound")


def malformed_id() -> GraphError:
    """400 for a text that is no id at all."""
    return GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def invalid_request(message: str) -> GraphError:
    """400 for what cannot be done."""
    return GraphError(400, "ErrorInvalidRequest", CANT + message)


def invalid_property(message: str = "At least one property failed validation.") -> GraphError:
    """400 for a value that is not acceptable."""
    return GraphError(400, "ErrorPropertyValidationFailure", message)


def body_read(message: str) -> GraphError:
    """400 for a body that does not fit the type."""
    return GraphError(400, "RequestBodyRead", message)


def bad_request(message: str) -> GraphError:
    """400 for a request that cannot be understood."""
    return GraphError(400, "BadRequest", message)


def query(message: str, code: str = "ErrorInvalidUrlQuery") -> GraphError:
    """400 for a query option that is not supported here."""
    return GraphError(400, code, message)


def throttled(seconds: int, code: str = "ApplicationThrottled") -> GraphError:
    """429 with the time to wait.

    https://learn.microsoft.com/graph/throttling
    """
    error = named(code)
    error.headers["Retry-After"] = str(seconds)
    return error
