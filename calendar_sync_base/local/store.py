"""The local side of a pass, put together: observing, acting, recording."""

from .acting import Actor
from .alarms import Alarms
from .observing import Observer
from .people import People
from .reading import Reading
from .recording import Recorder
from .series_writer import SeriesWriter
from .values import EventValues
from .writer import Writer


class OdooStore:
    """Implements `engine.sync_pass.Store` for one `calendar.sync.calendar`."""

    def __init__(self, calendar, provider, achieved=None):
        env = calendar.env(su=True)
        account = calendar.sudo().account_id
        user, person = account.user_id, account._person()
        people = People(env)
        if account.email:
            people.speak_as(person, account.email)
        if calendar.access == "own":
            people.alias(person, calendar.remote_id)
        reading = Reading(people)
        alarms = Alarms(env, calendar.default_reminders)
        values = EventValues(people, alarms, person, env._("(No title)"))
        writer = Writer(env, values, user)
        self._calendar = calendar.sudo()
        self._observer = Observer(calendar, provider, reading, people, achieved)
        series = SeriesWriter(env, writer, reading.single)
        self._actor = Actor(env, reading, writer, series, self._observer)
        self._recorder = Recorder(self._calendar, reading)

    def observe(self, changes):
        """Return what is to be compared: what changed there, what is pending here."""
        observations = self._observer.observe(changes)
        for link, error in self._observer.unreadable:
            self._recorder.set_aside(link, error)
        return observations

    def again(self, key, remote):
        """Return an observation anew, with the remote side as it turned out to be."""
        return self._observer.of_key(key, remote)

    def meeting_of(self, key):
        """Return the event or recurrence behind a key, None when there is none here."""
        return self._observer.meeting_of(key)

    def totals(self):
        """Return how many meetings both sides agreed on, once for each side."""
        total = self._calendar._linked_count()
        return total, total

    def approved(self):
        """Return the digest of the deletions a person approved, empty if none."""
        return self._calendar.approved_deletions or ""

    def set_aside(self, key, error):
        """Leave one meeting as it is on both sides; `record` will say why."""
        self._actor.failed[key] = error

    def intend(self, intents):
        """Keep what is about to be written; what has no link yet is matched anew next time."""
        linked = [one for one in intents if isinstance(one.key, int)]
        if linked:
            self._calendar.env["calendar.sync.intent"]._keep(linked)

    def perform(self, actions):
        """Carry out local actions; one that fails is set aside, the others go on."""
        self._actor.perform(actions)

    def record(self, observation, actions, outcome):
        """Store the new base of one meeting after its actions, or why it is set aside."""
        key = observation.key
        meeting = self._actor.made.get(key) or self._observer.meeting_of(key)
        self._take_conference(meeting, outcome)
        self._recorder.record(observation, actions, outcome, meeting, self._actor.failed.get(key))

    def note(self, conflict):
        """Keep the value that lost in the meeting's history, without a mail."""
        meeting = self._observer.meeting_of(conflict.key)
        event = meeting and meeting._sync_event()
        if event:
            event.sudo()._message_log(body=conflict_text(event.env, conflict))

    def advance(self, cursor):
        """Create the new links and store how far the remote calendar has been read."""
        self._recorder.flush()
        self._calendar._advance(cursor)

    @staticmethod
    def _take_conference(meeting, outcome):
        """Take over the video call the provider made on request."""
        remote = outcome and outcome.event and outcome.event.meeting
        event = meeting and meeting._sync_event()
        if remote and event and event.conference_requested and remote.conference.url:
            events = meeting.calendar_event_ids if meeting != event else event
            events.write(
                {"videocall_location": remote.conference.url, "conference_requested": False}
            )


def conflict_text(env, conflict):
    """Return what a person reads about a value that lost."""
    return env._(
        "Changed here and in the remote calendar at the same time: %(field)s. "
        "Kept: %(kept)s. Not kept: %(lost)s.",
        field=conflict.field,
        kept=conflict.kept,
        lost=conflict.lost,
    )
