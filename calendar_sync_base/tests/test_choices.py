"""What people choose for a calendar, in whole passes [promise 35]."""

from odoo.fields import Command
from odoo.tests import tagged

from ..core.changes import MeetingChanges
from ..core.traits import Trait
from ..core.values import Attendee, Meeting, Privacy, Response
from .pass_case import PassCase


class ChoicesCase(PassCase):
    """Anna chooses; `choose` is what the tab calls."""

    def choose(self, calendar=None, **values):
        """Choose as Anna does."""
        (calendar or self.calendar).with_user(self.anna).write(values)

    def theirs(self, title, **fields):
        """Make a meeting there by hand and return its remote id."""
        return self.service.create(self.here, Meeting(span=self.at(9), title=title, **fields))

    def named(self, name):
        """Return the events here of that name, archived ones included."""
        events = self.env["calendar.event"].with_context(active_test=False)
        return events.search([("name", "=", name)])

    def titles(self):
        """Return the titles there."""
        return sorted(one.title for one in self.service.meetings(self.here).values())


@tagged("post_install", "-at_install")
class TestLeftOut(ChoicesCase):
    """Kinds of meetings that are not wanted on the other side."""

    def test_private(self):
        """A private meeting is not made on the other side; the others are."""
        self.choose(skip_private=True)
        self.theirs("Dentist", privacy=Privacy.PRIVATE)
        self.theirs("Stand-up")
        self.event(name="Salary talk", privacy="private")
        self.event(name="Review")
        self.sync()
        self.assertFalse(self.named("Dentist"))
        self.assertTrue(self.named("Stand-up"))
        self.assertEqual(self.titles(), ["Dentist", "Review", "Stand-up"])
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_tentative(self):
        """What is answered tentatively waits, and comes when it is certain."""
        self.choose(skip_tentative=True)
        mine = Attendee(self.anna.email, response=Response.TENTATIVE)
        remote_id = self.theirs("Maybe", attendees=(mine,))
        self.sync()
        self.assertFalse(self.named("Maybe"))
        self.service.answer(self.here, remote_id, Response.ACCEPTED)
        self.sync()
        self.assertTrue(self.named("Maybe").active)

    def test_out_of_office(self):
        """Absences that the provider knows as such stay there."""
        self.choose(skip_out_of_office=True)
        remote_id = self.theirs("Away")
        self.service.shelf(self.here).events[remote_id].traits = frozenset({Trait.OUT_OF_OFFICE})
        self.sync()
        self.assertFalse(self.named("Away"))

    def test_what_both_have_stays(self):
        """Choosing to leave out what both sides have removes and changes nothing."""
        remote_id = self.theirs("Dentist", privacy=Privacy.PRIVATE)
        self.sync()
        self.choose(skip_private=True)
        self.sync()
        event = self.named("Dentist")
        self.assertTrue(event.active)
        event.write({"location": "Odoo's only"})
        self.change_there(title="Surgeon")
        self.sync()
        self.assertEqual((event.name, event.location), ("Dentist", "Odoo's only"))
        meeting = self.service.meeting(self.here, remote_id)
        self.assertEqual((meeting.title, meeting.location), ("Surgeon", ""))

    def test_tidying_up(self):
        """Deleting here what is left out deletes nothing there, then or ever."""
        self.theirs("Dentist", privacy=Privacy.PRIVATE)
        self.sync()
        self.choose(skip_private=True)
        self.named("Dentist").unlink()
        self.sync()
        self.assertEqual(self.titles(), ["Dentist"])
        self.choose(skip_private=False)
        self.sync()
        self.assertEqual(self.titles(), ["Dentist"])
        self.assertFalse(self.named("Dentist"))

    def test_changed_mind(self):
        """Once nothing is left out any more, both sides get what they lack, edits included."""
        self.theirs("Dentist", privacy=Privacy.PRIVATE)
        self.sync()
        self.choose(skip_private=True)
        self.theirs("Lawyer", privacy=Privacy.PRIVATE)
        self.named("Dentist").write({"location": "Main Street"})
        self.sync()
        self.assertFalse(self.named("Lawyer"))
        self.choose(skip_private=False)
        self.sync()
        self.assertTrue(self.named("Lawyer"))
        places = [one.location for one in self.service.meetings(self.here).values()]
        self.assertIn("Main Street", places)

    def test_brought_by_somebody_else_meanwhile(self):
        """What comes later is recognised if a colleague's calendar brought it (promise 3)."""
        self.choose(skip_private=True)
        remote_id = self.theirs("Strategy", privacy=Privacy.PRIVATE)
        self.sync()
        uid = self.service.shelf(self.here).events[remote_id].uid
        both = [Command.set((self.ben | self.anna).partner_id.ids)]
        event = self.event(self.ben, name="Strategy", partner_ids=both)
        event.ical_uid = uid
        self.choose(skip_private=False)
        self.sync()
        self.assertEqual(self.named("Strategy"), event)

    def test_busy_only_is_not_private(self):
        """In a calendar of busy times, leaving out private meetings leaves out those only."""
        self.choose(skip_private=True, privacy_mode="busy")
        self.theirs("Dentist", privacy=Privacy.PRIVATE)
        shown = self.theirs("Stand-up")
        self.sync()
        [event] = self.here_events()
        self.assertEqual(event.name, "Busy")
        self.service.delete(self.here, shown)
        self.sync()
        self.assertFalse(event.active)


