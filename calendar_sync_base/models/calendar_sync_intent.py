"""What passes were about to write to providers, kept in transactions of their own.

A pass that is killed, or whose answer is lost, may have written. The next one finds here what, and
takes it for what it is. An intent counts as long as its pair has agreed on nothing new since.
"""

import hashlib
import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import snapshot
from ..core.intents import Intent


class CalendarSyncIntent(models.Model):
    """One write to a remote calendar that was about to be made."""

    _name = "calendar.sync.intent"
    _description = "Intended Write"
    _order = "id"

    # no foreign key: a pass that deletes a link would collide with what it kept of it itself
    link_key = fields.Integer("Link", required=True, index=True)
    # the agreement that the write was planned from
    stamp = fields.Char(required=True)
    # what both sides agree on by it, empty for a deletion
    agreement = fields.Json(groups=fields.NO_ACCESS)

    @api.model
    def _keep(self, intents):
        """Keep intents for good, whatever becomes of the transaction of this environment."""
        stamps = self._stamps(one.key for one in intents)
        values = [
            {
                "link_key": one.key,
                "stamp": stamps[one.key],
                "agreement": one.agreement and snapshot.dump_base(one.agreement),
            }
            for one in intents
        ]
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr, su=True)).create(values)

    @api.model
    def _kept(self, links):
        """Return the intents of links that still count, oldest first, by the link's id."""
        kept = self.search([("link_key", "in", links.ids)]) if links else self
        stamps = self._stamps(kept.mapped("link_key"))
        found = {}
        for one in kept:
            if one.stamp == stamps[one.link_key]:
                intent = Intent(one.link_key, snapshot.load_base(one.agreement))
                found.setdefault(intent.key, []).append(intent)
        return found

    def _stamps(self, link_ids):
        """Return what tells the present agreements of links from earlier ones, by id."""
        links = self.env["calendar.sync.link"].browse(set(link_ids))
        return {one.id: _stamp(one.generation, one.synced_at, one.base) for one in links}

    @api.autovacuum
    def _gc_settled(self):
        """Forget the intents of pairs that have agreed since, or are gone."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM calendar_sync_intent intent WHERE NOT EXISTS (
                       SELECT FROM calendar_sync_link link WHERE link.id = intent.link_key
                       AND (link.synced_at > intent.create_date) IS NOT TRUE
                   )"""
            )
        )


def _stamp(*agreement):
    text = json.dumps(agreement, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
