"""The address Microsoft sends people back to, shared with Odoo's own Microsoft addons."""

from odoo import http

from odoo.addons.calendar_sync_base.controllers import consent
from odoo.addons.microsoft_account.controllers.main import MicrosoftAuth

from ..models.calendar_sync_account import CODE


class CalendarMicrosoftAuth(MicrosoftAuth):
    """Takes what carries a state of ours; the rest is Odoo's."""

    @http.route()
    def oauth2callback(self, **kw):
        """Finish a consent to calendar access."""
        if not consent.is_ours(kw.get("state")):
            if consent.is_former(CODE, kw.get("state")):
                return consent.refuse_former(CODE)
            return super().oauth2callback(**kw)
        return consent.come_back(CODE, **kw)