@tagged("post_install", "-at_install")
class TestDeletions(ChoicesCase):
    """Whether deletions pass, in each direction."""

    def test_not_here(self):
        """What is deleted there stays here, is edited here, and never goes there again."""
        self.choose(deletes_here=False)
        event = self.event()
        self.sync()
        self.service.delete(self.here, self.remote_id())
        self.sync()
        self.assertTrue(event.active)
        event.write({"name": "Edited since"})
        self.sync()
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.account.state, "active")

    def test_not_there(self):
        """What is deleted here stays there, and does not come back here."""
        self.choose(deletes_there=False)
        event = self.event()
        self.sync()
        event.unlink()
        self.sync()
        self.assertEqual(self.titles(), ["Review"])
        self.change_there(title="Edited there")
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertFalse(self.named("Edited there"))

    def test_switched_on_again(self):
        """Letting deletions pass again deletes nothing that was kept before."""
        self.choose(deletes_here=False, deletes_there=False)
        kept_here, kept_there = self.event(name="Here"), self.event(name="There")
        self.sync()
        link = self.links.search([("event_id", "=", kept_here.id)])
        self.service.delete(self.here, link.remote_id)
        kept_there.unlink()
        self.sync()
        self.choose(deletes_here=True, deletes_there=True)
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertTrue(kept_here.active)
        self.assertEqual(self.titles(), ["There"])

    def test_the_other_way_still_passes(self):
        """One switch stops one direction."""
        self.choose(deletes_here=False)
        event = self.event()
        self.sync()
        event.unlink()
        self.sync()
        self.assertEqual(self.titles(), [])

    def test_an_occurrence(self):
        """One meeting of a series that is deleted there stays here; the series goes on."""
        self.choose(deletes_here=False)
        series = self.weekly(count=3)
        self.sync()
        shelf = self.service.shelf(self.here)
        stored = shelf.events[self.remote_id()]
        first = self.occurrences(series)[1].start.replace(tzinfo=self.at(9).start.tzinfo)
        self.service.change(
            self.here, stored.remote_id, self.cancelling(first, title="Weekly, renamed")
        )
        self.sync()
        self.assertEqual(len(series.calendar_event_ids.filtered("active")), 3)
        self.assertEqual(set(series.calendar_event_ids.mapped("name")), {"Weekly, renamed"})

    @staticmethod
    def cancelling(original, **fields):
        """Return a change that cancels an occurrence."""
        return MeetingChanges(fields=fields, cancelled=frozenset({original}))
