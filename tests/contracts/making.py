"""The contract of making a calendar."""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.calendars import Access

from .bench import SINGLE, WINDOW, create

NAME = "From Odoo"


class Making:
    """A calendar of the account's own, made on request."""

    def test_a_calendar_is_made(self, harness):
        """What was made is a calendar of one's own, is listed, and is not the primary one."""
        provider = harness.maker()
        made = provider.create_calendar(NAME)
        assert (made.name, made.access, made.primary) == (NAME, Access.OWN, False)
        assert made.remote_id in [one.remote_id for one in provider.calendars()]
        assert provider.calendars()[0].primary

    def test_a_made_calendar_is_empty_and_can_be_written(self, harness):
        """Meetings go to the new calendar at once, and to no other."""
        provider = harness.maker()
        made = provider.create_calendar(NAME).remote_id
        assert provider.changes(made, "", WINDOW).events == ()
        (outcome,) = provider.apply(made, [create()])
        assert outcome.error is None
        (event,) = provider.changes(made, "", WINDOW).events
        assert event.meeting.title == SINGLE.title
        primary = provider.calendars()[0].remote_id
        assert provider.changes(primary, "", WINDOW).events == ()
