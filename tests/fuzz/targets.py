"""Every parser of what comes from outside, as a function of bytes that lets no surprise through.

A target swallows the refusals that are promised and nothing else. What it accepts has to be of use:
PostgreSQL takes it, it is read back as it was stored, and it can be written to the provider again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from odoo.addons.calendar_sync_base.core import oauth, privacy, recurrence, text
from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.answers import own_answers
from odoo.addons.calendar_sync_base.core.changes import apply, diff
from odoo.addons.calendar_sync_base.core.dirty import Unreadable, rows
from odoo.addons.calendar_sync_base.core.errors import InvalidRule, SyncError
from odoo.addons.calendar_sync_base.core.http import Answer, read_body, retry_after
from odoo.addons.calendar_sync_base.core.likeness import likeness
from odoo.addons.calendar_sync_base.core.observation import Base, RemoteEvent
from odoo.addons.calendar_sync_base.core.readable import readable
from odoo.addons.calendar_sync_base.core.snapshot import dump_base, load_base
from odoo.addons.calendar_sync_base.core.traits import with_traits
from odoo.addons.calendar_sync_base.core.values import FIELDS, AllDay, Meeting, Timed
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.google_calendar_sync.core import batch as google_batch
from odoo.addons.google_calendar_sync.core import calendars as google_calendars
from odoo.addons.google_calendar_sync.core import errors as google_errors
from odoo.addons.google_calendar_sync.core import patch as google_patch
from odoo.addons.google_calendar_sync.core import secrets_file
from odoo.addons.google_calendar_sync.core import series as google_series
from odoo.addons.google_calendar_sync.core.event import View as GoogleView
from odoo.addons.microsoft_calendar_sync.core import batch as microsoft_batch
from odoo.addons.microsoft_calendar_sync.core import calendars as microsoft_calendars
from odoo.addons.microsoft_calendar_sync.core import calls as microsoft_calls
from odoo.addons.microsoft_calendar_sync.core import errors as microsoft_errors
from odoo.addons.microsoft_calendar_sync.core import patch as microsoft_patch
from odoo.addons.microsoft_calendar_sync.core import series as microsoft_series
from odoo.addons.microsoft_calendar_sync.core import signin
from odoo.addons.microsoft_calendar_sync.core.event import View as MicrosoftView
from odoo.addons.microsoft_calendar_sync.engine.cursor import Cursor

OWN = "anna@example.com"
SECRET = b"k" * 32
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
SPANS = (
    Timed(NOW, NOW.replace(hour=10), "Europe/Vienna"),
    AllDay(NOW.date(), NOW.replace(day=29).date()),
)
GOOGLE, MICROSOFT = GoogleView(OWN), MicrosoftView("calendar1", OWN)
Target = Callable[[bytes], None]


# -- what is accepted is of use ----------------------------------------------------------------


def storable(value: object) -> None:
    """Fail for a text anywhere inside that PostgreSQL would refuse, and with it a whole pass."""
    for one in texts_in(value):
        assert "\x00" not in one
        one.encode()


def texts_in(value: object) -> Iterator[str]:
    """Return all texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from texts_in(pair)
    elif isinstance(value, list | tuple | frozenset | set):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def usable(event: RemoteEvent, written: Callable[[Meeting], Any]) -> None:
    """Fail for an event that could not be kept, compared, shown and written back."""
    assert event.remote_id
    storable(event)
    for link in (event.web_link, event.meeting.conference.url if event.meeting else ""):
        assert not link or link.lower().startswith(("http://", "https://"))
    with_traits(event, OWN)
    privacy.busy_only(event)
    if event.meeting is None:
        return
    meeting = event.meeting
    stored = json.dumps(dump_base(Base(meeting, meeting)), allow_nan=False)
    assert load_base(json.loads(stored)) == Base(meeting, meeting)
    likeness(meeting)
    for field in fields(meeting):
        if field.name not in ("recurrence", "attendees_complete"):
            storable(readable(getattr(meeting, field.name)))
    with contextlib.suppress(SyncError):
        json.dumps(written(meeting), allow_nan=False).encode()


def compared(one: Meeting, other: Meeting) -> None:
    """Fail where two meetings cannot be told apart or brought together."""
    found = diff(one, other)
    with contextlib.suppress(SyncError):
        apply(found, one)
        own_answers(found, one, OWN)


# -- events and calendars ----------------------------------------------------------------------


def body_of(data: bytes) -> dict[str, Any]:
    """Return the JSON object of a successful answer, as the transport hands it on."""
    return read_body(200, data) or {}


def google_events(data: bytes) -> None:
    """A page of events."""
    events, exceptions = google_series.gather(rows(body_of(data).get("items")))
    for key, master in events.items():
        _google_event(Whole(master, tuple(exceptions.get(key, {}).values())))
    for parts in exceptions.values():
        for one in parts.values():
            _google_event(Whole(one))


def _google_event(whole: Whole) -> None:
    with contextlib.suppress(Unreadable):
        event = google_series.read_event(whole, GOOGLE)
        usable(event, lambda one: google_patch.new_body(one, "uid", Role.ORGANIZER, "seed"))


def microsoft_events(data: bytes) -> None:
    """A page of a delta round."""
    listed = microsoft_series.gather(rows(body_of(data).get("value")))
    listed.masters()
    for master in listed.events.values():
        _microsoft_event(microsoft_series.put_together(master))
    for parts in listed.occurrences.values():
        for one in parts.values():
            _microsoft_event(Whole(one))


