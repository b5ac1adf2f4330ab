"""What of the services' quotas is spent, shared by all processes on all hosts.

Each request books its calls for its account and for the whole project, in one statement that is
committed at once: a row is locked for a moment, and the clock that counts is the database's.
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
        return spend(cr, wanted, calls)


@contextmanager
def at_once_committed(database):
    """Yield a cursor whose every statement is a transaction that sees what others committed."""
    with closing(db_connect(database).cursor()) as cr:
        cr._cnx.autocommit = True
        try:
            yield cr
        finally:
            cr._cnx.autocommit = False


def spend(cr, wanted, calls, clock=CLOCK):
    """Spend calls of quotas by name; return the seconds until there is room for them in all.

    Raises RateLimited when one has none for longer than anybody waits; those after it are unspent.
    """
    steps, ahead, source = [], [], SQL()
    for number, (name, quota) in enumerate(wanted.items()):
        step = SQL.identifier(f"spent_{number}")
        steps.append(SQL("%s AS (%s)", step, spending(name, quota, calls, clock, source)))
        source = SQL("FROM %s", step)
        ahead.append(SQL("SELECT name, ahead %s", source))
    cr.execute(SQL("WITH %s %s", SQL(", ").join(steps), SQL(" UNION ALL ").join(ahead)))
    return longest(dict(cr.fetchall()), wanted, calls)


def spending(name, quota, calls, clock, source):
    """Return the statement that spends calls of one quota, if it has room and `source` a row."""
    return SQL(
        """INSERT INTO calendar_sync_budget AS mine (name, used_to)
           SELECT %(name)s, %(clock)s + %(cost)s %(source)s ON CONFLICT (name) DO UPDATE
              SET used_to = GREATEST(mine.used_to + %(cost)s, EXCLUDED.used_to)
            WHERE mine.used_to <= %(clock)s + %(latest)s
           RETURNING name, used_to - %(clock)s AS ahead""",
        name=name,
        clock=clock,
        cost=calls * quota.pace,
        latest=quota.ahead + LONGEST_WAIT,
        source=source,
    )


def longest(ahead, wanted, calls):
    """Return the longest of the waits for some quotas, given how far ahead each is spent now."""
    waits = [0.0]
    for name, quota in wanted.items():
        if name not in ahead:
            raise RateLimited(f"the quota of {name} is spent", retry_after=LONGEST_WAIT)
        waits.append(ahead[name] - max(quota.ahead, calls * quota.pace))
    return max(waits)
