"""Read one event as a neutral meeting."""

from datetime import UTC, timedelta

from odoo.exceptions import MissingError

from ..core.values import (
    AllDay,
    Conference,
    GuestRights,
    Meeting,
    Privacy,
    ShowAs,
    Timed,
)
from . import alarms

PRIVACY = {
    False: Privacy.DEFAULT,
    "public": Privacy.PUBLIC,
    "private": Privacy.PRIVATE,
    "confidential": Privacy.CONFIDENTIAL,
}


class Reader:
    """Reads events; it sees private ones whole, since it never shows them to anybody."""

    def __init__(self, people):
        self._people = people

    def meeting(self, event):
        """Return an event, its series left aside; None when it is archived or gone."""
        event = event.sudo()
        try:
            active = event.active
        except MissingError:
            # deleted in this very transaction
            return None
        return self.content(event) if active else None

    def content(self, event):
        """Return what an event says, archived or not."""
        return Meeting(
            span=span_of(event),
            title=event.name or "",
            description=str(event.description or ""),
            location=event.location or "",
            organizer=self._people.person(event.user_id),
            attendees=self._attendees(event),
            reminders=alarms.read(event.alarm_ids),
            privacy=PRIVACY[event.privacy],
            show_as=ShowAs(event.show_as),
            conference=self._conference(event),
            guest_rights=GuestRights(
                event.guests_can_modify, event.guests_can_invite, event.guests_can_see_others
            ),
        )

    def _attendees(self, event):
        """Return who is invited; an organizer all alone invites nobody, not even themselves."""
        if event.attendee_ids.partner_id == event.user_id.partner_id:
            return ()
        found = {one.email: one for one in map(self._people.attendee, event.attendee_ids) if one}
        return tuple(found[email] for email in sorted(found))

    @staticmethod
    def _conference(event):
        url = event.videocall_location or ""
        return Conference(url, requested=event.conference_requested and not url)


def span_of(event):
    """Return when an event is; days have no zone, times keep that of the series or organizer."""
    if event.allday:
        first = event.start_date or event.start.date()
        last = event.stop_date or event.stop.date()
        return AllDay(first, max(first, last) + timedelta(days=1))
    return Timed(event.start.replace(tzinfo=UTC), event.stop.replace(tzinfo=UTC), zone_of(event))


def zone_of(event):
    """Return the IANA zone in which the meeting's wall clock is kept."""
    return event.recurrence_id.event_tz or event.user_id.tz or event.env.user.tz or "UTC"
