"""Store what a pass achieved: the new agreement of each meeting, or why it is set aside."""

import random

from odoo import fields

from ..core import alone, backoff, snapshot
from ..core.actions import (
    UNCHANGED,
    AskFirst,
    DeleteLocal,
    DeleteRemote,
    Part,
    Role,
    Skip,
    SkipReason,
)
from ..core.mail import digest
from ..core.observation import Base
from . import doubles
from .failure import told
from .waiting import after

A_DAY = 86_400


class Recorder:
    """Writes the links of one remote calendar; new ones are created together at the end."""

    def __init__(self, calendar, reading):
        self._links = calendar.env["calendar.sync.link"].sudo()
        self._calendar = calendar
        self._reading = reading
        self._new = []
        self._uids = {}

    def record(self, observation, actions, outcome, meeting, error):
        """Record one meeting.

        :param meeting: the event or recurrence as it is now, None when there is none
        :param error: the `SyncError` that stopped a local action, if any
        """
        refused = outcome and outcome.error
        if error:
            values = self._set_aside(observation, error)
        elif refused:
            values = self._set_aside(observation, refused) | self._fetched(observation)
        elif self._is_gone(observation, actions):
            self._forget(observation, meeting)
            return
        elif not self._link(observation) and all(isinstance(one, Skip) for one in actions):
            # What never came here is matched when it may come: others may have brought it by then.
            return
        else:
            values = self._agreed(observation, actions, outcome, meeting)
        self._store(observation, values, meeting)

    def flush(self):
        """Create the links of the meetings that are new, and let all have their iCalUIDs."""
        self._links._add(self._calendar, self._new)
        doubles.adopt_uids(self._calendar.env, self._uids)
        self._new, self._uids = [], {}

    def _link(self, observation):
        """Return the link of a meeting, empty for an event that has none yet."""
        known = isinstance(observation.key, int)
        return self._links.browse(observation.key) if known else self._links

    def _store(self, observation, values, meeting):
        link = self._link(observation)
        if link:
            place = self._place(meeting, link)
            link.write(values | place)
            if place:
                link._release_followers(place)
        else:
            self._new.append(
                {
                    "uid": observation.uid,
                    "remote_id": observation.remote_id,
                    "role": observation.role.value,
                    **values,
                    **self._place(meeting),
                }
            )

    @staticmethod
    def _place(meeting, link=None):
        """Return where the link points, nothing when it points there already."""
        if not meeting or (link and meeting in (link.event_id, link.recurrence_id)):
            return {}
        series = meeting._name == "calendar.recurrence"
        return {
            "event_id": False if series else meeting.id,
            "recurrence_id": meeting.id if series else False,
        }

    def _is_gone(self, observation, actions):
        kinds = {type(one) for one in actions}
        gone = any(isinstance(one, Skip) and one.reason is SkipReason.BOTH_GONE for one in actions)
        left = (
            observation.role is Role.GUEST and observation.base and not remote_meeting(observation)
        )
        return gone or left or bool({DeleteLocal, DeleteRemote} & kinds)

    def _forget(self, observation, meeting):
        """Drop the pair; a meeting only archived here keeps its place, under a fresh remote id."""
        link = self._link(observation)
        if not link:
            return
        if not meeting or observation.role is Role.GUEST:
            link._release_followers({})
            link.unlink()
            return
        link.write(SETTLED)
        link._renew()

    def _agreed(self, observation, actions, outcome, meeting):
        if observation.awaited and not observation.remote:
            # listed, it is compared at once
            return {"next_attempt": after(A_DAY)}
        event = (outcome and outcome.event) or observation.remote
        asked = next((one for one in actions if isinstance(one, AskFirst)), None)
        if asked:
            return self._waiting(observation, asked.mails)
        if any(isinstance(one, Part) for one in actions):
            return {
                **SETTLED,
                "parted": True,
                "base": False,
                "etag": event.etag if event else False,
            }
        if any(isinstance(one, Skip) and one.reason in UNCHANGED for one in actions):
            return {**SETTLED, "etag": event.etag if event else False}
        local = self._reading.meeting(meeting)
        if event is None or event.meeting is None or local is None:
            return SETTLED
        self._adopt_uid(meeting, event)
        return {
            **SETTLED,
            "parted": False,
            "base": snapshot.dump_base(Base(local, event.meeting)),
            "synced_at": fields.Datetime.now(),
            "remote_id": event.remote_id,
            "etag": event.etag,
            "read_only": event.read_only,
            "web_link": event.web_link,
        }

    def _waiting(self, observation, mails):
        """Keep what was not written as a difference, until somebody agrees to the mails."""
        event, link = observation.remote, self._link(observation)
        refused = link.refused_mails
        values = {
            **SETTLED,
            # without an agreement nothing else tells that there is somebody's edit to be sent
            "notify": link.notify and not observation.base,
            "waiting_mails": refused != digest(mails) and [list(one) for one in mails],
            "refused_mails": refused,
            "etag": event.etag if event else False,
        }
        return values | self._fetched(observation)

    @staticmethod
    def _fetched(observation):
        """Return the agreement on what was fetched; what was not written stays a difference."""
        base, there = observation.base, remote_meeting(observation)
        if not (base and there):
            return {}
        return {"base": snapshot.dump_base(alone.fetched(observation, base, there))}

    def _adopt_uid(self, meeting, event):
        """The provider's iCalUID is the meeting's from now on, so that others' copies match."""
        if event.uid and meeting.ical_uid != event.uid and not meeting._sync_is_occurrence():
            self._uids.setdefault(event.uid, meeting)

    def set_aside(self, link, error):
        """Record that a linked meeting could not even be read here."""
        link.write(self._why(link.attempts + 1, error))

    def _set_aside(self, observation, error):
        return self._why(self._link(observation).attempts + 1, error)

    @staticmethod
    def _why(attempts, error):
        wait = backoff.delay_of_meeting(attempts - 1, random.random())  # noqa: S311
        return {
            "attempts": attempts,
            **told(error),
            "next_attempt": after(wait),
        }


def remote_meeting(observation):
    """Return what the remote calendar shows of the meeting, None when it is gone there."""
    return observation.remote and observation.remote.meeting


SETTLED = {
    "dirty_since": False,
    "notify": False,
    "attempts": 0,
    "next_attempt": False,
    **told(None),
    "waiting_mails": False,
    "approved_mails": False,
    "refused_mails": False,
}
