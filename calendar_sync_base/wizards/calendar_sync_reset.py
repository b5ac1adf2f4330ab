"""The wizard that resets an account, with the choices that Odoo's users know."""

from markupsafe import Markup, escape

from odoo import api, fields, models

from ..models.lists import people
from ..models.product import product_name


class CalendarSyncReset(models.TransientModel):
    """What happens to existing events, and with which events synchronising begins again."""

    _name = "calendar.sync.reset"
    _description = "Reset of a Calendar Account"

    account_id = fields.Many2one("calendar.sync.account", required=True, readonly=True)
    delete_policy = fields.Selection(
        [
            ("dont_delete", "Leave them untouched"),
            ("delete_remote", "Delete from the current remote calendar account"),
            ("delete_odoo", "Delete from this calendar"),
            ("delete_both", "Delete from both"),
        ],
        "User's Existing Events",
        required=True,
        default="dont_delete",
        help="This will only affect events for which the user is the owner",
    )
    sync_policy = fields.Selection(
        [
            ("new", "Synchronize only new events"),
            ("all", "Synchronize all existing events"),
        ],
        "Next Synchronization",
        required=True,
        default="new",
    )
    with_mails = fields.Boolean("Delete meetings with guests, too, and have their guests mailed")
    delete_policy_labels = fields.Json(compute="_compute_delete_policy_labels")
    count_here = fields.Integer(compute="_compute_counts")
    count_there = fields.Integer(compute="_compute_counts")
    kept_there = fields.Integer(compute="_compute_counts", help="Would mail guests: not deleted.")
    mail_count = fields.Integer(compute="_compute_counts")
    could_mail = fields.Boolean(compute="_compute_counts")
    mailed = fields.Char(compute="_compute_counts")
    consequences = fields.Html(compute="_compute_consequences", sanitize=False)

    @api.depends("account_id")
    def _compute_delete_policy_labels(self):
        product = product_name(self.env)
        for wizard in self:
            label = wizard._account()._provider().label if wizard.account_id else ""
            wizard.delete_policy_labels = {
                "delete_remote": self.env._("Delete from the current %s Calendar account", label),
                "delete_odoo": self.env._("Delete from %s", product),
            }

    @api.depends("account_id", "delete_policy", "with_mails")
    def _compute_counts(self):
        for wizard in self:
            here, there, mails = wizard._chosen()
            sent = mails if wizard.with_mails else {}
            wizard.count_here = len(here)
            wizard.count_there = len(there) if wizard.with_mails else len(there) - len(mails)
            wizard.kept_there = 0 if wizard.with_mails else len(mails)
            wizard.mail_count = sum(map(len, sent.values()))
            wizard.could_mail = bool(mails)
            wizard.mailed = self._named(mails)

    @api.depends("account_id", "delete_policy", "with_mails", "sync_policy")
    def _compute_consequences(self):
        for wizard in self:
            lines = wizard._sentences() if wizard.account_id else []
            items = Markup("").join(Markup("<li>%s</li>") % one for one in lines)
            wizard.consequences = Markup("<ul class='mb-0'>%s</ul>") % items

    def action_confirm(self):
        """Begin to reset, and close."""
        self.ensure_one()
        here, there, mails = self._chosen()
        allowed = there if self.with_mails else there - there.browse(one.id for one in mails)
        self._account()._reset(here, allowed, self.sync_policy)
        return {"type": "ir.actions.act_window_close"}

    # -- what is shown -----------------------------------------------------------------------------

    def _account(self):
        """Return the account for the server to look at; raises AccessError for others' accounts."""
        return self.account_id._checked()

    def _chosen(self):
        """Return the links deleted here and there, and whom the latter would mail, by link."""
        account = self._account() if self.account_id else self.account_id
        none = self.env["calendar.sync.link"].sudo()
        if not account:
            return none, none, {}
        here = self.delete_policy in ("delete_odoo", "delete_both")
        there = self.delete_policy in ("delete_remote", "delete_both")
        reachable = there and account._can_delete_there()
        links = account._deletable_there() if reachable else none
        return account._deletable_here() if here else none, links, account._mailing(links)

    def _named(self, mails):
        return people(self.env, (pair for some in mails.values() for pair in some))

    def _sentences(self):
        return [escape(one) for one in (*self._deletions(), *self._mails(), *self._afterwards())]

    def _deletions(self):
        account, product = self._account(), product_name(self.env)
        label = account._provider().label
        env = self.env
        yield env._(
            "Events deleted from %(product)s: %(count)s",
            count=self.count_here,
            product=product,
        )
        yield env._(
            "Events deleted from %(provider)s: %(count)s",
            count=self.count_there,
            provider=label,
        )
        wanted = self.delete_policy in ("delete_remote", "delete_both")
        if wanted and not account._can_delete_there():
            yield env._(
                "%s cannot be reached with this account any more: its events stay there.", label
            )

    def _mails(self):
        label = self._account()._provider().label
        env = self.env
        if self.kept_there:
            yield env._(
                "Events that stay in %(provider)s, because it would mail their guests: "
                "%(count)s (%(people)s)",
                count=self.kept_there,
                provider=label,
                people=self.mailed,
            )
        if self.mail_count:
            yield env._(
                "Cancellations that %(provider)s mails: %(count)s (%(people)s)",
                provider=label,
                count=self.mail_count,
                people=self.mailed,
            )
        else:
            yield env._("Nobody is mailed.")

    def _afterwards(self):
        env = self.env
        yield env._("The account is disconnected; connect it, or another one, to go on.")
        if self.count_here or self.count_there:
            yield env._("This can be undone in the history of the account for a month.")
