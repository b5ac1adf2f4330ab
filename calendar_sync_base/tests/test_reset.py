"""Resetting an account: each choice does exactly what it says, mails nobody, and can be undone."""

from dataclasses import replace
from itertools import product
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..core.changes import MeetingChanges
from ..core.errors import NeedsReconnect, Refused, Unreachable
from ..engine.memory import MemoryProvider
from .days import tuesday
from .reset_case import ResetCase

REMOVAL = "odoo.addons.calendar_sync_base.models.calendar_sync_removal"

BEFORE, MINE, THEIRS, WEEKLY = "Before", "Mine", "Theirs", "Weekly"
LINKED = [MINE, THEIRS, WEEKLY]
EVERYTHING = [BEFORE, *LINKED]

AFTER_RESET = {
    "dont_delete": (EVERYTHING, LINKED),
    "delete_remote": (EVERYTHING, []),
    "delete_odoo": ([BEFORE], LINKED),
    "delete_both": ([BEFORE], []),
}
AFTER_ALL = {
    "dont_delete": (EVERYTHING, EVERYTHING),
    "delete_remote": (EVERYTHING, EVERYTHING),
    "delete_odoo": (EVERYTHING, EVERYTHING),
    "delete_both": ([BEFORE], [BEFORE]),
}


class Settled(ResetCase):
    """One meeting from before the connection, one from each side since, and a series."""

    def setUp(self):
        super().setUp()
        self.account._become_disconnected()
        self.event(name=BEFORE)
        self.commit()
        self.account._become_active()
        self.event(name=MINE, start=tuesday(15), stop=tuesday(16))
        self.weekly()
        self.there(THEIRS)
        self.sync()
        self.assertEqual(self.both(), (EVERYTHING, LINKED))

    def undo(self):
        """Undo the latest reset, all the way."""
        self.account.with_user(self.anna).action_undo_reset()
        self.carry_out()


@tagged("post_install", "-at_install")
class TestChoices(Settled):
    """The four choices for existing events with the two for the next synchronisation."""

    def test_every_choice(self):
        """Each of the eight leaves on both sides what it says; nobody is mailed (promise 42)."""
        for delete, sync in product(AFTER_RESET, ("new", "all")):
            with self.subTest(delete=delete, sync=sync), self.undone():
                self.reset(delete, sync)
                self.assertEqual(self.both(), AFTER_RESET[delete])
                self.assertEqual(self.account.state, "disconnected")
                self.connect()
                for _pass in range(3):
                    self.sync()
                expected = AFTER_ALL if sync == "all" else AFTER_RESET
                self.assertEqual(self.both(), expected[delete])
                self.assertEqual(self.service.mails, [])
                before = self.writes()
                self.sync()
                self.assertEqual(self.writes(), before)

    def test_edits_after_leaving_untouched(self):
        """With only new events, an old one edited on either side doubles nothing (promise 42)."""
        self.reset("dont_delete", "new")
        self.connect()
        self.sync()
        self.env["calendar.event"].search([("name", "=", MINE)]).name = "Mine, edited"
        self.service.change(self.here, self.id_there(THEIRS), self.titled("Theirs, edited"))
        self.sync()
        self.sync()
        edited = ["Mine, edited", "Theirs, edited", WEEKLY]
        self.assertEqual(self.both(), ([BEFORE, *edited], edited))

    def id_there(self, title):
        meetings = self.service.meetings(self.here)
        return next(key for key, one in meetings.items() if one.title == title)

    @staticmethod
    def titled(title):
        return MeetingChanges(fields={"title": title})

    def test_another_account_afterwards(self):
        """Another address is a new beginning: nothing of the old is written to it (promise 43)."""
        self.service.add_account("anna@elsewhere.example")
        self.reset("dont_delete", "new")
        self.connect("anna@elsewhere.example")
        self.sync()
        self.assertEqual(self.account.email, "anna@elsewhere.example")
        self.assertEqual(self.account.calendar_ids.mapped("remote_id"), ["anna@elsewhere.example"])
        self.assertEqual(self.titles_there("anna@elsewhere.example"), [])
        self.assertEqual(self.both(), (EVERYTHING, LINKED))

    def test_a_colleagues_calendar_is_left_alone(self):
        """What is deleted here stays on the calendars of invited colleagues (promise 12)."""
        ben = self._connect(self.ben)
        self.with_ben(name="Together")
        self.sync()
        self.sync(ben)
        self.service.mails.clear()
        self.reset("delete_odoo", "new")
        for _pass in range(2):
            self.sync(ben)
        self.assertIn("Together", self.titles_there(self.ben.email))
        self.assertIn("Together", self.titles_there())
        self.assertNotIn("Together", self.titles_here())
        self.assertEqual(self.service.mails, [])

    def test_a_colleagues_synchronisation_deletes_nothing_here(self):
        """What is deleted there goes from the guests' calendars, and stays here all the same."""
        ben = self._connect(self.ben)
        self.with_ben(name="Together")
        self.sync()
        self.sync(ben)
        self.service.mails.clear()
        self.reset("delete_remote", "new")
        self.sync(ben)
        self.assertEqual(self.titles_there(self.ben.email), [])
        self.assertIn("Together", self.titles_here())
        self.assertEqual(self.service.mails, [])

    def test_only_own_events(self):
        """An invitation from somebody else is neither deleted here nor declined there."""
        event = self.event(self.ben, name="Ben's", partner_ids=[(6, 0, self.anna.partner_id.ids)])
        self.sync()
        wizard = self.wizard(delete_policy="delete_both")
        self.assertEqual((wizard.count_here, wizard.count_there), (3, 4), "and the private copy")
        wizard.action_confirm()
        self.carry_out()
        self.assertTrue(event.active)


