"""Where Google posts that a calendar changed.

https://developers.google.com/workspace/calendar/api/guides/push#receive-notifications
"""

from odoo import http
from odoo.http import request

from odoo.addons.calendar_sync_base.models.calendar_sync_notice import CHANGED

from ..models.calendar_sync_account import CODE, NOTIFY

FIRST = "sync"
"""The state of a channel's first message, which tells only that it is open."""


class CalendarGoogleNotify(http.Controller):
    """Takes note, and leaves the work to the workers."""

    @http.route(
        NOTIFY, type="http", auth="public", methods=["POST"], csrf=False, save_session=False
    )
    def notify(self, **_query):
        """Note a change for whoever knows a channel's token; others learn nothing."""
        headers = request.httprequest.headers
        token = headers.get("X-Goog-Channel-Token", "")
        if headers.get("X-Goog-Resource-State") != FIRST:
            # sudo: what posts is not a user; the token is what counts
            request.env["calendar.sync.notice"].sudo()._receive(CODE, [(token, CHANGED)])
        return request.make_response("", status=204)
