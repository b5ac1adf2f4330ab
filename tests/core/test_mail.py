"""Who is mailed: a person's own edit of a meeting to come, once, and nobody else ever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    CreateLocal,
    CreateRemote,
    DeleteRemote,
    Notify,
    Role,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply, diff
from odoo.addons.calendar_sync_base.core.mail import (
    Intention,
    digest,
    guests,
    is_over,
    mails_caused,
    notify_for,
    unasked,
)
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import (
    GuestRights,
    Privacy,
    Recurrence,
    Reminders,
    Response,
    ShowAs,
)

from .build import HOUR, MONDAY, NOW, OWN, SINGLE, WEEKLY, date_span, guest, series, timed, utc

BEN = guest("ben@example.com")
INVITED = replace(SINGLE, attendees=(guest(OWN), BEN))
REPEATED = replace(WEEKLY, attendees=(BEN,))
SLOTS = slots(WEEKLY)


def decided(before, after, now=NOW, role=Role.ORGANIZER, personal=True):
    """Return who is told about a change from one meeting to another."""
    changes = diff(before, after) if before and after else None
    return notify_for(before, after, changes, Intention(role, personal, OWN, now))


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "New"},
        {"description": "New"},
        {"location": "New"},
        {"span": timed(MONDAY + HOUR)},
        {"attendees": (BEN, guest("carl@example.com"))},
        {"attendees": ()},
    ],
)
def test_what_guests_see_is_told(edit):
    """A person's edit of what guests see is told to them (promise 4)."""
    assert decided(INVITED, INVITED.with_changes(edit)) is Notify.ALL


@pytest.mark.parametrize(
    "edit",
    [
        {"reminders": Reminders(use_default=False)},
        {"privacy": Privacy.PRIVATE},
        {"show_as": ShowAs.FREE},
        {"guest_rights": GuestRights(modify=True)},
        {"attendees": (guest(OWN, response=Response.ACCEPTED), BEN)},
    ],
)
def test_what_guests_do_not_see_is_not_told(edit):
    """Reminders, privacy and answers passed on mail nobody (promise 45)."""
    assert decided(INVITED, INVITED.with_changes(edit)) is Notify.NOBODY


def test_new_and_deleted():
    """An invitation and a cancellation are told."""
    assert decided(None, INVITED) is Notify.ALL
    assert decided(INVITED, None) is Notify.ALL


def test_nobody_edited():
    """First syncs, repairs and what came from the other side mail nobody (promise 1)."""
    assert decided(None, INVITED, personal=False) is Notify.NOBODY
    assert decided(INVITED, None, personal=False) is Notify.NOBODY


@pytest.mark.parametrize("role", [Role.GUEST, Role.COPY])
def test_only_the_organizer_tells(role):
    """Nobody is told by a guest's or a copy's account."""
    assert decided(None, INVITED, role=role) is Notify.NOBODY


def test_nobody_invited():
    """A meeting with oneself, or with a room, mails nobody."""
    assert decided(None, SINGLE) is Notify.NOBODY
    assert decided(None, replace(SINGLE, attendees=(guest(OWN),))) is Notify.NOBODY
    room = guest("room@example.com", resource=True)
    assert decided(None, replace(SINGLE, attendees=(room,))) is Notify.NOBODY


def test_the_past_is_not_told():
    """Edits of past meetings mail nobody (promise 45)."""
    over = MONDAY + 2 * HOUR
    new = replace(INVITED, title="New")
    assert decided(INVITED, new, now=MONDAY + HOUR / 2) is Notify.ALL
    assert decided(INVITED, new, now=over) is Notify.NOBODY
    assert decided(INVITED, None, now=over) is Notify.NOBODY
    assert decided(INVITED, replace(INVITED, span=timed(over + HOUR)), now=over) is Notify.ALL


def test_a_day_is_over_when_it_is_over_everywhere():
    """Whole days have no zone: they last until the last place on earth is through with them."""
    day = replace(SINGLE, span=date_span(2026, 3, 2))
    assert not is_over(day, utc(2026, 3, 3, 11))
    assert is_over(day, utc(2026, 3, 3, 12))


def test_a_series_is_over_with_its_last_occurrence():
    """A series counts until its last occurrence, moved ones included; an endless one always."""
    last = SLOTS[-1]
    assert not is_over(WEEKLY, last)
    assert is_over(WEEKLY, last + HOUR)
    late = series(overrides={SLOTS[0]: {"span": timed(last + 48 * HOUR)}})
    assert not is_over(late, last + HOUR)
    assert not is_over(series("RRULE:FREQ=WEEKLY;BYDAY=MO"), utc(2060, 1, 1))
    assert not is_over(series("RRULE:FREQ=NEVER"), utc(2060, 1, 1))


def test_occurrences_to_come_are_told():
    """Changing or cancelling an occurrence is told if it is still to come."""
    now = SLOTS[2]
    for index, expected in ((1, Notify.NOBODY), (4, Notify.ALL)):
        slot = SLOTS[index]
        cancelled = replace(REPEATED, recurrence=series(excluded=[slot]).recurrence)
        changed = series(overrides={slot: {"title": "New"}}, attendees=(BEN,))
        assert decided(REPEATED, cancelled, now=now) is expected
        assert decided(REPEATED, changed, now=now) is expected
        assert decided(changed, REPEATED, now=now) is expected


def test_a_reminder_of_one_occurrence_is_not_told():
    """What only oneself sees of one occurrence mails nobody."""
    own = {"reminders": Reminders(use_default=False)}
    changed = series(overrides={SLOTS[4]: own}, attendees=(BEN,))
    assert decided(REPEATED, changed) is Notify.NOBODY


