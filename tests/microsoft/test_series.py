"""Masters and their exceptions are one meeting, however Graph shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import AllDay, Attendee, Recurrence, Response, Timed
from odoo.addons.microsoft_calendar_sync.core.series import (
    gather,
    is_whole,
    original_of,
    put_together,
)

from .samples import (
    OWN,
    UID,
    VIEW,
    all_day,
    at,
    cancelled,
    event,
    exception,
    guest,
    pattern,
    read,
    remote,
    series,
)

HOUR = timedelta(hours=1)
RULE = ("RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",)


def slot(day, hour=9):
    """Return a slot of `series` as an original start."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC)


def rule(shown, *exceptions):
    """Return the recurrence of a series."""
    return read(shown, *exceptions).recurrence


def test_a_series_without_exceptions():
    """A master is a meeting with its rule; the clock of its zone is kept over the change."""
    found = read(series())
    assert found.recurrence == Recurrence(RULE)
    assert slots(found)[2:4] == [slot("2026-03-24"), slot("2026-03-31", 8)]


def test_one_answer_is_a_whole_series():
    """One request for a master brings everything there is of a series."""
    shown = series(exceptionOccurrences=[exception("2026-03-17", subject="Special")])
    whole = put_together(shown)
    assert "exceptionOccurrences" not in whole.master
    assert [one["id"] for one in whole.exceptions] == ["event/1=2026-03-17"]
    assert read(whole.master, *whole.exceptions).recurrence.overrides[0].changes == (
        ("title", "Special"),
    )


def test_what_is_whole():
    """A listed master says nothing of its occurrences; a single event is all there is."""
    bare = series()
    del bare["cancelledOccurrences"]
    assert not is_whole(bare)
    assert is_whole(series())
    assert is_whole(event())


def test_a_cancelled_occurrence_is_excluded():
    """An occurrence that was deleted in Outlook is one that does not take place."""
    names = [cancelled("2026-03-17"), cancelled("2026-03-31")]
    found = rule(series(cancelledOccurrences=names))
    assert found.excluded == {slot("2026-03-17"), slot("2026-03-31", 8)}


def test_a_called_off_exception_is_excluded():
    """An occurrence that the organizer called off is one that does not take place."""
    found = rule(series(), exception("2026-03-17", isCancelled=True, subject="Canceled: x"))
    assert found == Recurrence(RULE, frozenset({slot("2026-03-17")}))


def test_the_day_of_a_cancelled_occurrence_is_that_of_the_series():
    """Late in the evening of New York it is the next day in UTC: the wall decides."""
    shown = series(
        start=at("2026-03-11T01:00:00"),
        end=at("2026-03-11T02:00:00"),
        originalStartTimeZone="Eastern Standard Time",
        cancelledOccurrences=[cancelled("2026-03-17")],
    )
    assert rule(shown).excluded == {slot("2026-03-18", 1)}


def test_an_exception_is_what_differs_from_its_series():
    """Only the fields in which an occurrence differs are an override."""
    moved = {"start": at("2026-03-17T12:00:00"), "end": at("2026-03-17T13:00:00")}
    found = rule(series(), exception("2026-03-17", **moved), exception("2026-03-24"))
    noon = slot("2026-03-17", 12)
    span = Timed(noon, noon + HOUR, "Europe/Berlin")
    assert found.overrides == (override(slot("2026-03-17"), {"span": span}),)


def test_a_moved_exception_keeps_its_original_start():
    """An occurrence is known by where its series had it, wherever it was moved to."""
    moved = exception("2026-03-17", start=at("2026-03-18T12:00:00"), end=at("2026-03-18T13:00:00"))
    assert [one.original for one in rule(series(), moved).overrides] == [slot("2026-03-17")]


def test_exceptions_after_the_change_of_the_clocks():
    """In summer the same time on the wall is another instant; the occurrence is no exception."""
    same = exception("2026-03-31", hour="08")
    assert rule(series(), same).overrides == ()


def test_an_exception_of_whole_days():
    """An exception of an all-day series is known by its date, at whichever midnight it is shown."""
    shown = all_day(
        "2026-03-10", "2026-03-11", recurrence=pattern("daily"), cancelledOccurrences=[]
    )
    for stamp in ("2026-03-12T00:00:00Z", "2026-03-11T23:00:00Z"):
        changed = all_day(
            "2026-03-12", "2026-03-13", originalStart=stamp, subject="x", seriesMasterId="event/1="
        )
        assert [one.original for one in rule(shown, changed).overrides] == [date(2026, 3, 12)]


def test_a_cancelled_day_of_whole_days():
    """A cancelled occurrence of an all-day series is its date."""
    shown = all_day(
        "2026-03-10",
        "2026-03-11",
        recurrence=pattern("daily"),
        cancelledOccurrences=[cancelled("2026-03-12")],
    )
    found = read(shown)
    assert isinstance(found.span, AllDay)
    assert found.recurrence.excluded == {date(2026, 3, 12)}


def test_leftovers_of_an_earlier_rule_say_nothing():
    """A cancelled occurrence where the series no longer has any is nothing."""
    shown = series(cancelledOccurrences=[cancelled("2026-03-18"), cancelled("2027-03-16")])
    assert rule(shown).excluded == frozenset()


def test_a_cancelled_occurrence_is_not_overridden_as_well():
    """What does not take place has no changes."""
    shown = series(cancelledOccurrences=[cancelled("2026-03-17")])
    assert rule(shown, exception("2026-03-17", subject="x")).overrides == ()


