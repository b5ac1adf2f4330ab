"""Carry out the local actions of a plan; what fails is set aside, the rest goes on."""

import logging

import psycopg2

from ..core.actions import CreateLocal, DeleteLocal, UpdateLocal
from ..core.changes import apply
from ..core.errors import Refused
from ..core.values import differing
from .doubles import refuse_made_meanwhile
from .splits import continuations

_logger = logging.getLogger(__name__)

CHUNK = 1000
"""New single events are created this many at a time."""


class Actor:
    """Acts on events and recurrences; `made` and `failed` tell what came of it, by key."""

    def __init__(self, env, reading, writer, series_writer, observer):
        self._env = env
        self._reading = reading
        self._writer = writer
        self._series = series_writer
        self._meeting_of = observer.meeting_of
        self._uid_of = observer.uid_of
        self._continued = {}
        self.made = {}
        self.failed = {}

    def perform(self, actions):
        """Carry out actions in bulk where possible, each in a savepoint of its own else."""
        self._continued = continuations(actions)
        fresh, others = [], []
        for action in actions:
            (fresh if self._is_fresh_single(action) else others).append(action)
        for start in range(0, len(fresh), CHUNK):
            self._create_singles(fresh[start : start + CHUNK])
        for action in others:
            self._attempt(action)
        self._writer.plan_alarms()

    def _is_fresh_single(self, action):
        return (
            isinstance(action, CreateLocal)
            and not action.meeting.recurrence
            and not self._meeting_of(action.key)
        )

    def _create_singles(self, actions):
        """Create many at once; when one spoils it, each half of them, down to the one."""
        if len(actions) == 1:
            self._attempt(*actions)
            return
        try:
            with self._env.cr.savepoint():
                uids = [self._uid_of(one.key) for one in actions]
                events = self._writer.make([one.meeting for one in actions], uids)
        except psycopg2.OperationalError:
            raise
        except Exception:
            _logger.info("Creating %s events at once failed, half of them then", len(actions))
            self._writer.values.forget()
            middle = len(actions) // 2
            self._create_singles(actions[:middle])
            self._create_singles(actions[middle:])
        else:
            self.made |= {one.key: event for one, event in zip(actions, events, strict=True)}

    def _attempt(self, action):
        try:
            with self._env.cr.savepoint():
                self._act(action)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            refuse_made_meanwhile(self._env, self._uids(action), error)
            _logger.warning("A meeting is set aside: %s", type(error).__name__, exc_info=True)
            self._writer.values.forget()
            self.failed[action.key] = Refused(f"{type(error).__name__}: {error}")

    def _uids(self, action):
        uid = self._uid_of(action.key)
        return [uid] if uid else []

    def _act(self, action):
        match action:
            case CreateLocal():
                self._create(action)
            case UpdateLocal():
                target = apply(action.changes, action.before)
                self._bring_to(action.key, self._meeting_of(action.key), action.before, target)
            case DeleteLocal():
                self._archive(self._meeting_of(action.key))

    def _create(self, action):
        known = self._meeting_of(action.key)
        if known:
            self._restore(action.key, known, action.meeting)
        elif action.meeting.recurrence:
            self.made[action.key] = self._make_series(action)
        else:
            uids = [self._uid_of(action.key)]
            self.made[action.key] = self._writer.make([action.meeting], uids)

    def _make_series(self, action):
        if action.key not in self._continued:
            return self._series.make(action.meeting)
        cut_off, moved = self._continued[action.key]
        return self._series.go_on(self._meeting_of(cut_off), action.meeting, moved)

    def _restore(self, key, record, target):
        """Bring back a meeting that was archived here, as the other side has it."""
        if record._name == "calendar.event":
            self._writer.restore(record)
            self._bring_to(key, record, self._reading.meeting(record), target)
        elif target.recurrence:
            self._series.update(record, target)
        else:
            self.made[key] = self._writer.make([target])

    def _bring_to(self, key, record, before, target):
        is_series = record._name == "calendar.recurrence"
        if is_series and target.recurrence:
            self._series.update(record, target)
        elif is_series:
            self.made[key] = self._series.to_single(record, target)
        elif target.recurrence:
            self.made[key] = self._series.from_single(record, target)
        else:
            self._writer.update(record, differing(before, target))

    def _archive(self, record):
        if record is None:
            return
        if record._name == "calendar.recurrence":
            self._series.archive(record)
        else:
            self._writer.archive(record)