@tagged("post_install", "-at_install")
class TestWizard(Settled):
    """What is shown before Confirm."""

    def test_numbers(self):
        """How many events would be deleted where is shown before anything is (promises 12, 44)."""
        counts = {}
        for policy in AFTER_RESET:
            wizard = self.wizard(delete_policy=policy)
            counts[policy] = (wizard.count_here, wizard.count_there, wizard.mail_count)
        self.assertEqual(
            counts,
            {
                "dont_delete": (0, 0, 0),
                "delete_remote": (0, 3, 0),
                "delete_odoo": (3, 0, 0),
                "delete_both": (3, 3, 0),
            },
        )
        self.assertEqual(self.both(), (EVERYTHING, LINKED))

    def test_words(self):
        """The words are those users know, with the provider's and the product's name."""
        self.env["ir.config_parameter"].set_param("calendar_sync_product_name", "Agenda")
        wizard = self.wizard(delete_policy="delete_both")
        self.assertEqual(
            wizard.delete_policy_labels,
            {
                "delete_remote": "Delete from the current Memory Calendar account",
                "delete_odoo": "Delete from Agenda",
            },
        )
        for text in ("deleted from Agenda: 3", "deleted from Memory: 3", "Nobody is mailed."):
            self.assertIn(text, wizard.consequences)

    def test_people(self):
        """Users reset their own account, administrators anybody's, and nobody else does."""
        stranger = new_test_user(self.env, "sync_stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.wizard(stranger).count_here  # noqa: B018
        with self.assertRaises(AccessError):
            self.account.with_user(stranger).action_reset()
        with self.assertRaises(AccessError):
            self.account.with_user(stranger).action_undo_reset()
        portal = new_test_user(self.env, "sync_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.wizard(portal)
        self.assertEqual(self.account.state, "active")
        self.reset("delete_both", user=self.env.ref("base.user_admin"))
        self.assertEqual(self.both(), ([BEFORE], []))

    def test_nothing_beside_the_wizard(self):
        """What a reset noted is nobody's to read, and its course cannot be written, by whomever."""
        admin = self.env.ref("base.user_admin")
        for model in ("calendar.sync.removal", "calendar.sync.removal.line"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(admin).search([])
        for name, value in {"start_choice": "all", "former_email": "x@y", "preview": {}}.items():
            with self.assertRaises(AccessError):
                self.account.with_user(self.anna).write({name: value})

    def test_confirming_for_another(self):
        """A wizard made for somebody else's account cannot be confirmed."""
        wizard = self.wizard(self.ben, delete_policy="dont_delete")
        with self.assertRaises(AccessError):
            wizard.action_confirm()

    def test_while_synchronising(self):
        """While a pass runs the wizard says so, and changes nothing."""
        wizard = self.wizard(delete_policy="delete_both")
        busy = lambda account, **_options: account.browse()  # noqa: E731
        with (
            patch.object(type(self.account), "try_lock_for_update", busy),
            self.assertRaisesRegex(UserError, "synchronizing at the moment"),
        ):
            wizard.action_confirm()
        self.assertEqual(self.account.state, "active")

    def test_a_pass_that_began_before(self):
        """A pass that had read the calendar before the reset began writes nothing after it."""
        reading = self.account._read_all()[self.account.id]
        self.event(name="Late")
        self.wizard(delete_policy="delete_remote").action_confirm()
        self.account._finish(reading, "schedule")
        self.assertNotIn("Late", self.titles_there())


@tagged("post_install", "-at_install")
class TestCarryingOut(Settled):
    """In the background, chunk by chunk, whatever happens on the way."""

    def begin(self, delete="delete_both"):
        self.wizard(delete_policy=delete).action_confirm()

    def test_progress(self):
        """The button says how far it is; nothing else can be done meanwhile."""
        self.begin()
        self.assertEqual(self.account.state, "resetting")
        self.assertEqual(self.account._status_actions("resetting"), [])
        self.assertIn("0 of 3", self.account._status_message("resetting"))
        for call in (self.account.action_disconnect, self.account.action_forget):
            with self.assertRaises(UserError):
                call()
        with self.assertRaises(UserError):
            self.wizard().action_confirm()
        with patch(f"{REMOVAL}.CHUNK", 1):
            self.env["calendar.sync.removal"].search([])._carry_out()
        self.assertIn("1 of 3", self.account._status_message("resetting"))

    def test_survives_a_restart(self):
        """Ended in the middle, it goes on where it was."""
        self.begin()
        with patch(f"{REMOVAL}.CHUNK", 1):
            self.env["calendar.sync.removal"].search([])._carry_out()
        self.env.invalidate_all()
        self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], []))
        self.assertEqual(self.account.state, "disconnected")

    @mute_logger(REMOVAL)
    def test_the_permission_is_kept_as_long_as_it_is_needed(self):
        """What was deleted is kept before the permission is given back."""
        self.begin()
        ended = ValueError("killed")
        with patch.object(type(self.account), "_disconnect", side_effect=ended):
            self.carry_out()
        self.service.revoked.add(self.anna.email)
        self.assertEqual(self.account.state, "resetting")
        self.env["calendar.sync.removal"].search([]).next_attempt = False
        self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], []))
        self.assertFalse(self.account.run_ids[:1].error_code)
        self.assertEqual(self.account.state, "disconnected")

    def test_dead_permission(self):
        """With a dead token all is done but the deletion there, and the wizard says that before."""
        self.account._fail(NeedsReconnect("invalid_grant"), None)
        wizard = self.wizard(delete_policy="delete_both")
        self.assertEqual((wizard.count_here, wizard.count_there), (3, 0))
        self.assertIn("its events stay there", wizard.consequences)
        wizard.action_confirm()
        self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], LINKED))
        self.assertEqual(self.account.state, "disconnected")

    def test_permission_dies_on_the_way(self):
        """A token that dies during the reset leaves the events there, and the run says so."""
        self.begin()
        self.service.revoked.add(self.anna.email)
        self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], LINKED))
        self.assertEqual(self.account.state, "disconnected")
        self.assertEqual(self.account.run_ids[:1].error_code, "NeedsReconnect")

    def test_trouble_that_passes(self):
        """An event that cannot be deleted right now is tried again, the others are done."""
        self.begin()
        self.service.fail(Unreachable("timeout"))
        self.carry_out()
        self.assertEqual(self.account.state, "resetting")
        self.assertEqual(len(self.titles_there()), 1)
        removal = self.env["calendar.sync.removal"].search([])
        self.assertTrue(removal.next_attempt)
        removal.next_attempt = False
        self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], []))

    def test_unreachable_for_long(self):
        """A service that stays away does not keep an account from being reset for ever."""
        self.begin()
        removal = self.env["calendar.sync.removal"].search([])
        trouble = Unreachable("timeout")
        with patch.object(type(self.account), "_credential", side_effect=trouble):
            for _attempt in range(9):
                removal.next_attempt = False
                self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], LINKED))
        self.assertEqual(self.account.state, "disconnected")
        self.assertEqual(self.account.run_ids[:1].error_code, "Unreachable")

    def test_account_in_use(self):
        """While something else holds the account, it waits for its turn."""
        self.begin()
        busy = lambda account, **_options: account.browse()  # noqa: E731
        removal = self.env["calendar.sync.removal"].search([])
        with patch.object(type(self.account), "try_lock_for_update", busy):
            self.carry_out()
        self.assertEqual(self.titles_there(), LINKED)
        removal.next_attempt = False
        self.carry_out()
        self.assertEqual(self.both(), ([BEFORE], []))

    @mute_logger(REMOVAL)
    def test_something_unforeseen(self):
        """What nobody foresaw ends with the reset done and the trouble told."""
        self.begin()
        removal = self.env["calendar.sync.removal"].search([])
        broken = ValueError("broken")
        with patch.object(type(removal.line_ids), "_archive", side_effect=broken):
            for _attempt in range(9):
                removal.next_attempt = False
                self.carry_out()
        self.assertEqual(self.account.state, "disconnected")
        self.assertEqual(self.account.run_ids[:1].error_detail, "ValueError: broken")

    def test_refused(self):
        """An event the provider refuses to delete stays there, and the run says why."""
        self.begin()
        self.service.fail(Refused("locked"))
        self.carry_out()
        self.assertEqual(len(self.titles_there()), 1)
        run = self.account.run_ids[:1]
        self.assertEqual((run.error_code, run.counts["DeleteRemote"]), ("Refused", 2))

    def test_thousand_events(self):
        """A thousand events go in chunks, each committed by itself, and come back."""
        for number in range(1000):
            self.there(f"E{number}")
        for _pass in range(3):
            self.sync()
        self.reset("delete_both")
        self.assertEqual(self.both(), ([BEFORE], []))
        self.undo()
        self.assertEqual(len(self.titles_here()), 1004)