def _microsoft_event(whole: Whole) -> None:
    with contextlib.suppress(Unreadable):
        event = microsoft_series.read_event(whole, MICROSOFT)
        usable(event, lambda one: _microsoft_body(one, whole))


def _microsoft_body(meeting: Meeting, whole: Whole) -> Any:
    made = microsoft_patch.new_body(meeting, "uid", Role.ORGANIZER, "seed", MICROSOFT)
    changes = {name: getattr(meeting, name) for name in FIELDS}
    return [made, microsoft_patch.changed_body(meeting, changes, whole.master, MICROSOFT)]


def google_list(data: bytes) -> None:
    """A page of calendars."""
    for row in rows(body_of(data).get("items")):
        storable(google_calendars.read_calendar(row))


def microsoft_list(data: bytes) -> None:
    """A page of calendars, and the link to the next."""
    body = body_of(data)
    for row in rows(body.get("value")):
        storable(microsoft_calendars.read_calendar(row))
        storable(microsoft_calendars.view_of(row, OWN))
    for link in (microsoft_calls.next_link(body), microsoft_calls.delta_link(body)):
        with contextlib.suppress(SyncError):
            assert microsoft_calls.follow(link, "https://graph.test").path.startswith("/v1.0/")


# -- answers -----------------------------------------------------------------------------------


def refusal(error_of: Callable[[Answer], SyncError | None], data: bytes) -> None:
    """Answers of all statuses with this body."""
    for status in (200, 204, 304, 400, 401, 403, 404, 409, 410, 412, 429, 500, 503):
        body = read_body(status, data)
        error = error_of(Answer(status, {}, body or {}))
        storable([error.detail, error.message, error.reason] if error else [])


def sign_in(data: bytes) -> None:
    """Refusals of Microsoft's sign-in."""
    error = signin.oauth_error(read_body(400, data) or {})
    storable([error.detail, error.message, error.reason])
    signin.shown_error(data.decode("latin-1"))


def google_parts(data: bytes) -> None:
    """The answer to a batch of Google's."""
    for content_type in ("multipart/mixed; boundary=b", data[:40].decode("latin-1")):
        answers = google_batch.decode(content_type, data, 3)
        assert len(answers) == 3
        storable([one and one.body for one in answers])


def microsoft_parts(data: bytes) -> None:
    """The answer to a batch of Graph's."""
    answers = microsoft_batch.decode("application/json", data, 3)
    assert len(answers) == 3
    storable([one and one.body for one in answers])


def waiting(data: bytes) -> None:
    """How long an answer asks to wait."""
    said = data.decode("latin-1")
    for headers in (
        {"retry-after": said},
        {"retry-after": said, "date": "Sat, 28 Nov 2026 09:00:00 GMT"},
        {"retry-after": "Sat, 28 Nov 2026 09:00:00 GMT", "date": said},
    ):
        found = retry_after(headers)
        assert found is None or found >= 0


# -- texts -------------------------------------------------------------------------------------


def rules(data: bytes) -> None:
    """Content lines of a series."""
    lines = tuple(data.decode("utf-8", "replace").splitlines())
    for span in SPANS:
        with contextlib.suppress(InvalidRule, OverflowError):
            found = recurrence.normalise(lines, span)
            assert recurrence.normalise(found, span) == found
            recurrence.expand(span, found)


def descriptions(data: bytes) -> None:
    """Descriptions and links."""
    said = data.decode("utf-8", "replace")
    text.plain(said)
    text.canonical(said)
    link = text.safe_link(said)
    assert not link or link.lower().startswith(("http://", "https://"))


def states(data: bytes) -> None:
    """A `state` that somebody brings, and a way back that somebody asks for."""
    said = data.decode("utf-8", "surrogateescape")
    with contextlib.suppress(oauth.BadState):
        oauth.verify(SECRET, said, NOW, "session")
        raise AssertionError("nobody can make a state of ours")
    oauth.is_local_path(said)


def client_file(data: bytes) -> None:
    """A file that an administrator takes for Google's."""
    with contextlib.suppress(secrets_file.Unusable):
        storable(secrets_file.read(data))


def cursors(data: bytes) -> None:
    """What stands in the database as a cursor."""
    with contextlib.suppress(SyncError):
        Cursor.of(data.decode("latin-1"))


def bases(data: bytes) -> None:
    """What stands in the database as the last agreement."""
    with contextlib.suppress(ValueError, RecursionError):
        base = load_base(json.loads(data))
        if base:
            compared(base.local, base.remote)


TARGETS: dict[str, Target] = {
    "google_events": google_events,
    "google_calendars": google_list,
    "google_batch": google_parts,
    "google_errors": partial(refusal, google_errors.error_of),
    "google_client_file": client_file,
    "microsoft_events": microsoft_events,
    "microsoft_calendars": microsoft_list,
    "microsoft_batch": microsoft_parts,
    "microsoft_errors": partial(refusal, microsoft_errors.error_of),
    "microsoft_sign_in": sign_in,
    "microsoft_cursor": cursors,
    "retry_after": waiting,
    "rules": rules,
    "text": descriptions,
    "state": states,
    "base": bases,
}
