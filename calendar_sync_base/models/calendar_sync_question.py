"""Writes that would mail guests although nobody asked for it wait for a person's yes."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..core import mail
from .lists import joined

WAITING = Domain("waiting_mails", "!=", False)


class CalendarSyncLink(models.Model):
    """A meeting may wait for somebody's yes to the mails that its provider would send."""

    _inherit = "calendar.sync.link"

    mail_question = fields.Char("Would Be Mailed", compute="_compute_mail_question")
    is_waiting = fields.Boolean(
        "Waits for Your Yes", compute="_compute_mail_question", search="_search_is_waiting"
    )

    @api.depends("waiting_mails")
    @api.depends_context("lang")
    def _compute_mail_question(self):
        # sudo: the question holds addresses only
        for link, inner in zip(self, self.sudo(), strict=True):
            people = dict.fromkeys(email for email, _reason in inner.waiting_mails or ())
            link.mail_question = joined(self.env, people)
            link.is_waiting = bool(people)

    @api.model
    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the column itself is shown to nobody
        waiting = self.sudo()._search(WAITING)
        return [("id", "in" if True in value else "not in", waiting)]

    def action_approve_mails(self):
        """Agree to the mails that these meetings wait for, to these and no others."""
        for link, mails in self._questions():
            link.approved_mails = mail.digest(mails)
            link._mark_dirty(tells=False)
        self.account_id._notify_status()

    def action_refuse_mails(self):
        """Leave these meetings there as they are, and do not ask again about the same mails."""
        for link, mails in self._questions():
            link.write({"refused_mails": mail.digest(mails), "waiting_mails": False})
        self.account_id._notify_status()

    def _questions(self):
        """Return the links among these that wait for an answer, each with its mails."""
        self.check_access("read")
        # sudo: links are read-only to people; whoever sees one may answer its question
        waiting = self.sudo().filtered("waiting_mails")
        return [(link, tuple(map(tuple, link.waiting_mails))) for link in waiting]


class CalendarSyncAccount(models.Model):
    """How many meetings of an account wait for a yes."""

    _inherit = "calendar.sync.account"

    question_count = fields.Integer("Waiting for a Yes", compute="_compute_question_count")

    def _compute_question_count(self):
        waiting = Domain("account_id", "in", self.ids) & WAITING & Domain("dirty_since", "=", False)
        # sudo: counted here, shown to whoever sees the account
        links = self.env["calendar.sync.link"].sudo()
        counts = dict(links._read_group(waiting, ["account_id"], ["__count"]))
        for account in self:
            account.question_count = counts.get(account.sudo(), 0)

    def action_open_questions(self):
        """Open the meetings that wait for a yes."""
        self.ensure_one()
        windows = self.env["ir.actions.act_window"]
        action = windows._for_xml_id("calendar_sync_base.action_questions")
        return action | {"domain": [("account_id", "=", self.id), ("is_waiting", "=", True)]}
