"""The state that an addon of Odoo's own keeps of its synchronisation: read, taken away, given back.

Its columns are read and written by SQL. Its models would answer every write of a meeting with a
request to the provider after the commit, and this one must not be told to anybody.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

MODELS = ("calendar.event", "calendar.recurrence")


@dataclass(frozen=True, slots=True)
class FormerMeeting:
    """A meeting the other addon keeps in step.

    `edited` is when an edit was made that it has not sent yet (naive UTC), `alive` whether the
    meeting is still on the calendar here; `people` are ids of users: the organizer first, None if
    that is no user, then the attendees.
    """

    model: str
    id: int
    remote_id: str
    uid: str
    edited: datetime | None
    alive: bool
    organizer: int | None
    people: frozenset[int]


class Former:
    """Reads and changes the state of one `models.predecessor.Predecessor`."""

    def __init__(self, env, predecessor):
        self._env = env(su=True)
        self._is = predecessor

    def is_present(self):
        """Tell whether the addon is installed."""
        fields = self._env["calendar.event"]._fields
        return self._is.remote_id in fields and self._is.stopped in self._env["res.users"]._fields

    def in_charge(self, users):
        """Return those of some users whose calendar the other addon synchronises right now."""
        if not self.is_present():
            return users.browse()
        return users.sudo().filtered(lambda one: one[self._is.grant] and not one[self._is.stopped])

    def users(self):
        """Return the users who connected their calendar to it at some time."""
        if not self.is_present():
            return self._env["res.users"]
        names = (self._is.grant, *self._is.traces)
        known = Domain.OR([(name, "!=", False)] for name in names)
        return self._env["res.users"].search(known, order="id")

    def token(self, user):
        """Return a user's refresh token, empty if there is none."""
        return user[self._is.grant] or ""

    def meetings(self):
        """Return the meetings it keeps in step, those on the calendar first; each id only once."""
        self._env.flush_all()
        found = {}
        for model, query in zip(MODELS, (self._events(), self._series()), strict=True):
            for row in self._env.execute_query_dict(query):
                found.setdefault(row["remote_id"], self._meeting(model, row))
        return [one for one in found.values() if one.alive or one.edited]

    def _meeting(self, model, row):
        return FormerMeeting(
            model=model,
            id=row["id"],
            remote_id=row["remote_id"],
            uid=row["uid"] or "",
            edited=row["write_date"] if row["pending"] else None,
            alive=row["alive"],
            organizer=row["organizer"],
            people=frozenset([*row["people"], *filter(None, [row["organizer"]])]),
        )

    def _events(self):
        return SQL(
            """
            SELECT m.id, m.%(remote_id)s AS remote_id, COALESCE(%(uid)s, '') AS uid, m.write_date,
                   COALESCE(m.%(pending)s, FALSE) AS pending, m.active AS alive,
                   m.user_id AS organizer, %(people)s AS people
              FROM calendar_event m
             WHERE m.%(remote_id)s IS NOT NULL AND m.recurrence_id IS NULL
             ORDER BY m.active DESC, m.id
            """,
            **self._columns(),
            people=_people(SQL("m.id")),
        )

    def _series(self):
        return SQL(
            """
            SELECT m.id, m.%(remote_id)s AS remote_id, COALESCE(%(uid)s, '') AS uid,
                   GREATEST(m.write_date, e.write_date) AS write_date,
                   COALESCE(m.%(pending)s, FALSE) AS pending, e.alive,
                   o.user_id AS organizer, %(people)s AS people
              FROM calendar_recurrence m
              JOIN (SELECT recurrence_id, MIN(id) AS first, BOOL_OR(active) AS alive,
                           MAX(write_date) AS write_date
                      FROM calendar_event GROUP BY recurrence_id) e ON e.recurrence_id = m.id
              JOIN calendar_event o ON o.id = COALESCE(m.base_event_id, e.first)
             WHERE m.%(remote_id)s IS NOT NULL
             ORDER BY e.alive DESC, m.id
            """,
            **self._columns(),
            people=_people(SQL("o.id")),
        )

    def _columns(self):
        remote_id = SQL.identifier(self._is.remote_id)
        guess = SQL("m.%s || %s", remote_id, self._is.uid_suffix)
        told = self._is.uid_field and SQL("m.%s", SQL.identifier(self._is.uid_field))
        pending = SQL.identifier(self._is.pending)
        return {"remote_id": remote_id, "pending": pending, "uid": told or guess}

    def moved(self):
        """Return the occurrences that do not stand where their rule had put them.

        Tuples of an id and a naive UTC start.
        """
        known = self._env["calendar.event"].search(
            [("recurrence_id", "!=", False), (self._is.original_field, "!=", False)]
        )
        for series, events in known.grouped("recurrence_id").items():
            usual = usual_time(series)
            for event in events.filtered(lambda one: not one.original_start):
                told = self._is.original(event[self._is.original_field])
                original = original_start(told, event.allday, usual)
                if original and not is_at(event, original):
                    yield event.id, original

    # -- taken away, given back --------------------------------------------------------------------

    def stop(self, users):
        """Let it do nothing any more for anybody; return what `go_on` needs."""
        cron = self._env.ref(self._is.cron, raise_if_not_found=False)
        kept = {
            "cron": bool(cron and cron.active),
            "users": {str(user.id): self._state(user) for user in users},
            "ids": {model: self._forget_ids(model) for model in MODELS},
        }
        if cron:
            cron.active = False
        for user in users:
            self._store_tokens(user, dict.fromkeys(self._is.tokens, False))
            told = dict.fromkeys(self._is.traces, False)
            self._settings(user).write({**told, self._is.stopped: True})
        return kept

    def go_on(self, users, tokens, kept):
        """Let it go on as before, from where it had read: read anew, it would write all anew.

        :param tokens: refresh tokens by user
        :param kept: what `stop` returned
        """
        for model, rows in kept["ids"].items():
            self._restore_ids(model, rows)
        for user in users:
            self._store_tokens(user, {self._is.grant: tokens.get(user) or False})
            self._settings(user).write(kept["users"][str(user.id)])
        cron = self._env.ref(self._is.cron, raise_if_not_found=False)
        if cron:
            cron.active = kept["cron"]

    def _settings(self, user):
        return self._env["res.users.settings"]._find_or_create_for_user(user)

    def _state(self, user):
        """Return what a user's settings say of the synchronisation, as JSON."""
        [found] = self._settings(user).read([self._is.stopped, *self._is.traces], load=None)
        del found["id"]
        return json.loads(json.dumps(found, default=fields.Datetime.to_string))

    def _store_tokens(self, user, values):
        holder = user if self._is.holder == user._name else self._settings(user)
        holder.write(values)

    def _ids(self, model):
        return [name for name in self._is.ids if name in self._env[model]._fields]

    def _forget_ids(self, model):
        """Forget the ids of all meetings; return them: rows of a record's id and its values."""
        ids = [SQL.identifier(name) for name in self._ids(model)]
        known = SQL(" OR ").join(SQL("%s IS NOT NULL", one) for one in ids)
        name = SQL.identifier(self._env[model]._table)
        pending = SQL.identifier(self._is.pending)
        rows = self._env.execute_query(
            SQL("SELECT id, %s FROM %s WHERE %s", SQL(", ").join(ids), name, known)
        )
        empty = SQL(", ").join(SQL("%s = NULL", one) for one in ids)
        self._env.cr.execute(
            SQL("UPDATE %s SET %s, %s = FALSE WHERE %s OR %s", name, empty, pending, known, pending)
        )
        self._env.invalidate_all()
        return rows

    def add_links(self, links):
        """Give it the ids of links, also of meetings that are newer than the take-over.

        What is still to be sent is its to send.
        """
        for model, field in zip(MODELS, ("event_id", "recurrence_id"), strict=True):
            for link in links.filtered(lambda one: one[field] and one.remote_id):  # noqa: B023
                meeting = link[field]
                known = {self._is.remote_id: link.remote_id, self._is.uid_field: meeting.ical_uid}
                values = [known.get(name) for name in self._ids(model)]
                self._set_ids(model, meeting.id, values, bool(link.dirty_since))
        self._env.invalidate_all()

    def _restore_ids(self, model, rows):
        self._env.flush_all()
        for record_id, *values in rows:
            self._set_ids(model, record_id, values)
        self._env.invalidate_all()

    def _set_ids(self, model, record_id, values, pending=False):
        pairs = zip((*self._ids(model), self._is.pending), (*values, pending), strict=True)
        changes = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), one) for name, one in pairs)
        table = SQL.identifier(self._env[model]._table)
        self._env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", table, changes, record_id))


def usual_time(series):
    """Return the zone of a series, and the time of day at which most occurrences start in it."""
    zone = ZoneInfo(series.event_tz or "UTC")
    starts = (one.start.replace(tzinfo=UTC).astimezone(zone) for one in series.calendar_event_ids)
    [(hour, _count)] = Counter(one.time() for one in starts).most_common(1)
    return zone, hour


def original_start(told, allday, usual):
    """Return an original start (naive UTC) from what an id tells: a start, a day, or nothing."""
    if told is None or isinstance(told, datetime):
        return told
    if allday:
        return datetime.combine(told, time(8))
    zone, hour = usual
    return datetime.combine(told, hour, zone).astimezone(UTC).replace(tzinfo=None)


def is_at(event, start):
    """Tell whether an occurrence starts there; whole days have no time."""
    return event.start.date() == start.date() if event.allday else event.start == start


def _people(event_id):
    """Return the SQL of an array: the users who attend an event."""
    return SQL(
        """
        ARRAY(SELECT u.id FROM calendar_attendee a JOIN res_users u ON u.partner_id = a.partner_id
               WHERE a.event_id = %s)
        """,
        event_id,
    )
