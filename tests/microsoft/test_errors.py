"""Every refusal of Microsoft means one thing."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core import errors as tree
from odoo.addons.calendar_sync_base.core.http import Answer
from odoo.addons.microsoft_calendar_sync.core import errors, signin
from odoo.addons.microsoft_calendar_sync.core.errors import AlreadyMade, error_of, oauth_error
from odoo.addons.microsoft_calendar_sync.core.recurrence import REFUSALS
from odoo.addons.microsoft_calendar_sync.core.sentences import GRAPH, SENTENCES, SIGN_IN

TABLE = [
    (400, "ErrorInvalidRequest", "Refused", ""),
    (400, "ErrorPropertyValidationFailure", "Refused", ""),
    (400, "ErrorInvalidIdMalformed", "Gone", ""),
    (400, "ErrorOccurrenceCrossingBoundary", "Refused", "crossing"),
    (400, "ErrorInvalidRecipients", "Refused", "bad_address"),
    (400, "ErrorExceededMaxRecipientLimit", "Refused", "too_many_guests"),
    (400, "ErrorDuplicateTransactionId", "Duplicate", ""),
    (409, "ErrorDuplicateTransactionId", "Duplicate", ""),
    (400, "ErrorCalendarInvalidRecurrence", "NotExpressible", "pattern"),
    (400, "TimeZoneNotSupportedException", "NotExpressible", "zone"),
    (400, "syncStateInvalid", "CursorExpired", ""),
    (400, "SyncStateNotFound", "CursorExpired", ""),
    (404, "syncstatenotfound", "CursorExpired", ""),
    (410, "resyncRequired", "CursorExpired", ""),
    (410, "", "CursorExpired", ""),
    (401, "InvalidAuthenticationToken", "NeedsReconnect", ""),
    (401, "", "NeedsReconnect", ""),
    (403, "ErrorAccessDenied", "Refused", "access_denied"),
    (403, "accessDenied", "Refused", "access_denied"),
    (404, "ErrorItemNotFound", "Gone", ""),
    (404, "erroritemnotfound", "Gone", ""),
    (404, "MailboxNotEnabledForRESTAPI", "NeedsAdministrator", "mailbox"),
    (404, "ResourceNotFound", "NeedsAdministrator", "mailbox"),
    (404, "", "Unreachable", ""),
    (408, "", "Unreachable", ""),
    (409, "ErrorFolderExists", "Duplicate", ""),
    (409, "ErrorIrresolvableConflict", "ChangedMeanwhile", ""),
    (412, "ErrorIrresolvableConflict", "ChangedMeanwhile", ""),
    (412, "", "ChangedMeanwhile", ""),
    (413, "", "Refused", "too_large"),
    (423, "", "ServerTrouble", ""),
    (424, "", "ServerTrouble", ""),
    (429, "TooManyRequests", "RateLimited", ""),
    (429, "ApplicationThrottled", "RateLimited", ""),
    (503, "ErrorItemNotFound", "ServerTrouble", ""),
    (500, "ErrorInternalServerError", "ServerTrouble", ""),
    (502, "", "ServerTrouble", ""),
    (503, "ServiceUnavailable", "ServerTrouble", ""),
    (504, "UnknownError", "Unreachable", ""),
    (507, "ErrorQuotaExceeded", "QuotaExhausted", "mailbox_full"),
    (302, "", "Unreachable", ""),
    (418, "", "Refused", ""),
]


def refusal(status, code, extra=None, **headers):
    """Return an answer as Graph words it."""
    error = {"code": code, "message": "words", **(extra or {})}
    return Answer(status, headers, {"error": error} if code else {})


@pytest.mark.parametrize(("status", "code", "leaf", "reason"), TABLE)
def test_the_table(status, code, leaf, reason):
    """Status and code together name the leaf and the sentence; case does not matter."""
    error = error_of(refusal(status, code))
    assert (error.code, error.reason) == (leaf, reason)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_success_is_no_error(status):
    """A success means nothing but itself."""
    assert error_of(Answer(status)) is None


def test_no_mailbox_is_never_a_deletion():
    """A mailbox without a licence stops the account; not one event of it is taken for deleted."""
    for code in ("MailboxNotEnabledForRESTAPI", "ResourceNotFound", "MAILBOXNOTENABLEDFORRESTAPI"):
        error = error_of(refusal(404, code))
        assert isinstance(error, tree.AccountError)
        assert not isinstance(error, tree.Gone)


def test_a_page_that_is_not_graphs_is_no_deletion():
    """A proxy's "not found" has no code and says nothing about an event."""
    assert error_of(Answer(404, {"content-type": "text/html"})).retry


@pytest.mark.parametrize("status", [429, 503, 504])
def test_the_wait_that_is_asked_for_is_kept(status):
    """Retry-After is honoured whichever status it comes with."""
    error = error_of(refusal(status, "TooManyRequests", **{"retry-after": "17"}))
    assert error.retry_after == 17


def test_a_claims_challenge_asks_to_sign_in_again():
    """Continuous access evaluation revokes a token by a header, whatever the code says."""
    challenge = 'Bearer error="insufficient_claims", claims="eyJ="'
    for status in (401, 403):
        said = refusal(status, "ErrorAccessDenied", **{"www-authenticate": challenge})
        error = error_of(said)
        assert (error.code, error.reason) == ("NeedsReconnect", "claims")


@pytest.mark.parametrize("key", ["@event.existingEventId", "@Event.ExistingEventId"])
def test_a_repeated_transaction_names_the_event_it_made(key):
    """An event that an earlier attempt has made is found by what the refusal says."""
    error = error_of(refusal(400, "ErrorDuplicateTransactionId", {key: "AAMk="}))
    assert isinstance(error, AlreadyMade)
    assert error.event_id == "AAMk="
    assert error.code in tree.by_code()
    assert error_of(refusal(400, "ErrorDuplicateTransactionId")).event_id == ""