def test_a_new_rule_is_told():
    """A series that repeats otherwise is told."""
    daily = replace(REPEATED, recurrence=Recurrence(("RRULE:FREQ=DAILY;COUNT=9",)))
    assert decided(REPEATED, daily) is Notify.ALL


def test_guests_of_single_occurrences_count():
    """Somebody invited to one occurrence only is a guest."""
    one = series(overrides={SLOTS[1]: {"attendees": (BEN,)}})
    assert guests(one, OWN) == {"ben@example.com"}


class TestMailsCaused:
    """The plan says who would be mailed."""

    added = diff(INVITED, replace(INVITED, attendees=(guest("carl@example.com"),), title="New"))
    update = UpdateRemote(1, "r", "e", INVITED, added, notify=Notify.ALL)

    def test_who_and_why(self):
        """Each guest is named with the reason, once an action."""
        plan = [
            CreateRemote(1, INVITED, "u", "r", notify=Notify.ALL),
            self.update,
            DeleteRemote(1, "r", "e", Notify.ALL, INVITED),
            CreateLocal(1, INVITED),
        ]
        assert mails_caused(plan, OWN) == [
            ("ben@example.com", "invitation"),
            ("carl@example.com", "invitation"),
            ("ben@example.com", "cancellation"),
            ("ben@example.com", "cancellation"),
        ]

    def test_unchanged_guests_get_an_update(self):
        """Guests who stay are told of the change."""
        changes = diff(INVITED, replace(INVITED, title="New"))
        plan = [UpdateRemote(1, "r", "e", INVITED, changes, notify=Notify.ALL)]
        assert mails_caused(plan, {1: OWN}) == [("ben@example.com", "update")]
        assert apply(changes, INVITED).title == "New"

    def test_silent_actions_mail_nobody(self):
        """What shall be silent counts nobody, where the provider can be silent (promise 1)."""
        plan = [
            CreateRemote(1, INVITED, "u", "r"),
            replace(self.update, notify=Notify.NOBODY),
            DeleteRemote(1, "r", "e", meeting=INVITED),
        ]
        assert mails_caused(plan, OWN) == []
        assert len(mails_caused(plan, OWN, silent=False)) == 4

    def test_copies_never_mail(self):
        """Copies have no guests there, whatever the provider."""
        plan = [
            CreateRemote(1, INVITED, "u", "r", Role.COPY),
            replace(self.update, role=Role.COPY),
            DeleteRemote(1, "r", "e"),
        ]
        assert mails_caused(plan, OWN, silent=False) == []

    def test_a_guest_throws_away_only_the_own_copy(self):
        """Deleting one's own copy of somebody's meeting tells nobody."""
        plan = [DeleteRemote(1, "r", "e", meeting=INVITED, role=Role.GUEST)]
        assert mails_caused(plan, OWN, silent=False) == []

    def test_what_guests_do_not_see_mails_nobody(self):
        """A reminder of one's own mails nobody, even where silence cannot be asked for (45)."""
        private = MeetingChanges({"reminders": Reminders(False), "show_as": ShowAs.FREE})
        plan = [UpdateRemote(1, "r", "e", INVITED, private)]
        assert mails_caused(plan, OWN, silent=False) == []

    def test_a_private_reminder_of_one_occurrence_mails_nobody(self):
        """An occurrence that only warns at another time is none of the guests' business (45)."""
        changes = MeetingChanges(overrides={SLOTS[1]: {"reminders": Reminders(False)}})
        plan = [UpdateRemote(1, "r", "e", replace(REPEATED, attendees=(BEN,)), changes)]
        assert mails_caused(plan, OWN, silent=False) == []

    def test_one_more_guest_mails_that_guest(self):
        """Adding a guest invites that guest and leaves the others alone (45)."""
        more = diff(INVITED, replace(INVITED, attendees=(BEN, guest("carl@example.com"))))
        plan = [UpdateRemote(1, "r", "e", INVITED, more, notify=Notify.ALL)]
        assert mails_caused(plan, OWN, silent=False) == [("carl@example.com", "invitation")]

    def test_an_answer_passed_on_mails_nobody(self):
        """Noting what a guest answered is no news to anybody."""
        said = replace(BEN, response=Response.ACCEPTED)
        changes = MeetingChanges({"attendees": (said,)})
        plan = [UpdateRemote(1, "r", "e", INVITED, changes)]
        assert mails_caused(plan, OWN, silent=False) == []


class TestUnasked:
    """What a provider that cannot be silent would mail on its own account."""

    def test_a_wanted_mail_is_no_question(self):
        """A person's own edit mails as it was meant to."""
        plan = [CreateRemote(1, INVITED, "u", "r", notify=Notify.ALL)]
        assert unasked(plan, OWN) == ()

    def test_an_unwanted_mail_is_named(self):
        """What nobody meant to mail is told with its address and reason."""
        assert unasked([CreateRemote(1, INVITED, "u", "r")], OWN) == (
            ("ben@example.com", "invitation"),
        )

    def test_a_yes_is_for_these_mails_alone(self):
        """The name of some mails does not depend on their order, and no others share it."""
        ben, carl = ("ben@example.com", "update"), ("carl@example.com", "update")
        assert digest((ben, carl)) == digest((carl, ben))
        assert len({digest(()), digest((ben,)), digest((carl,)), digest((ben, carl))}) == 4
