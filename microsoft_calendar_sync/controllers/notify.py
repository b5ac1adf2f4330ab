"""Where Graph posts that a calendar changed, or that it will tell no more.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from odoo import http
from odoo.http import request

from ..core import notifications
from ..models.calendar_sync_account import CODE, NOTIFY

PLAIN = [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]


class CalendarMicrosoftNotify(http.Controller):
    """Takes note, and leaves the work to the workers: Graph waits three seconds."""

    @http.route(
        NOTIFY, type="http", auth="public", methods=["POST"], csrf=False, save_session=False
    )
    def notify(self, **query):
        """Answer Graph's test of the address, or note changes for whoever knows a token."""
        if "validationToken" in query:
            return request.make_response(query["validationToken"], PLAIN)
        told = self._read()
        if told is None:
            return request.make_response("", status=400)
        # sudo: what posts is not a user; the token is what counts
        said = [(one.token, one.told.value) for one in told]
        request.env["calendar.sync.notice"].sudo()._receive(CODE, said)
        return request.make_response("", status=202)

    def _read(self):
        posted = request.httprequest
        if (posted.content_length or 0) > notifications.LONGEST:
            return None
        return notifications.read(posted.get_data(cache=False))
