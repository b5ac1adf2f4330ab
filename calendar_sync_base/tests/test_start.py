"""The first synchronisation: shown before anything is written, begun as its user chooses."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.errors import Unreachable
from ..engine.memory import MemoryProvider
from .days import tuesday
from .reset_case import ResetCase


class StartCase(ResetCase):
    """Anna has meetings on both sides; some are the same."""

    def meet(self):
        """Make the meetings from before the connection."""
        self.account._become_disconnected()
        self.event(name="Only here")
        self.with_ben(name="With Ben")
        self.event(name="Same", start=tuesday(12), stop=tuesday(13))
        self.commit()
        self.there("Only there", 14)
        self.there("Same", 12)

    def open_start(self, user=None):
        """Return the view that asks, as a user opens it."""
        model = self.env["calendar.sync.start"].with_user(user or self.anna)
        return model.create({"account_id": self.account.id})

    def preview(self, choice="all"):
        """Return the counts that differ from nothing."""
        return {name: value for name, value in self.account.preview[choice].items() if value}


@tagged("post_install", "-at_install")
class TestPreview(StartCase):
    """Before anything is written."""

    def test_nothing_is_written(self):
        """Looking writes nothing on either side, and leaves nothing behind [promise 1]."""
        self.meet()
        before = self.writes()
        self.first()
        self.assertEqual(self.writes(), before)
        self.assertFalse(self.links.search([]))
        self.assertFalse(self.calendar.cursor)
        self.assertEqual(self.account.state, "preview")

    def test_counts(self):
        """What would be created, matched and left alone is counted for each choice (promise 40)."""
        self.meet()
        self.first()
        self.assertEqual(
            self.preview(),
            {
                "created_here": 1,
                "created_there": 2,
                "changed_here": 1,
                "changed_there": 1,
                "matched": 1,
            },
        )
        self.assertEqual(
            self.preview("import"),
            {"created_here": 1, "changed_here": 1, "matched": 1, "left_here": 2},
        )
        self.assertEqual(self.preview("new"), {"left_here": 3, "left_there": 2})

    def test_the_view(self):
        """The view names both products and says that nobody is mailed."""
        self.meet()
        self.first()
        self.env["ir.config_parameter"].set_param("calendar_sync_product_name", "Agenda")
        wizard = self.open_start()
        self.assertEqual(wizard.mode, "start")
        for text in ("Agenda", "Memory", "Nobody is mailed."):
            self.assertIn(text, wizard.numbers)
        self.assertIn("Agenda", wizard.choice_labels["import"])

    def test_nothing_to_ask(self):
        """Where nothing would be written no question is asked: it starts."""
        self.first()
        self.assertEqual(self.account.state, "active")
        self.assertTrue(self.account.last_sync)

    def test_the_button_leads_to_it(self):
        """The button says that a choice waits."""
        self.meet()
        self.account._become_disconnected()
        self.connect()
        self.assertEqual(self.account._running_word("memory"), "syncing")
        self.sync()
        self.assertEqual(self.account._running_word("memory"), "preview")
        self.assertEqual(self.account.action_open_start()["res_model"], "calendar.sync.start")

    def test_the_worker_looks_once(self):
        """A waiting account is looked at when it is connected, not at every interval."""
        self.meet()
        self.account._become_disconnected()
        self.connect()
        accounts = self.env["calendar.sync.account"]
        self.assertIn(self.account, accounts.search(accounts._due_domain()))
        self.sync()
        self.assertNotIn(self.account, accounts.search(accounts._due_domain()))

    def test_unreachable(self):
        """When it cannot be looked at, the account says so and tries again."""
        self.meet()
        self.account._become_disconnected()
        self.connect()
        self.service.fail(Unreachable("timeout"), on="changes")
        self.sync()
        self.assertEqual((self.account.state, self.account.error_code), ("preview", "Unreachable"))
        self.account.next_attempt = False
        self.sync()
        self.assertTrue(self.account.preview)
        self.assertFalse(self.account.error_code)

    def test_wrong_person(self):
        """Nobody looks at, begins or cancels somebody else's synchronisation."""
        self.meet()
        self.first()
        with self.assertRaises(AccessError):
            self.open_start(self.ben).mode  # noqa: B018
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).action_start("all")
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).action_open_start()
        for name in ("calendar_sync_preview", "calendar_sync_start", "calendar_sync_reset"):
            with self.assertRaises(AccessError):
                getattr(self.anna.with_user(self.ben), name)("memory")
        self.assertEqual(self.account.state, "preview")


