"""Every refusal of Google means one thing."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core import errors as tree
from odoo.addons.calendar_sync_base.core.http import Answer, retry_after
from odoo.addons.google_calendar_sync.core.errors import (
    NOT_ENABLED,
    OAUTH,
    error_of,
    oauth_error,
)

TABLE = [
    (400, "invalid", "Refused"),
    (400, "required", "Refused"),
    (400, "timeRangeEmpty", "Refused"),
    (400, "badRequest", "Refused"),
    (401, "authError", "NeedsReconnect"),
    (403, "userRateLimitExceeded", "RateLimited"),
    (403, "rateLimitExceeded", "RateLimited"),
    (403, "quotaExceeded", "QuotaExhausted"),
    (403, "dailyLimitExceeded", "QuotaExhausted"),
    (403, "forbiddenForNonOrganizer", "Refused"),
    (403, "forbidden", "Refused"),
    (403, "requiredAccessLevel", "Refused"),
    (403, "insufficientPermissions", "MissingScope"),
    (403, "accessNotConfigured", "NeedsAdministrator"),
    (404, "notFound", "Gone"),
    (408, "timeout", "Unreachable"),
    (409, "duplicate", "Duplicate"),
    (409, "conflict", "RateLimited"),
    (410, "deleted", "Gone"),
    (410, "fullSyncRequired", "CursorExpired"),
    (410, "updatedMinTooLongAgo", "CursorExpired"),
    (412, "conditionNotMet", "ChangedMeanwhile"),
    (413, "uploadTooLarge", "Refused"),
    (429, "rateLimitExceeded", "RateLimited"),
    (500, "backendError", "ServerTrouble"),
    (502, "", "ServerTrouble"),
    (503, "backendError", "ServerTrouble"),
    (504, "", "ServerTrouble"),
    (302, "", "Unreachable"),
    (418, "", "Refused"),
]


def refusal(status, reason, location="", **headers):
    """Return an answer as Google words it."""
    item = {"domain": "global", "reason": reason, "message": "words", "location": location}
    body = {"error": {"code": status, "message": "words", "errors": [item]}}
    return Answer(status, headers, body)


@pytest.mark.parametrize(("status", "reason", "leaf"), TABLE)
def test_the_table(status, reason, leaf):
    """Status and reason together name the leaf; 403 alone means nothing (trap 16)."""
    assert error_of(refusal(status, reason)).code == leaf


@pytest.mark.parametrize("status", [200, 201, 204])
def test_success_is_no_error(status):
    """What went well is no error."""
    assert error_of(Answer(status)) is None


def test_details_name_the_reason_too():
    """The newer form of a reason, in the details, is understood."""
    details = [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]
    body = {"error": {"code": 403, "details": details, "errors": [{"reason": "forbidden"}]}}
    assert isinstance(error_of(Answer(403, {}, body)), tree.MissingScope)


@pytest.mark.parametrize("location", ["syncToken", "pageToken"])
def test_a_refused_token_is_an_expired_cursor(location):
    """A token Google calls invalid is one more way to say: list everything again (promise 21)."""
    assert isinstance(error_of(refusal(400, "invalid", location)), tree.CursorExpired)


@pytest.mark.parametrize(
    "body", [{}, {"error": "x"}, {"error": {"errors": "x"}}, {"error": {"errors": [3]}}, {"a": 1}]
)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 412, 429, 500])
def test_any_body_is_understood(status, body):
    """A proxy's page instead of Google's words still has a meaning."""
    assert isinstance(error_of(Answer(status, {}, body)), tree.SyncError)


def test_who_may_do_something_is_told():
    """Where a person can do something about it, the sentence says what."""
    assert error_of(refusal(403, "accessNotConfigured")).message == NOT_ENABLED
    assert "organizer" in error_of(refusal(403, "forbiddenForNonOrganizer")).message
    assert error_of(refusal(400, "invalid")).message == tree.Refused.advice


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "Tue, 10 Mar 2026 10:00:30 GMT"}, None),
        (
            {
                "retry-after": "Tue, 10 Mar 2026 10:00:30 GMT",
                "date": "Tue, 10 Mar 2026 10:00:00 GMT",
            },
            30.0,
        ),
        (
            {
                "retry-after": "Tue, 10 Mar 2026 09:00:00 GMT",
                "date": "Tue, 10 Mar 2026 10:00:00 -0000",
            },
            0.0,
        ),
    ],
)
def test_how_long_to_wait(headers, seconds):
    """Retry-After is read as seconds or as a date, by the server's own clock (promise 23)."""
    assert retry_after(headers) == seconds
    assert error_of(Answer(503, headers)).retry_after == seconds


@pytest.mark.parametrize(("code", "leaf"), OAUTH.items())
def test_errors_of_the_sign_in(code, leaf):
    """Every error of the sign-in has its leaf."""
    assert type(oauth_error(code, 400)) is leaf


@pytest.mark.parametrize(
    ("status", "leaf"),
    [
        (500, tree.ServerTrouble),
        (503, tree.ServerTrouble),
        (429, tree.RateLimited),
        (408, tree.Unreachable),
        (400, tree.NeedsAdministrator),
        (401, tree.NeedsAdministrator),
    ],
)
def test_unknown_errors_of_the_sign_in(status, leaf):
    """An error nobody documented is told by its status, and its text is kept nowhere."""
    error = oauth_error("secret-code-in-the-wrong-place", status)
    assert type(error) is leaf
    assert "secret" not in str(error) + error.detail + error.message


def test_waiting_at_the_sign_in():
    """The sign-in may ask to wait, too."""
    assert oauth_error("slow_down", 429, {"retry-after": "9"}).retry_after == 9.0
