"""The contract of invitations, answers and mails; and of change channels."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    DeleteRemote,
    Notify,
    Respond,
    Role,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.errors import (
    Gone,
    Refused,
)
from odoo.addons.calendar_sync_base.core.mail import mails_caused
from odoo.addons.calendar_sync_base.core.values import (
    Attendee,
    Response,
)
from odoo.addons.calendar_sync_base.engine.ports import Channel

from .bench import (
    INVITING,
    SERIES,
    SINGLE,
    Bench,
    create,
    update,
)
from .harness import GUEST, OWN, STRANGER


class People:
    """Invitations, answers, and who is mailed."""

    def test_silence_mails_nobody(self, harness, bench):
        """Writes that shall mail nobody do not (promise 1)."""
        if not harness.abilities.silent:
            pytest.skip("this service cannot be silent")
        made = bench.do(create(INVITING))
        made = bench.do(update(made, MeetingChanges({"location": "Room 4"})))
        bench.do(DeleteRemote(1, made.remote_id, made.etag))
        assert harness.mails() == []

    def test_an_invitation_is_mailed_once(self, harness, bench):
        """A meeting that shall be told is told each guest once (promise 4)."""
        bench.do(create(INVITING, notify=Notify.ALL))
        bench.try_one(create(INVITING, notify=Notify.ALL))
        assert harness.mails() == [(GUEST, "invitation")]

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "Sit-down"},
            {"attendees": (Attendee(STRANGER),)},
            {"attendees": (Attendee(GUEST), Attendee(STRANGER))},
            {"attendees": ()},
        ],
    )
    def test_mails_are_those_of_the_plan(self, harness, bench, fields):
        """Whom a plan says it mails, and why, is whom the service mails (promises 1 and 4)."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        change = update(made, MeetingChanges(fields), notify=Notify.ALL)
        changed = bench.do(change)
        deletion = DeleteRemote(1, made.remote_id, changed.etag, Notify.ALL, changed.meeting)
        bench.do(deletion)
        planned = [create(INVITING, notify=Notify.ALL), change, deletion]
        silent = harness.abilities.silent
        assert Counter(harness.mails()) == Counter(mails_caused(planned, OWN, silent))

    def test_a_series_is_mailed_once(self, harness, bench):
        """A series is one meeting, and one mail (promise 4)."""
        bench.do(create(replace(SERIES, attendees=INVITING.attendees), notify=Notify.ALL))
        assert harness.mails() == [(GUEST, "invitation")]

    def test_a_copy_mails_nobody(self, harness, bench):
        """A private copy of somebody else's meeting reaches nobody but its owner."""
        bench.do(create(INVITING, role=Role.COPY))
        assert harness.mails() == []
        assert Bench(harness, GUEST).live() == []

    def test_a_cancellation_is_mailed(self, harness, bench):
        """A deletion that shall be told is told."""
        made = bench.do(create(INVITING))
        before = len(harness.mails())
        bench.do(DeleteRemote(1, made.remote_id, made.etag, Notify.ALL, INVITING))
        assert harness.mails()[before:] == [(GUEST, "cancellation")]

    def test_a_guest_gets_the_meeting(self, harness, bench):
        """A guest's calendar shows the meeting, organized by somebody else."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        (copy,) = Bench(harness, GUEST).live()
        assert copy.uid == made.uid
        assert not copy.organizer_self
        assert copy.meeting.organizer.email == OWN
        if harness.abilities.same_id_for_guests:
            assert copy.remote_id == made.remote_id

    def test_a_guests_answer_reaches_the_organizer(self, harness, bench):
        """An answer given by us arrives at the organizer's event (promise 36)."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        guest = Bench(harness, GUEST)
        (copy,) = guest.live()
        guest.do(Respond(1, copy.remote_id, copy.etag, GUEST, Response.ACCEPTED, copy.meeting))
        assert bench.get(made.remote_id).meeting.attendee(GUEST).response is Response.ACCEPTED

    def test_an_answer_given_there_is_listed(self, harness, bench):
        """An answer a guest gave in their own calendar is in the organizer's listing."""
        bench.do(create(INVITING, notify=Notify.ALL))
        (copy,) = Bench(harness, GUEST).live()
        cursor = bench.listing().cursor
        harness.person(GUEST).answer(copy.remote_id, Response.TENTATIVE)
        (event,) = bench.listing(cursor).events
        assert event.meeting.attendee(GUEST).response is Response.TENTATIVE

    def test_an_answer_survives_an_edit(self, harness, bench):
        """Editing something else does not reset anybody's answer (promise 36)."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        (copy,) = Bench(harness, GUEST).live()
        harness.person(GUEST).answer(copy.remote_id, Response.ACCEPTED)
        seen = bench.get(made.remote_id)
        changed = bench.do(update(seen, MeetingChanges({"description": "Bring coffee"})))
        assert changed.meeting.attendee(GUEST).response is Response.ACCEPTED

    def test_a_guest_changes_nothing_but_the_answer(self, harness, bench):
        """A guest's connection cannot change what is the organizer's (promise 11)."""
        bench.do(create(INVITING, notify=Notify.ALL))
        guest = Bench(harness, GUEST)
        (copy,) = guest.live()
        outcome = guest.try_one(update(copy, MeetingChanges({"title": "Mine now"})))
        assert isinstance(outcome.error, Refused)

    def test_adding_and_removing_guests(self, bench):
        """The guest list can be changed; a stranger to the service is fine."""
        made = bench.do(create(INVITING))
        both = (Attendee(GUEST), Attendee(STRANGER, optional=True))
        changed = bench.do(update(made, MeetingChanges({"attendees": both})))
        assert changed.meeting.attendees == both
        alone = bench.do(update(changed, MeetingChanges({"attendees": ()})))
        assert alone.meeting.attendees == ()

    def test_ids_of_another_mailbox_are_unknown(self, harness, bench):
        """An id is only good with the account it belongs to (promise 46)."""
        made = harness.person(GUEST).create(SINGLE)
        assert bench.get(made) is None
        outcome = bench.try_one(DeleteRemote(1, made, ""))
        assert outcome.error is None or isinstance(outcome.error, Gone | Refused)
        assert Bench(harness, GUEST).get(made).meeting is not None


class Channels:
    """Change channels."""

    def test_open_and_close(self, harness, bench):
        """A channel is granted for a while, can be closed, and closed again."""
        asked = Channel("channel-1", "", "secret", datetime(2026, 6, 1, tzinfo=UTC))
        granted = bench.provider.open_channel(bench.calendar, harness.notified(), asked)
        assert granted.resource_id or granted.channel_id != asked.channel_id
        assert granted.expires <= asked.expires
        bench.provider.close_channel(granted)
        bench.provider.close_channel(granted)

    def test_take_over(self, harness, bench):
        """A channel goes on: prolonged, or followed by another."""
        asked = Channel("channel-1", "", "secret", datetime(2026, 6, 1, tzinfo=UTC))
        former = bench.provider.open_channel(bench.calendar, harness.notified(), asked)
        fresh = Channel("channel-2", "", "other", datetime(2026, 6, 1, tzinfo=UTC))
        later = bench.provider.open_channel(bench.calendar, harness.notified(), fresh, former)
        assert later in (
            replace(former, expires=later.expires),
            replace(fresh, resource_id=later.resource_id, expires=later.expires),
        )
        bench.provider.close_channel(later)