@tagged("post_install", "-at_install")
class TestChoices(StartCase):
    """What each choice does, exactly."""

    def start(self, choice):
        """Connect, choose and synchronise to the end."""
        self.meet()
        self.first()
        self.open_start().write({"choice": choice})
        self.anna.with_user(self.anna).calendar_sync_start("memory", choice)
        for _pass in range(3):
            self.sync()

    def test_all(self):
        """All: both sides have everything, once, and nobody is mailed."""
        self.start("all")
        everything = ["Only here", "Only there", "Same", "With Ben"]
        self.assertEqual(self.both(), (everything, everything))
        self.assertEqual(self.service.mails, [])
        self.assertFalse(self.account.start_choice)

    def test_import(self):
        """Only bringing in: the remote calendar is written to by nobody [promise 1]."""
        self.meet()
        version = self.service.version
        self.account._become_disconnected()
        self.connect()
        self.sync()
        self.account.action_start("import")
        self.sync()
        self.sync()
        self.assertEqual(self.service.version, version)
        self.assertEqual(self.titles_here(), ["Only here", "Only there", "Same", "With Ben"])

    def test_new(self):
        """Only new ones: what was there stays as it is, what is made from now on is passed on."""
        self.start("new")
        here, there = ["Only here", "Same", "With Ben"], ["Only there", "Same"]
        self.assertEqual(self.both(), (here, there))
        self.event(name="New here")
        self.there("New there", 16)
        self.sync()
        new = ["New here", "New there"]
        self.assertEqual(self.both(), (sorted(here + new), sorted(there + new)))

    def test_cancel(self):
        """Not connecting after all leaves nothing, and withdraws the permission."""
        self.meet()
        self.first()
        before = self.writes()
        self.open_start().action_cancel()
        self.assertFalse(self.account.exists())
        self.assertIn("refresh", self.revoked)
        self.assertEqual(self.writes(), before)

    def test_stop_and_resume_ask_again(self):
        """A stop is no way around the question."""
        self.meet()
        self.first()
        self.account.action_stop()
        self.account.action_resume()
        self.assertEqual(self.account.state, "preview")

    def test_unknown_choice(self):
        """Only the choices that are shown can be made."""
        self.meet()
        self.first()
        with self.assertRaises(UserError):
            self.account.action_start("everything")


@tagged("post_install", "-at_install")
class TestMails(StartCase):
    """A provider that cannot be silent."""

    @classmethod
    def open(cls, account):
        cls.provider = MemoryProvider(cls.service, account.email, silent=False)
        return cls.provider

    def test_who_would_be_mailed(self):
        """Meetings with guests are counted apart, with the guests; they wait for a yes."""
        self.meet()
        self.first()
        found = self.preview()
        self.assertEqual((found["created_there"], found["asked"]), (1, 1))
        self.assertEqual(found["questions"], [["ben@example.com", "invitation"]])
        self.assertIn("ben@example.com", self.open_start().numbers)
        self.account.action_start("all")
        for _pass in range(3):
            self.sync()
        self.assertEqual(self.service.mails, [])
        self.assertEqual(self.titles_there(), ["Only here", "Only there", "Same"])
        self.assertEqual(self.account.question_count, 1)


@tagged("post_install", "-at_install")
class TestHeldDeletions(StartCase):
    """The same view answers a stopped mass deletion."""

    def hold(self):
        """Have thirty of forty meetings deleted there; return all of them here."""
        for number in range(40):
            self.there(f"E{number}")
        self.sync()
        events = self.here_events()
        for remote_id in list(self.service.meetings(self.here))[:30]:
            self.service.delete(self.here, remote_id)
        self.sync()
        return events

    def test_shown(self):
        """The user sees which events would be deleted; a manager sees how many [promise 7]."""
        self.hold()
        wizard = self.open_start()
        self.assertEqual(wizard.mode, "deletions")
        self.assertIn("E0</li>", wizard.deletions)
        self.assertIn("<b>30</b>", wizard.deletions)
        seen = self.open_start(self.env.ref("base.user_admin")).deletions
        self.assertIn("<b>30</b>", seen)
        self.assertNotIn("E0</li>", seen)

    def test_delete(self):
        """A yes lets exactly these through."""
        events = self.hold()
        self.open_start().action_delete()
        self.sync()
        self.assertEqual(len(events.filtered("active")), 10)
        self.assertFalse(self.calendar.held_details)

    def test_keep(self):
        """A no leaves them here, and the synchronisation goes on with the others."""
        events = self.hold()
        self.open_start().action_keep()
        self.sync()
        self.assertEqual(len(events.filtered("active")), 40)
        self.assertEqual(self.account.state, "active")
        self.assertEqual(len(self.service.meetings(self.here)), 10)
        self.there("After", 15)
        self.sync()
        self.assertIn("After", self.titles_here())