def test_a_hidden_list_of_an_exception_removes_nobody():
    """A list that was cut short in one occurrence takes nobody else off it."""
    people = [guest(OWN), guest("ben@example.com")]
    shown = series(attendees=people, isOrganizer=False)
    own = {
        "attendees": [guest(OWN)],
        "hideAttendees": True,
        "isOrganizer": False,
        "responseStatus": {"response": "declined"},
    }
    (found,) = rule(shown, exception("2026-03-17", **own)).overrides
    assert dict(found.changes)["attendees"] == (
        Attendee(OWN, response=Response.DECLINED),
        Attendee("ben@example.com"),
    )


@pytest.mark.parametrize("name", ["OID.event/1=.someday", "nonsense", "OID.event/1=."])
def test_a_cancellation_that_cannot_be_understood_is_told(name):
    """An occurrence taken for one that takes place would be brought back: that is told."""
    with pytest.raises(Unreadable):
        read(series(cancelledOccurrences=[name]))


@pytest.mark.parametrize("stamp", [None, "", "soon", 3])
def test_an_exception_without_its_place_is_told(stamp):
    """An exception that does not say where it belongs cannot be read."""
    with pytest.raises(Unreadable):
        original_of(exception("2026-03-17", originalStart=stamp), read(series()).span, VIEW)


def test_a_guest_of_one_occurrence_only():
    """An occurrence whose series is not there is a meeting of its own, told from its siblings."""
    alone = exception("2026-03-17", iCalUId=UID[:32] + "07EA0311" + UID[40:])
    seen = remote(alone)
    assert seen.meeting.recurrence is None
    assert seen.uid == f"{UID}#20260317T090000Z"
    assert seen.marker == ""


def test_the_version_covers_the_occurrences():
    """A changed or deleted occurrence changes the series, though the master stays the same."""
    versions = {
        remote(series()).etag,
        remote(series(cancelledOccurrences=[cancelled("2026-03-17")])).etag,
        remote(series(), exception("2026-03-17", subject="x")).etag,
        remote(series(), exception("2026-03-17", subject="x", **{"@odata.etag": 'W/"2"'})).etag,
    }
    assert len(versions) == 4


def test_the_latest_of_all_clocks():
    """A series was last changed when its latest part was."""
    late = exception("2026-03-17", lastModifiedDateTime="2026-03-05T10:00:00Z")
    assert remote(series(), late).updated == datetime(2026, 3, 5, 10, tzinfo=UTC)


def test_a_rule_that_cannot_be_understood_is_told():
    """A pattern of another kind is not taken for a single event."""
    with pytest.raises(Unreadable):
        read(series(recurrence={"pattern": {"type": "lunar"}, "range": {}}))


def custom(**more):
    """Return a series made in a zone that has no name."""
    shown = series(originalStartTimeZone="tzone://Microsoft/Custom", **more)
    shown["recurrence"]["range"]["recurrenceTimeZone"] = "tzone://Microsoft/Custom"
    return shown


def test_a_series_in_a_nameless_zone():
    """Days that a nameless zone leaves in doubt are told and not guessed."""
    assert read(custom()).span.zone == "UTC"
    # Late on Tuesday somewhere in the West is Wednesday in UTC.
    with pytest.raises(Unreadable):
        read(custom(start=at("2026-03-11T02:00:00"), end=at("2026-03-11T03:00:00")))


def thin(day):
    """Return an occurrence as a delta round shows it."""
    whole = exception(day, type="occurrence")
    return {key: whole[key] for key in ("id", "type", "seriesMasterId", "start", "end")}


def removed(event_id):
    """Return what a delta round says of an event that is no longer in it."""
    return {"id": event_id, "@removed": {"reason": "deleted"}}


def test_a_round_is_sorted():
    """Events, occurrences and what was removed are told apart, in whichever order they come."""
    found = gather([thin("2026-03-17"), event(id="a"), removed("b"), series()])
    assert set(found.events) == {"a", "event/1="}
    assert set(found.occurrences["event/1="]) == {"event/1=2026-03-17"}
    assert found.removed == {"b"}
    assert found.masters() == {"event/1="}


def test_the_last_of_repeated_items_wins():
    """A round repeats items: what was said last holds."""
    found = gather([event(id="a", subject="1"), event(id="a", subject="2")])
    assert found.events["a"]["subject"] == "2"
    assert gather([removed("a"), event(id="a")]).removed == set()
    gone = gather([event(id="a"), thin("2026-03-17"), removed("a"), removed("event/1=2026-03-17")])
    assert gone.events == {}
    assert gone.occurrences["event/1="] == {}
    assert gone.removed == {"a", "event/1=2026-03-17"}


def test_a_series_is_noticed_by_its_occurrences():
    """The master may be missing from a round: its occurrences name it."""
    assert gather([thin("2026-03-17")]).masters() == {"event/1="}


def test_a_guest_of_one_whole_day_only():
    """An occurrence of whole days is told from its siblings by its date."""
    days = {
        "isAllDay": True,
        "start": {"dateTime": "2026-03-17T00:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-18T00:00:00", "timeZone": "UTC"},
        "originalStart": "2026-03-17T00:00:00Z",
    }
    alone = exception("2026-03-17", iCalUId=UID[:32] + "07EA0311" + UID[40:], **days)
    assert remote(alone).uid == f"{UID}#20260317"
