"""The way back from a provider's consent page: every end of it is a page in plain words.

A provider addon's route calls `come_back`; see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
"""

import json
import logging

from odoo.http import request

from ..core.errors import NeedsReconnect, SyncError, WrongAccount
from ..core.oauth import BadState

_logger = logging.getLogger(__name__)

NOTICE = "calendar_sync_notice"
"""Cookie by which the page that is returned to knows that it may congratulate."""


def is_ours(state):
    """Tell whether a `state` is for `come_back`: Odoo's own addons send JSON objects."""
    return bool(state) and not state.lstrip().startswith("{")


def is_former(provider, state):
    """Tell whether a `state` is of Odoo's own calendar addon, which ours took over from."""
    # sudo: whether it did is no secret
    taken = request.env["calendar.sync.takeover"].sudo()._last(provider) if state else None
    try:
        service = json.loads(state).get("s") if taken else ""
    except (ValueError, AttributeError):
        return False
    return service == "calendar"


def refuse_former(provider):
    """Return a page: with both addons at work, every meeting would be there twice."""
    env = request.env
    sentences = (
        env._("Calendars are not synchronized by that addon any more."),
        env._("Nothing was connected. Open the calendar, and connect from there."),
    )
    return _failed_page(provider, "/odoo/calendar", sentences)


def come_back(provider, state="", code="", error="", **rest):
    """Finish a consent and return the response: a redirect to where it began, or a page."""
    try:
        claims, account, redirect_uri, verifier = _redeem(provider, state)
    except BadState as bad:
        _logger.info("Consent refused: %s", bad)
        return _failed_page(provider, "/odoo/calendar", _untrusted(), status=400)
    if error or not code:
        return _failed_page(provider, claims.return_path, _declined(account, error, rest))
    try:
        _finish(account, code, redirect_uri, verifier)
    except SyncError as failure:
        _logger.info("Consent of account %s failed: %s", account.id, failure.detail)
        account._record_consent_failure(failure)
        return _failed_page(provider, claims.return_path, _explained(failure, account))
    return _succeeded(provider, claims.return_path)


def _redeem(provider, state):
    """Use up a state, for good: whatever follows, it is not accepted again."""
    # sudo: nobody has access to consents; the state proves that this one is the user's own
    redeemed = request.env["calendar.sync.consent"].sudo()._redeem(provider, state)
    request.env.cr.commit()  # pylint: disable=invalid-commit
    return redeemed


def _finish(account, code, redirect_uri, verifier):
    """Exchange the code and store what it brought."""
    tokens, calendars = account._exchange(code, redirect_uri, verifier)
    # the provider took its time: what is stored next sees the database as it is now
    request.env.cr.commit()  # pylint: disable=invalid-commit
    with request.env.cr.savepoint():
        account._connect(tokens, calendars)


def _succeeded(provider, return_path):
    response = request.redirect(return_path, local=True)
    response.set_cookie(NOTICE, provider, max_age=60, expires=None, samesite="Lax")
    return response


def _failed_page(provider, return_path, sentences, status=200):
    """Return a page with what happened and what to do."""
    # sudo: the page is for everybody, with or without a session
    addon = request.env["calendar.sync.account"].sudo()._providers()[provider]
    values = {"label": addon.label, "sentences": sentences, "return_path": return_path}
    return request.render("calendar_sync_base.consent_failed", values, status=status)


def _untrusted():
    env = request.env
    return (
        env._("This page cannot be used on its own."),
        env._(
            "It was opened a second time, too long after the start, by somebody else, or at "
            "another address of this site. Log in, open the calendar, and connect from there."
        ),
    )


def _declined(account, error, rest):
    env = request.env
    known = account._provider().come_back_error({**rest, "error": error})
    if known:
        return _explained(known, account)
    if error in ("access_denied", ""):
        return (
            env._("The permission was not given."),
            env._("Nothing was connected. Connect again whenever you like."),
        )
    return (
        env._("The calendar service refused: %s", error[:100]),
        env._("Nothing was connected. If it happens again, ask an administrator."),
    )


def _explained(failure, account):
    """Return what happened and what to do about an error of the exchange."""
    env = request.env
    if failure.reason in account._provider().sentences:
        return (
            account._sentence(failure.code, failure.reason),
            env._("Nothing was connected."),
        )
    if isinstance(failure, WrongAccount):
        return (
            env._("This is a different account than before."),
            env._("Connect again and choose %s, or forget that account first.", account.email),
        )
    if isinstance(failure, NeedsReconnect):
        return (
            env._("Signing in took too long, or was finished already."),
            env._("Nothing was connected. Connect again."),
        )
    return (account._sentence(failure.code, failure.reason), env._("Nothing was connected."))
