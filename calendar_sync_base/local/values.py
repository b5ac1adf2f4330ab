"""Neutral fields as the values Odoo's `calendar.event` is written with."""

from datetime import UTC, datetime, time, timedelta

from odoo.fields import Command

from ..core.text import tame
from ..core.values import AllDay
from .alarms import METHODS
from .reader import PRIVACY

PRIVACY_OF = {privacy: value for value, privacy in PRIVACY.items()}


class EventValues:
    """Builds values for create and write; contacts and alarms are found or made on the way."""

    def __init__(self, people, alarms, account_partner, untitled):
        self._people = people
        self._alarms = alarms
        self._own = account_partner
        self._untitled = untitled

    def forget(self):
        """Trust no record that a rollback may have taken back."""
        self._people.forget()
        self._alarms.forget()

    def for_create(self, meeting):
        """Return all values of a new event."""
        values = self._plain({name: getattr(meeting, name) for name in PLAIN})
        organizer = self._people.user(meeting.organizer)
        invited = self._invited(meeting.attendees)
        if not invited:
            invited = {self._own: "accepted"} if organizer else {self._own: "needsAction"}
        elif organizer:
            # Outlook does not count the organizer among the attendees. Odoo has to: a meeting
            # stands in the calendars of its attendees only.
            invited = {organizer.partner_id: "accepted"} | invited
        return {
            **values,
            "user_id": organizer.id,
            "partner_ids": [Command.set([one.id for one in invited])],
            "attendee_ids": [
                Command.create({"partner_id": one.id, "state": state})
                for one, state in invited.items()
            ],
        }

    def for_write(self, event, changes):
        """Return the values that carry out `changes` (fields by name) on an event.

        Attendees are not among them: who is invited is a matter of records, see `write_attendees`.
        """
        values = self._plain({name: value for name, value in changes.items() if name in PLAIN})
        if "alarm_ids" in values:
            others = event.alarm_ids.filtered(lambda one: one.alarm_type not in METHODS)
            values["alarm_ids"] = [Command.set(values["alarm_ids"][0][2] + others.ids)]
        if "conference" in changes and changes["conference"].url:
            values["conference_requested"] = False
        return values

    def write_attendees(self, events, attendees):
        """Make these the attendees of events; whoever has no contact is left aside.

        An organizer all alone is not listed (see `Reader`), and stays when others are invited.
        """
        listed = self._invited(attendees)
        for organizer, organized in events.grouped("user_id").items():
            own = organizer.partner_id
            for present, same in organized.grouped("partner_ids").items():
                stays = {own: "accepted"} if own and present == own else {}
                wanted = stays | listed or {own or self._own: "accepted"}
                ids = [partner.id for partner in wanted]
                if set(present.ids) != set(ids):
                    same.write({"partner_ids": [Command.set(ids)]})
                write_responses(same.attendee_ids, wanted)

    def _invited(self, attendees):
        """Return the response by contact, in a fixed order."""
        partners = self._people.partners(attendees)
        pairs = zip(partners, attendees, strict=True)
        return {partner: one.response.value for partner, one in pairs if partner}

    def _plain(self, changes):
        values = {}
        for name, value in changes.items():
            values |= getattr(self, f"_from_{name}")(value)
        return values

    def _from_span(self, span):
        return span_values(span)

    def _from_title(self, title):
        return {"name": title or self._untitled}

    def _from_description(self, description):
        return {"description": tame(description) or False}

    def _from_location(self, location):
        return {"location": location or False}

    def _from_reminders(self, reminders):
        return {"alarm_ids": [Command.set(self._alarms.ids(reminders))]}

    def _from_privacy(self, privacy):
        return {"privacy": PRIVACY_OF[privacy]}

    def _from_show_as(self, show_as):
        return {"show_as": show_as.value}

    def _from_conference(self, conference):
        return {"videocall_location": conference.url or False}

    def _from_guest_rights(self, rights):
        return {
            "guests_can_modify": rights.modify,
            "guests_can_invite": rights.invite,
            "guests_can_see_others": rights.see_others,
        }


PLAIN = (
    "span",
    "title",
    "description",
    "location",
    "reminders",
    "privacy",
    "show_as",
    "conference",
    "guest_rights",
)


def span_values(span):
    """Return start, stop and whole-day values; whole days stand at 8 to 18 as Odoo keeps them."""
    if isinstance(span, AllDay):
        last = max(span.start, span.end - timedelta(days=1))
        return {
            "allday": True,
            "start": datetime.combine(span.start, time(8)),
            "stop": datetime.combine(last, time(18)),
            "start_date": span.start,
            "stop_date": last,
        }
    return {"allday": False, "start": naive(span.start), "stop": naive(span.end)}


def naive(moment):
    """Return an aware instant as Odoo stores it: naive UTC, whole seconds."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def write_responses(attendees, wanted):
    """Set the responses of attendee records where they differ from `wanted` (state by contact)."""
    differing = attendees.filtered(lambda one: one.state != wanted.get(one.partner_id, one.state))
    for partner, rows in differing.grouped("partner_id").items():
        rows.write({"state": wanted[partner]})
