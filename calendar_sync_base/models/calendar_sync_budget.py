"""What of the services' quotas is spent, shared by all processes on all hosts.

Each request books its calls in a statement for the whole project and one for its account, committed
at once: a row is locked for a moment, and the clock that counts is the database's.
"""

from contextlib import closing, contextmanager
from functools import partial

from odoo import api, fields, models
from odoo.sql_db import db_connect
from odoo.tools import SQL

from ..core.errors import RateLimited
from ..engine.rest.transport import LONGEST_WAIT

CLOCK = SQL("extract(epoch FROM clock_timestamp())::float8")


class CalendarSyncBudget(models.Model):
    """One row per project and one per account."""

    _name = "calendar.sync.budget"
    _description = "Spent Quota of a Service"
    _log_access = False

    name = fields.Char(required=True, readonly=True)
    used_to = fields.Float("Used Until", digits=None, readonly=True)

    _one_each = models.Constraint("UNIQUE (name)", "There is one row for each.")

    @api.autovacuum
    def _gc_unspent(self):
        # what lies behind the clock says no more than no row
        self.env.cr.execute(SQL("DELETE FROM calendar_sync_budget WHERE used_to < %s", CLOCK))


class CalendarSyncAccount(models.Model):
    """Spends of its own quota and of that of all."""

    _inherit = "calendar.sync.account"

    def _booking(self):
        """Return a function that books calls, for threads: see `Transport.book`."""
        wanted = {
            f"{self.provider}/{self.email or self.user_id.login}": self._granted("account"),
            self.provider: self._granted("project"),
        }
        return partial(book, self.env.cr.dbname, wanted)

    def _granted(self, whose):
        """Return a quota: what the service grants everybody, or as many calls as a parameter."""
        addon = self._provider()
        quota = getattr(addon.quotas, whose)
        return quota.of(int(self._parameter(f"{addon.prefix}_{whose}_quota") or quota.calls))


def book(database, wanted, calls):
    """Book calls with quotas by name; return how many seconds to wait for the last to have room.

    Raises RateLimited, and books nothing with that quota, when they are spent for too long ahead.
    """
    with at_once_committed(database) as cr:
        return max(spend(cr, name, quota, calls) for name, quota in wanted.items())


@contextmanager
def at_once_committed(database):
    """Yield a cursor whose every statement is a transaction that sees what others committed."""
    with closing(db_connect(database).cursor()) as cr:
        cr._cnx.autocommit = True
        try:
            yield cr
        finally:
            cr._cnx.autocommit = False


def spend(cr, name, quota, calls, clock=CLOCK):
    """Spend calls of one quota; return the seconds until there is room for them.

    Raises RateLimited when there is none for longer than anybody waits.
    """
    cost = calls * quota.pace
    statement = SQL(
        """INSERT INTO calendar_sync_budget AS mine (name, used_to)
           VALUES (%(name)s, %(clock)s + %(cost)s) ON CONFLICT (name) DO UPDATE
              SET used_to = GREATEST(mine.used_to + %(cost)s, EXCLUDED.used_to)
            WHERE mine.used_to <= %(clock)s + %(latest)s
           RETURNING used_to - %(clock)s""",
        name=name,
        clock=clock,
        cost=cost,
        latest=quota.ahead + LONGEST_WAIT,
    )
    cr.execute(statement)
    for (ahead,) in cr.fetchall():
        return max(ahead - max(quota.ahead, cost), 0.0)
    raise RateLimited(f"the quota of {name} is spent", retry_after=LONGEST_WAIT)