@tagged("post_install", "-at_install")
class TestUndo(Settled):
    """Whatever a reset took away comes back."""

    def test_every_choice(self):
        """Undone and connected again, both sides have what they had, unmailed (promise 42)."""
        self.with_ben(name="Together")
        self.sync()
        self.service.mails.clear()
        had = self.both()
        for delete in ("delete_remote", "delete_odoo", "delete_both"):
            with self.subTest(delete=delete):
                self.reset(delete, "new")
                self.undo()
                self.assertEqual(self.titles_here(), had[0])
                self.connect()
                for _pass in range(3):
                    self.sync()
                self.assertEqual(self.both(), had)
                self.assertEqual(self.service.mails, [])

    def test_after_connecting_again(self):
        """It can be undone after the account was connected again, too."""
        self.reset("delete_both", "new")
        self.connect()
        self.sync()
        self.undo()
        for _pass in range(2):
            self.sync()
        self.assertEqual(self.both(), (EVERYTHING, LINKED))

    def test_same_records(self):
        """What comes back here is the very record it was, with what hangs on it."""
        event = self.env["calendar.event"].search([("name", "=", MINE)])
        event.message_post(body="Remember the keys")
        self.reset("delete_both")
        self.undo()
        self.assertTrue(event.active)
        self.assertIn("Remember the keys", str(event.message_ids.mapped("body")))

    def test_archived_before_stays_archived(self):
        """An occurrence deleted before the reset does not come back with it."""
        series = self.env["calendar.recurrence"].search([("ical_uid", "!=", False)])
        gone = series.calendar_event_ids.sorted("start")[1]
        gone.active = False
        self.sync()
        self.reset("delete_odoo")
        self.undo()
        self.assertFalse(gone.active)
        self.assertEqual(len(series.calendar_event_ids), 4)

    def test_once(self):
        """A reset is undone once."""
        self.reset("delete_both")
        run = self.account.run_ids[:1]
        self.assertTrue(run.can_undo)
        run.with_user(self.anna).action_undo()
        self.carry_out()
        self.env.invalidate_all()
        self.assertFalse(run.can_undo)
        with self.assertRaises(UserError):
            run.action_undo()

    def test_wrong_person(self):
        """Nobody undoes somebody else's reset."""
        self.reset("delete_both")
        with self.assertRaises(AccessError):
            self.account.run_ids[:1].with_user(self.ben).action_undo()

    def test_as_long_as_the_run_is_kept(self):
        """Once its run is forgotten, a reset cannot be undone any more."""
        self.reset("delete_both")
        self.account.run_ids.unlink()
        self.assertFalse(self.account.can_undo_reset)
        with self.assertRaises(UserError):
            self.account.action_undo_reset()


