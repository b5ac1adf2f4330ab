"""Import of the file that Google's console offers for download: `client_secret_….json`.

The file is read and forgotten: it is the value of a field that is stored nowhere.
"""

import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.calendar_sync_base.models.res_config_address import origin

from ..core import secrets_file
from ..core.secrets_file import LARGEST, Unusable
from ..models.calendar_sync_account import CODE

_lt = LazyTranslate(__name__)

REFUSALS = {
    "too_big": _lt(
        "This file is too big. The one from Google's console has less than a thousand characters."
    ),
    "no_json": _lt(
        "This file is not JSON, so it does not come from Google's console. Look for a file whose "
        "name begins with client_secret and ends with .json."
    ),
    "not_google": _lt(
        "This is not the file of an OAuth client of Google. In Google's console, open your client "
        "and choose Download JSON."
    ),
    "desktop": _lt(
        "This is the file of a desktop client, which Google sends back to the user's own computer "
        "and never to a server. In Google's console, create another OAuth client with the "
        "application type Web application, and download its file."
    ),
    "service_account": _lt(
        "This is the key of a service account, which is no person and has no consent page. In "
        "Google's console, create an OAuth client with the application type Web application, and "
        "download its file."
    ),
    "no_secret": _lt(
        "The Client Secret is missing in this file: Google shows it only when it is made. In "
        "Google's console, add a secret to your client and download the file then."
    ),
}


class CalendarSyncGoogleImport(models.TransientModel):
    """Says at once what a chosen file is good for, and keeps Client ID and Client Secret."""

    _name = "calendar.sync.google.import"
    _description = "Import of a Google OAuth Client"

    secrets_file = fields.Binary(
        "File from Google", compute="_compute_secrets_file", inverse="_inverse_secrets_file"
    )
    file_name = fields.Char(store=False)
    is_usable = fields.Boolean(compute="_compute_finding")
    refusal = fields.Char(compute="_compute_finding")
    client_id = fields.Char("Client ID", compute="_compute_finding")
    missing_redirect_uri = fields.Char("Redirect URI", compute="_compute_finding")
    missing_origin = fields.Char("JavaScript Origin", compute="_compute_finding")

    def _compute_secrets_file(self):
        self.secrets_file = False

    @api.depends("secrets_file")
    def _compute_finding(self):
        for wizard in self:
            wizard.update(wizard._finding(wizard.secrets_file))

    def _finding(self, chosen):
        """Return what is said about a chosen file, by the names of the fields."""
        found = dict.fromkeys(
            ("is_usable", "refusal", "client_id", "missing_redirect_uri", "missing_origin"), False
        )
        if not chosen:
            return found
        try:
            client = read_upload(chosen)
        except Unusable as unusable:
            return found | {"refusal": self.env._(REFUSALS[unusable.reason])}
        uri = self.env["calendar.sync.account"]._redirect_uri(CODE)
        return found | {
            "is_usable": True,
            "client_id": client.client_id,
            "missing_redirect_uri": uri not in client.redirect_uris and uri,
            "missing_origin": origin(uri) not in client.origins and origin(uri),
        }

    def _inverse_secrets_file(self):
        addon = self.env["calendar.sync.account"]._providers()[CODE]
        parameters = self.env["ir.config_parameter"]
        for wizard in self.filtered("secrets_file"):
            try:
                client = read_upload(wizard.secrets_file)
            except Unusable as unusable:
                raise UserError(self.env._(REFUSALS[unusable.reason])) from None
            parameters.set_param(addon.client_id_key, client.client_id)
            parameters.set_param(addon.client_secret_key, client.client_secret)
        # what was uploaded is not sent back to the browser either
        self.invalidate_recordset(["secrets_file"], flush=False)

    def action_import(self):
        """Show the settings with what saving this form has stored."""
        self.browse().check_access("create")
        return {"type": "ir.actions.client", "tag": "reload"}


def read_upload(chosen):
    """Return the client of a file as the browser uploads it, in base64. Raises Unusable."""
    if len(chosen) > LARGEST * 4 // 3 + 4:
        raise Unusable("too_big")
    try:
        content = base64.b64decode(chosen, validate=True)
    except binascii.Error:
        raise Unusable("no_json") from None
    return secrets_file.read(content)
