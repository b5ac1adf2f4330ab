"""What Graph's refusals mean: from status and code to one leaf of the error tree.

https://learn.microsoft.com/graph/errors
https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode

Codes are compared in lower case: services behind Graph spell them as they like.
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.dirty import identifier, mapping, text
from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    CursorExpired,
    Duplicate,
    Gone,
    NeedsAdministrator,
    NeedsReconnect,
    NotExpressible,
    QuotaExhausted,
    RateLimited,
    Refused,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import Answer, retry_after

from .signin import oauth_error

__all__ = ["AlreadyMade", "error_of", "existing_id", "oauth_error"]

Leaf = type[SyncError]


class AlreadyMade(Duplicate):
    """The transaction has made an event before: `event_id` (empty when Graph does not say)."""

    def __init__(self, detail: str = "", *, event_id: str = "") -> None:
        """Keep the id of the event there is."""
        super().__init__(detail)
        self.event_id = event_id

    @property
    def code(self) -> str:
        """The class that is stored, and translated."""
        return Duplicate.__name__


_MAILBOX = (NeedsAdministrator, "mailbox")
_PATTERN = (NotExpressible, "pattern")
_SLOW: tuple[Leaf, str] = (RateLimited, "")
_TROUBLE: tuple[Leaf, str] = (ServerTrouble, "")
_AGAIN: tuple[Leaf, str] = (CursorExpired, "")
_GONE: tuple[Leaf, str] = (Gone, "")
BY_CODE: dict[str, tuple[Leaf, str]] = {
    # No mailbox is never "all events were deleted".
    "mailboxnotenabledforrestapi": _MAILBOX,
    "mailboxnotsupportedforrestapi": _MAILBOX,
    "resourcenotfound": _MAILBOX,
    "request_resourcenotfound": _MAILBOX,
    "errornonexistentmailbox": _MAILBOX,
    "erroraccountdisabled": _MAILBOX,
    "mailboxinfostale": _TROUBLE,
    "errormailboxmoveinprogress": _TROUBLE,
    "errormailboxstoreunavailable": _TROUBLE,
    "errorinternalservertransienterror": _TROUBLE,
    "invalidauthenticationtoken": (NeedsReconnect, ""),
    "authenticationerror": (NeedsReconnect, ""),
    "insufficient_claims": (NeedsReconnect, "claims"),
    "erroraccessdenied": (Refused, "access_denied"),
    "accessdenied": (Refused, "access_denied"),
    "erroritemnotfound": _GONE,
    # A text that is no id of Outlook's is nobody's id.
    "errorinvalididmalformed": _GONE,
    "errorfoldernotfound": _GONE,
    "syncstatenotfound": _AGAIN,
    "syncstateinvalid": _AGAIN,
    "errorinvalidsyncstatedata": _AGAIN,
    "resyncrequired": _AGAIN,
    "errorduplicatetransactionid": (AlreadyMade, ""),
    "errorirresolvableconflict": (ChangedMeanwhile, ""),
    "errorchangekeyrequiredforwriteoperations": (ChangedMeanwhile, ""),
    "toomanyrequests": _SLOW,
    "applicationthrottled": _SLOW,
    "activitylimitreached": _SLOW,
    "errorserverbusy": _SLOW,
    "errortoomanyobjectsopened": _SLOW,
    "errorquotaexceeded": (QuotaExhausted, "mailbox_full"),
    "errormessagesizeexceeded": (Refused, "too_large"),
    "requestentitytoolarge": (Refused, "too_large"),
    "erroroccurrencecrossingboundary": (Refused, "crossing"),
    "erroroccurrencetimespantoobig": (Refused, "crossing"),
    "errorinvalidrecipients": (Refused, "bad_address"),
    "errorexceededmaxrecipientlimit": (Refused, "too_many_guests"),
    "timezonenotsupportedexception": (NotExpressible, "zone"),
    "errorcalendarinvalidrecurrence": _PATTERN,
    "errorrecurrencehasnooccurrence": _PATTERN,
    "errorrecurrenceenddatetoobig": _PATTERN,
    "errorcalendardurationistoolong": (NotExpressible, "too_long"),
}
BY_STATUS: dict[int, Leaf] = {
    401: NeedsReconnect,
    404: Gone,
    408: Unreachable,
    409: Duplicate,
    410: CursorExpired,
    412: ChangedMeanwhile,
    423: ServerTrouble,
    424: ServerTrouble,
    429: RateLimited,
    504: Unreachable,
    507: QuotaExhausted,
    509: RateLimited,
}
_PASSING = (429, 503, 504)
_BY_STATUS_REASON = {413: "too_large", 507: "mailbox_full"}
_SERVER, _NOT_FOUND, _BAD_REQUEST, _OK, _REDIRECT = 500, 404, 400, 200, 300
_EXISTING = "@event.existingeventid"


def error_of(answer: Answer) -> SyncError | None:
    """Return what an answer of Graph means, None when it is a success.

    `reason` is a key of `sentences.SENTENCES` where there is more to say than the class does.
    """
    if _OK <= answer.status < _REDIRECT:
        return None
    leaf, reason = _leaf(answer)
    if leaf is AlreadyMade:
        return AlreadyMade(_detail(answer), event_id=existing_id(answer))
    return leaf(_detail(answer), retry_after=retry_after(answer.headers), reason=reason)


def code_of(answer: Answer) -> str:
    """Return the code of a refusal, in lower case."""
    return text(mapping(answer.body.get("error")).get("code")).casefold()


def existing_id(answer: Answer) -> str:
    """Return the id of the event that an earlier POST of the same transaction made, else empty."""
    error = mapping(answer.body.get("error"))
    found = (value for key, value in error.items() if key.casefold() == _EXISTING)
    return next(map(identifier, found), "")


def _leaf(answer: Answer) -> tuple[Leaf, str]:
    status, code = answer.status, code_of(answer)
    if _wants_claims(answer):
        return BY_CODE["insufficient_claims"]
    # What passes by itself does so whatever the service behind Graph calls it.
    if status not in _PASSING and code in BY_CODE:
        return BY_CODE[code]
    if status < _BAD_REQUEST or (status == _NOT_FOUND and not code):
        # A redirect is never followed; a page without Graph's words is a portal's or a proxy's.
        return Unreachable, ""
    usual = ServerTrouble if status >= _SERVER else Refused
    return BY_STATUS.get(status, usual), _BY_STATUS_REASON.get(status, "")


def _wants_claims(answer: Answer) -> bool:
    """Tell whether continuous access evaluation wants the person to sign in again.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    challenge = answer.headers.get("www-authenticate", "")
    return answer.status in (401, 403) and "insufficient_claims" in challenge


def _detail(answer: Answer) -> str:
    error = mapping(answer.body.get("error"))
    said = f"{text(error.get('code'))}: {text(error.get('message'))}"
    return f"Microsoft answered {answer.status} {said}"[:300]
