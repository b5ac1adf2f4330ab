"""What waits for a choice, counted: a first synchronisation, or deletions that were stopped."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.errors import DeletionsHeld
from ..core.preview import Preview, Start
from ..models.calendar_sync_account_start import CHOICES
from ..models.lists import people
from ..models.product import product_name

SHOWN_EVENTS = 50
"""So many events that would be deleted are named; the others are counted."""


class CalendarSyncStart(models.TransientModel):
    """Shows the plan before anything is written, and carries out the answer."""

    _name = "calendar.sync.start"
    _description = "First Synchronization"

    account_id = fields.Many2one("calendar.sync.account", required=True, readonly=True)
    mode = fields.Selection(
        [("start", "First synchronization"), ("deletions", "Deletions"), ("nothing", "Nothing")],
        compute="_compute_mode",
    )
    choice = fields.Selection(CHOICES, "Begin with", required=True, default=Start.ALL.value)
    choice_labels = fields.Json(compute="_compute_choice_labels")
    numbers = fields.Html(compute="_compute_numbers", sanitize=False)
    deletions = fields.Html(compute="_compute_deletions", sanitize=False)

    @api.depends("account_id")
    def _compute_mode(self):
        for wizard in self:
            account = wizard._account()
            held = account.state == "held" and account.error_code == DeletionsHeld.__name__
            looked = account.state == "preview" and account.preview
            wizard.mode = "start" if looked else "deletions" if held else "nothing"

    @api.depends("account_id")
    def _compute_choice_labels(self):
        for wizard in self:
            wizard.choice_labels = {
                Start.IMPORT.value: self.env._(
                    "Only bring the events of %(provider)s to %(product)s", **wizard._names()
                )
            }

    @api.depends("account_id", "choice")
    def _compute_numbers(self):
        for wizard in self:
            found = wizard.mode == "start" and wizard._preview()
            wizard.numbers = found and wizard._by_side(found) + wizard._mails(found)

    @api.depends("account_id")
    def _compute_deletions(self):
        for wizard in self:
            wizard.deletions = wizard.mode == "deletions" and wizard._held()

    def action_start(self):
        """Begin as chosen, and close."""
        self._account().action_start(self.choice)
        return self._close()

    def action_cancel(self):
        """Connect nothing after all: the permission is withdrawn, nothing was written."""
        account = self._account()
        if account.state != "preview":
            raise UserError(self.env._("The synchronization has begun already."))
        said = account.action_forget()
        if said:
            said["params"]["next"] = self._close()
        return said or self._close()

    def action_delete(self):
        """Let the deletions go through."""
        self._account().action_approve_deletions()
        return self._close()

    def action_keep(self):
        """Keep what was to be deleted, on the side where it still is."""
        self._account()._keep_held()
        return self._close()

    def _close(self):
        return {"type": "ir.actions.act_window_close"}

    def _account(self):
        """Return the account for the server to look at; raises AccessError for others' accounts."""
        return self.account_id._checked()

    def _names(self):
        account = self._account()
        label = account._provider().label if account else ""
        return {"provider": label, "product": product_name(self.env)}

    # -- a beginning -------------------------------------------------------------------------------

    def _preview(self):
        known = self._account().preview.get(self.choice) or {}
        return Preview(**known)

    def _by_side(self, found):
        env, names = self.env, self._names()
        rows = [
            ("created", env._("Created"), found.created_here, found.created_there),
            ("changed", env._("Changed"), found.changed_here, found.changed_there),
            ("deleted", env._("Deleted"), found.deleted_here, found.deleted_there),
            ("matched", env._("On both sides already"), found.matched, found.matched),
            ("left", env._("Left alone"), found.left_here, found.left_there),
        ]
        shown = [one for one in rows if one[0] in ("created", "matched", "left") or any(one[2:])]
        head = Markup("<tr><th></th><th class='text-end'>%s</th><th class='text-end'>%s</th></tr>")
        row = Markup(
            "<tr data-row='%s'><th class='fw-normal'>%s</th>"
            "<td class='text-end'>%s</td><td class='text-end'>%s</td></tr>"
        )
        body = Markup("").join(row % one for one in shown)
        table = Markup("<table class='table table-sm mb-2'>%s%s</table>")
        return table % (head % (names["product"], names["provider"]), body)

    def _mails(self, found):
        env, names = self.env, self._names()
        if found.asked:
            said = env._(
                "Events that wait for your yes, because %(provider)s would mail their guests: "
                "%(count)s (%(people)s)",
                count=found.asked,
                people=people(env, found.questions),
                **names,
            )
        elif found.mails:
            mailed = people(env, found.mails)
            said = env._("Mailed by %(provider)s: %(people)s", people=mailed, **names)
        else:
            said = env._("Nobody is mailed.")
        return Markup("<p class='mb-0' data-row='mails'>%s</p>") % said

    # -- deletions ---------------------------------------------------------------------------------

    def _held(self):
        """Return what would be deleted; titles are for the account's own user only."""
        account, env, names = self._account(), self.env, self._names()
        found = [one for calendar in account.calendar_ids for one in calendar.held_details or ()]
        sentences = {
            "here": env._(
                "Deleted from %(provider)s, would be deleted from %(product)s: ", **names
            ),
            "there": env._(
                "Deleted from %(product)s, would be deleted from %(provider)s: ", **names
            ),
        }
        own = self.env.user == account.user_id
        parts = []
        for side, sentence in sentences.items():
            titles = [title for where, _key, title, _start in found if where == side]
            if titles:
                parts.append(Markup("<p class='mb-1'>%s<b>%s</b></p>") % (sentence, len(titles)))
                parts.append(listed(titles) if own else "")
        return Markup("").join(parts)


def listed(titles):
    """Return titles as a list, the first ones."""
    items = Markup("").join(Markup("<li>%s</li>") % (one or "-") for one in titles[:SHOWN_EVENTS])
    more = len(titles) - SHOWN_EVENTS
    return Markup("<ul>%s%s</ul>") % (items, Markup("<li>+%s</li>") % more if more > 0 else "")
