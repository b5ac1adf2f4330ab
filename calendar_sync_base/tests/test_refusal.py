"""What the organizer's remote calendar has no words for is refused at once, in its own sentence."""

from types import SimpleNamespace

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import LazyTranslate

from ..core.errors import NotExpressible, Refused
from ..core.values import Meeting, Recurrence
from .pass_case import PassCase

SENTENCE = LazyTranslate("base", default_lang="en_US")("This calendar has no word for daily.")
GONE = LazyTranslate("base", default_lang="en_US")("It cannot take place again.")


def only_weekly(_span, rules):
    """Know weekly series only, as a service that is poor in words."""
    if any("FREQ=DAILY" in one for one in rules):
        raise NotExpressible("FREQ=DAILY", reason="daily")


@tagged("post_install", "-at_install")
class TestRefusal(PassCase):
    """A service that knows weekly series only."""

    @classmethod
    def provider_addon(cls):
        return SimpleNamespace(
            label="Memory",
            code="memory",
            check_rules=only_weekly,
            notify_path="",
            restores_occurrences=False,
            predecessor=None,
            silent=True,
            sentences={"daily": SENTENCE, "restored": GONE},
        )

    def daily(self, user=None):
        """Make a daily series."""
        return self.event(
            user=user, recurrency=True, rrule_type="daily", interval=1, end_type="count", count=3
        )

    def test_refused_in_a_sentence(self):
        """A series they cannot hold is refused in the provider's sentence (promise 13)."""
        with (
            self.assertRaisesRegex(ValidationError, "no word for daily"),
            self.env.cr.savepoint(),
        ):
            self.daily()
        self.assertFalse(self.dirty())

    def test_refused_in_the_form(self):
        """A change to what cannot be held is refused; the series stays as it was (promise 13)."""
        series = self.weekly()
        self.sync()
        with (
            self.assertRaisesRegex(ValidationError, "no word for daily"),
            self.env.cr.savepoint(),
            Form(series.base_event_id.with_user(self.anna)) as form,
        ):
            form.recurrence_update = "all_events"
            form.rrule_type_ui = "daily"
        self.assertEqual(series.rrule_type, "weekly")
        self.assertEqual(len(self.occurrences(series)), 5)

    def test_others_may(self):
        """Who is not connected to that service makes the series they want."""
        self.assertEqual(len(self.daily(self.ben).recurrence_id.calendar_event_ids), 3)

    def test_what_comes_from_there_is_taken(self):
        """A rule that a provider delivers is never refused here."""
        rule = Recurrence(("RRULE:FREQ=DAILY;COUNT=3",))
        self.service.create(self.here, Meeting(span=self.at(9), title="Theirs", recurrence=rule))
        self.sync()
        self.assertEqual(len(self.links.search([]).recurrence_id.calendar_event_ids), 3)

    def test_a_deleted_occurrence_stays_deleted(self):
        """Unarchiving an occurrence that could not come back there is refused at once."""
        series = self.weekly()
        third = self.occurrences(series)[2]
        third.write({"active": False})
        third.write({"active": True})
        self.sync()
        third.write({"active": False})
        self.sync()
        with self.assertRaisesRegex(ValidationError, "cannot take place"):
            third.with_user(self.anna).write({"active": True})
        self.assertFalse(third.active)

    def test_a_whole_series_comes_back(self):
        """A series that was archived as a whole is made anew when it is unarchived."""
        series = self.weekly()
        self.sync()
        occurrences = self.occurrences(series)
        occurrences.write({"active": False})
        self.sync()
        self.assertFalse(self.service.meetings(self.here))
        occurrences.write({"active": True})
        self.sync()
        self.assertFalse(self.remote().recurrence.excluded)

    def test_a_reason_of_the_provider_is_read(self):
        """A meeting set aside says why in the sentence of the provider's addon."""
        self.event()
        self.service.fail(Refused("odd", reason="daily"))
        self.sync()
        link = self.links.search([])
        self.assertEqual(link.error_message, "This calendar has no word for daily.")
        link.error_reason = "something newer"
        self.assertIn("does not accept", link.error_message)
