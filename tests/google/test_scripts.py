"""Scripts of calls, answered by hand where no service behaves as oddly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import DeleteRemote, Notify, Respond, UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.errors import (
    Gone,
    MissingScope,
    Refused,
    ServerTrouble,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import Answer, Call
from odoo.addons.calendar_sync_base.core.values import Attendee, Response
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.batching import Batcher, caught
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience, Transport
from odoo.addons.google_calendar_sync.core.calls import delete_event, patch_event
from odoo.addons.google_calendar_sync.engine.answering import delete, respond
from odoo.addons.google_calendar_sync.engine.dialect import GOOGLE
from odoo.addons.google_calendar_sync.engine.series import items_of
from odoo.addons.google_calendar_sync.engine.updating import update
from odoo.addons.google_calendar_sync.engine.writing import Occurrences, seen, settle, shown_by

from ..contracts.wire import Line, Signer, answer
from .harness import Waits
from .samples import OWN, VIEW, cancelled, event, exception, series
from .work import SECOND, SERIES


def play(script, *answers):
    """Answer a script step by step; return the calls it made and what it returned."""
    made = []
    replies = iter(answers)
    calls = next(script)
    while True:
        made.append(calls)
        try:
            calls = script.send([_answer(one) for one in next(replies)])
        except StopIteration as stop:
            return made, stop.value


def _answer(reply):
    return Answer(200, {}, reply) if isinstance(reply, dict) else reply


OCCURRENCES = Occurrences(VIEW, "event1", {})
PATCH = patch_event(OWN, "event1_20260317T090000Z", {"summary": "x"}, Notify.NOBODY)
DELETE = delete_event(OWN, "event1_20260317T090000Z", Notify.NOBODY)


def test_an_occurrence_under_another_id():
    """An occurrence Google calls differently is found by its original start, and written."""
    script = OCCURRENCES.make_sure(SECOND, PATCH, Gone())
    made, body = play(script, [{"items": [{"id": "odd"}]}], [{"id": "odd", "summary": "x"}])
    [[look], [again]] = made
    assert look.path.endswith("/events/event1/instances")
    assert ("originalStart", "2026-03-17T08:00:00Z") in look.query
    assert again == replace(PATCH, path=PATCH.path.replace("event1_20260317T090000Z", "odd"))
    assert body["id"] == "odd"


@pytest.mark.parametrize("items", [[], [{"id": "event1_20260317T080000Z"}]])
def test_an_occurrence_that_is_nowhere(items):
    """An occurrence that is not there cannot be changed, and needs no deletion."""
    with pytest.raises(Gone):
        play(OCCURRENCES.make_sure(SECOND, PATCH, Gone()), [{"items": items}])
    assert play(OCCURRENCES.make_sure(SECOND, DELETE, Gone()), [{"items": items}])[1] == {}


def test_an_answer_needs_no_second_look():
    """What was answered is taken as it is; another error stays one."""
    with pytest.raises(StopIteration) as stop:
        next(OCCURRENCES.make_sure(SECOND, PATCH, Answer(200, {}, {"id": "x"})))
    assert stop.value.value == {"id": "x"}
    with pytest.raises(ServerTrouble):
        next(OCCURRENCES.make_sure(SECOND, PATCH, ServerTrouble()))


def test_what_was_written_cannot_be_read():
    """An answer that cannot be read is one meeting's trouble, not the pass's (promise 20)."""
    for reader in (seen, shown_by):
        with pytest.raises(Refused):
            reader(Whole(event(start=None)), VIEW)


def test_a_master_without_uid():
    """A master that names no iCalUID is all there is to read."""
    bare = {"id": "event1", "status": "confirmed"}
    assert play(items_of(OWN, "event1"), [bare])[1] == [bare]


def test_a_series_that_is_not_shown():
    """A series whose master no longer shows up among its events is gone."""
    seen_ = replace(SERIES, attendees=(Attendee(OWN),))
    answering = Respond(1, "event1", "", OWN, Response.ACCEPTED, seen_, SECOND)
    with pytest.raises(Gone):
        play(respond(answering, VIEW), [exception("2026-03-17")], [{"items": []}])
    changing = UpdateRemote(
        1, "event1", "", SERIES, MeetingChanges(overrides={SECOND: {"title": "x"}})
    )
    with pytest.raises(Gone):
        play(update(changing, VIEW), [series()], [{"items": [cancelled("2026-03-17")]}])


def test_a_deletion_that_fails():
    """A deletion that was not carried out is not taken for one."""
    with pytest.raises(ServerTrouble):
        play(delete(DeleteRemote(1, "event1", '"1"'), VIEW), [ServerTrouble()])


def batcher(*answers):
    """Return a batcher over a line with these answers."""
    patience = Patience(Waits(), lambda: 0.5, attempts=1)
    return Batcher(Transport(GOOGLE, "https://google.test", Signer(), Line(*answers), patience))


def test_a_part_that_was_cut_off():
    """A call without an answer in a batch may have happened: it is unreachable, not done."""
    cut = answer(200, b"--x\r\n", Content_Type="multipart/mixed; boundary=x")
    calls = [Call("GET", "/a"), Call("GET", "/b")]
    assert all(isinstance(one, Unreachable) for one in batcher(cut).send(calls))


def test_an_account_error_in_one_part_is_everybodys():
    """A missing permission in one part ends the whole pass (promise 29)."""
    refused = (
        b"--x\r\nContent-ID: <response-call-1>\r\n\r\nHTTP/1.1 403 No\r\n\r\n"
        b'{"error": {"errors": [{"reason": "insufficientPermissions"}]}}\r\n--x--'
    )
    answered = answer(200, refused, Content_Type="multipart/mixed; boundary=x")
    with pytest.raises(MissingScope):
        batcher(answered).send([Call("GET", "/a"), Call("GET", "/b")])


def test_nothing_to_send():
    """No calls are no request, and no scripts no result."""
    assert batcher().send([]) == []
    assert batcher().run([]) == []


def test_an_account_error_is_not_one_scripts():
    """What concerns the whole account passes through a script; other errors are its own end."""

    def failing(error):
        yield []
        raise error

    with pytest.raises(MissingScope):
        play(caught(failing(MissingScope("x"))), [])
    refused = Refused("x")
    assert play(caught(failing(refused)), []) == ([[]], refused)


def test_guests_of_an_occurrence_on_a_list_cut_short():
    """A list that Google cut short is not written, nor is that of one occurrence (promise 48)."""
    whole = Whole(series(attendees=[{"email": OWN}], attendeesOmitted=True))
    now = shown_by(whole, VIEW)
    special = override(SECOND, {"attendees": (Attendee("x@y.example"),)})
    wanted = replace(now, recurrence=replace(now.recurrence, overrides=(special,)))
    with pytest.raises(StopIteration) as stop:
        next(settle(VIEW, whole, wanted, Notify.ALL))
    assert stop.value.value is whole