def test_what_is_logged_has_an_end():
    """The detail of an error is for the log, and short."""
    long = Answer(400, {}, {"error": {"code": "x", "message": "y" * 9000}})
    assert len(error_of(long).detail) <= 300


@pytest.mark.parametrize("body", [{"error": "text"}, {"error": None}, {"error": {"code": 3}}, {}])
def test_odd_bodies_are_judged_by_their_status(body):
    """A body that is not what Graph promises does not get in the way."""
    assert error_of(Answer(412, {}, body)).code == "ChangedMeanwhile"


SIGN_INS = [
    (50011, "invalid_request", "NeedsAdministrator", "redirect_uri"),
    (65001, "invalid_grant", "MissingScope", "consent"),
    (65001, "consent_required", "MissingScope", "consent"),
    (65004, "access_denied", "MissingScope", "declined"),
    (7000215, "invalid_client", "NeedsAdministrator", "wrong_secret"),
    (7000222, "invalid_client", "NeedsAdministrator", "expired_secret"),
    (700016, "unauthorized_client", "NeedsAdministrator", "unknown_client"),
    (90002, "invalid_request", "NeedsAdministrator", "unknown_tenant"),
    (700082, "invalid_grant", "NeedsReconnect", "unused_for_long"),
    (70008, "invalid_grant", "NeedsReconnect", "unused_for_long"),
    (70043, "invalid_grant", "NeedsReconnect", "sign_in_often"),
    (50173, "invalid_grant", "NeedsReconnect", "revoked"),
    (50132, "invalid_grant", "NeedsReconnect", "revoked"),
    (50133, "invalid_grant", "NeedsReconnect", "revoked"),
    (50076, "interaction_required", "NeedsReconnect", "sign_in_twice"),
    (50078, "invalid_grant", "NeedsReconnect", "sign_in_twice"),
    (50079, "interaction_required", "NeedsReconnect", "sign_in_twice"),
    (53003, "access_denied", "NeedsAdministrator", "conditional_access"),
    (54005, "invalid_grant", "NeedsReconnect", "code_used"),
    (70011, "invalid_scope", "NeedsAdministrator", "scope"),
    (50020, "invalid_request", "NeedsReconnect", "other_tenant"),
    (90094, "access_denied", "NeedsAdministrator", "admin_consent"),
    (99999, "invalid_grant", "NeedsReconnect", ""),
]


@pytest.mark.parametrize(("number", "error", "leaf", "reason"), SIGN_INS)
def test_each_number_of_the_sign_in(number, error, leaf, reason):
    """Each known AADSTS number says whose move it is, wherever it stands."""
    words = f"AADSTS{number}: Words. Trace ID: 1234 Timestamp: 2026-01-01 00:00:00Z"
    for said in (
        oauth_error(error, description=words),
        oauth_error({"error": error, "error_description": words}),
        oauth_error({"error": error, "error_codes": [number]}),
    ):
        assert (said.code, said.reason) == (leaf, reason)
        assert said.detail == f"Microsoft's sign-in answered 400 {error} ({number})"


@pytest.mark.parametrize(
    ("error", "status", "leaf"),
    [
        ("invalid_grant", 400, "NeedsReconnect"),
        ("interaction_required", 400, "NeedsReconnect"),
        ("login_required", 400, "NeedsReconnect"),
        ("consent_required", 400, "MissingScope"),
        ("access_denied", 400, "MissingScope"),
        ("invalid_client", 401, "NeedsAdministrator"),
        ("unauthorized_client", 400, "NeedsAdministrator"),
        ("invalid_scope", 400, "NeedsAdministrator"),
        ("temporarily_unavailable", 503, "ServerTrouble"),
        ("server_error", 400, "ServerTrouble"),
        ("", 500, "ServerTrouble"),
        ("", 429, "RateLimited"),
        ("", 408, "Unreachable"),
        ("something_new", 400, "NeedsAdministrator"),
    ],
)
def test_each_code_of_the_sign_in(error, status, leaf):
    """Without a number that is known, the OAuth code decides, and then the status."""
    assert oauth_error(error, status).code == leaf


def test_a_description_is_not_kept():
    """What Microsoft says in words may name people; only the number goes to the log."""
    error = oauth_error("invalid_grant", description="AADSTS50173: anna@example.com's grant")
    assert "anna" not in f"{error.detail} {error.message} {error}"
    assert "evil" not in oauth_error("evil").detail


@pytest.mark.parametrize(
    "said", [{}, {"error": 3}, {"error_codes": "50011"}, {"error_codes": [True]}]
)
def test_an_odd_answer_of_the_sign_in(said):
    """A body that is not what the sign-in promises is judged by its status."""
    assert oauth_error(said, 503).code == "ServerTrouble"


def test_the_wait_of_the_sign_in_is_kept():
    """Retry-After of the token endpoint is honoured, too."""
    assert oauth_error("", 429, {"retry-after": "9"}).retry_after == 9


def test_every_reason_has_a_sentence():
    """Each reason that an error can have is one that people can read about."""
    named = {reason for _leaf, reason in (*errors.BY_CODE.values(), *signin.BY_NUMBER.values())}
    assert named - {""} <= set(SENTENCES)
    assert set(SIGN_IN) <= {reason for _leaf, reason in signin.BY_NUMBER.values()}


def test_sentences_are_sentences():
    """What people read is whole sentences, and no reason has two of them."""
    assert all(one[0].isupper() and one.endswith(".") for one in SENTENCES.values())
    assert len(SENTENCES) == len(SIGN_IN) + len(GRAPH) + len(REFUSALS)
