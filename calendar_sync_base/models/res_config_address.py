"""Whether people are sent back to the address that they came from.

`web.base.url` is the beginning of every redirect URI, and the session is known only at the address
it was opened at: whoever works elsewhere comes back to where nobody is logged in.
"""

from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request

BASE, FREEZE = "web.base.url", "web.base.url.freeze"


class ResConfigSettings(models.TransientModel):
    """Compares the address in use with the one that is registered."""

    _inherit = "res.config.settings"

    calendar_sync_address_trouble = fields.Char(compute="_compute_calendar_sync_address")
    calendar_sync_address_advice = fields.Char(compute="_compute_calendar_sync_address")

    @api.depends_context("uid")
    def _compute_calendar_sync_address(self):
        here = address_in_use(request)
        base = self.env["calendar.sync.account"]._parameter(BASE)
        differs = bool(here) and here != origin(base)
        self.calendar_sync_address_trouble = differs and self._calendar_sync_mismatch(here, base)
        self.calendar_sync_address_advice = differs and self._calendar_sync_consequences(here)

    @api.model
    def _calendar_sync_mismatch(self, here, base):
        return self.env._(
            "You are working at %(here)s, but the system parameter web.base.url is %(base)s. "
            "Google and Microsoft send people back there, where they are not logged in: nobody "
            "who works at %(here)s can connect.",
            here=here,
            base=base,
        )

    @api.model
    def _calendar_sync_consequences(self, here):
        """Return what else follows from changing the address, and who will not accept it."""
        said = [
            self.env._(
                "The redirect URIs change with it: register the new ones at Google and Microsoft."
            )
        ]
        if not self.env["calendar.sync.account"]._parameter(FREEZE):
            said.append(
                self.env._(
                    "It changes again when an administrator logs in at another address, unless "
                    "the system parameter web.base.url.freeze is set."
                )
            )
        addons = self._calendar_sync_offered()
        troubles = [one.redirect_trouble(here + one.callback) for one in addons]
        return " ".join([*said, *(self.env._(one) for one in troubles if one)])

    def action_calendar_sync_use_address(self):
        """Make the address that an administrator is working at the one people are sent back to."""
        self._calendar_sync_only_administrators()
        here = address_in_use(request)
        if not here:
            raise UserError(self.env._("The address in use is not known."))
        self.env["ir.config_parameter"].set_param(BASE, here)
        return {"type": "ir.actions.client", "tag": "reload"}


def address_in_use(received):
    """Return scheme, host and port that the browser shows, "" without a browser.

    The browser says them itself: behind a proxy the server may know another address. Only a page
    of this same site is believed. https://www.rfc-editor.org/rfc/rfc6454#section-7
    """
    if not received:
        return ""
    headers = received.httprequest.headers
    own = headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    said = origin(headers.get("Origin", "")) if own else ""
    return said or origin(received.httprequest.host_url)


def origin(url):
    """Return scheme, host and port of a web address in small letters, "" for anything else."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()