@tagged("post_install", "-at_install")
class TestMails(Settled):
    """A provider that cannot be silent."""

    @classmethod
    def provider_addon(cls):
        return replace(super().provider_addon(), silent=False)

    @classmethod
    def open(cls, account):
        cls.provider = MemoryProvider(cls.service, account.email, silent=False)
        return cls.provider

    def setUp(self):
        super().setUp()
        self.with_ben(name="Together")
        self.sync()
        self.service.mails.clear()

    def test_nobody_by_default(self):
        """A meeting whose deletion would mail its guests stays, and the wizard says so."""
        wizard = self.wizard(delete_policy="delete_remote")
        self.assertEqual((wizard.count_there, wizard.kept_there, wizard.mail_count), (3, 1, 0))
        self.assertIn("ben@example.com", wizard.consequences)
        wizard.action_confirm()
        self.carry_out()
        self.assertEqual(self.titles_there(), ["Together"])
        self.assertEqual(self.service.mails, [])

    def test_with_a_yes(self):
        """A yes deletes it and has its guests told, as the wizard counted."""
        wizard = self.reset("delete_remote", with_mails=True)
        self.assertEqual(self.titles_there(), [])
        mails = [(one.to, one.reason) for one in self.service.mails]
        self.assertEqual(mails, [("ben@example.com", "cancellation")])
        self.assertEqual(self.account.run_ids[:1].mail_count, len(mails))
        self.assertTrue(wizard.with_mails)

    def test_undo_asks_before_it_invites(self):
        """Made anew there, the meeting waits for a yes before its guests are invited again."""
        self.reset("delete_remote", with_mails=True)
        self.service.mails.clear()
        self.undo()
        self.connect()
        for _pass in range(3):
            self.sync()
        self.assertEqual(self.service.mails, [])
        self.assertEqual(self.titles_there(), LINKED)
        self.assertEqual(self.account.question_count, 1)
