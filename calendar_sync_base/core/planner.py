"""What one pass would do about a meeting: the decision table.

    agreed before?  Odoo       remote     then
    no              there      -          make it there
    no              -          there      make it here
    ours, unstored  deleted    there      delete there
    no              there      there      they are the same meeting: adopt
    taken over      -          there      it was deleted here since: delete there
    taken over      there      unknown    nothing: an id that is not found deletes nothing
    taken over      there      deleted    delete here, unless it was edited here since
    yes             there      there      merge
    yes             deleted    unchanged  delete there
    yes             unchanged  deleted    delete here
    yes             deleted    edited     the policy decides; an edit that wins is made anew
    yes             edited     deleted    likewise
    a guest's       deleted    there      nothing until the organizer's calendar has decided
    any             -          -          nothing

A GUEST writes only its own answer, and reads only that if the organizer is connected too. A COPY is
written silently and only the own answer is read from it. Nothing is written to what is read-only or
against the calendar's direction: what cannot be written there gives way.

A guest who has the meeting on a calendar of their own here is the only one who tells what they
answered, and whose account passes it: of it, no other calendar shows more than an echo.

A deletion that may not pass, by the direction or by its own switch, parts the two sides: the
meeting stays where it is. What the calendar's filters leave out is left alone on both sides.

A provider that cannot be silent is asked for nothing that would mail somebody without anybody
wanting it: such a write waits for a person's yes, and what is pulled is pulled meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from .actions import (
    Action,
    AskFirst,
    Conflict,
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Notify,
    Part,
    Relink,
    Respond,
    Role,
    Side,
    Skip,
    SkipReason,
    UpdateLocal,
    UpdateRemote,
)
from .answers import declined, only_answers, own_answers, pulled_answers
from .changes import MeetingChanges, apply
from .mail import Intention, digest, notify_for, unasked
from .merge import Merge, adopt, merge
from .observation import Base, Observation, Policy
from .standing import Standing
from .values import Meeting

Plan = tuple[Action, ...]


def plan(observation: Observation, policy: Policy) -> Plan:
    """Return what to do about one meeting; never nothing: a Skip says why nothing is done."""
    return _Planner(observation, policy).plan()


@dataclass(frozen=True, slots=True)
class _Planner(Standing):
    """The table for one observation; every method is one of its cases."""

    def plan(self) -> Plan:
        found = self._decide()
        mails = () if self.policy.silent else unasked(found, self.seen.own_email)
        if not mails or digest(mails) == self.seen.approved_mails:
            return found
        # What is decided once is told now: from here on, both sides agree but for what waits.
        agrees = self.seen.base is not None and self.remote_meeting() is not None
        kinds = UpdateLocal | Conflict if agrees else UpdateLocal
        return (*(one for one in found if isinstance(one, kinds)), AskFirst(self.seen.key, mails))

    def _decide(self) -> Plan:
        local, remote = self.seen.local, self.remote_meeting()
        if local is None and remote is None:
            return self._skip(SkipReason.BOTH_GONE)
        if local is None and self.seen.follows:
            return self._skip(SkipReason.WAITING)
        if self.seen.left_out or self.seen.parted:
            alone = self._left_alone(one_sided=local is None or remote is None)
            if alone:
                return alone
        if self.seen.base is None:
            first = self._taken_over if self.seen.taken_over else self._first_time
            return first(local, remote)
        return self._again(self.seen.base, local, remote)

    def _first_time(self, local: Meeting | None, remote: Meeting | None) -> Plan:
        if local is None and remote is not None:
            return self._deleted_since(remote) or self._new_remotely(remote)
        if local is not None and remote is None:
            return self._new_locally(local)
        assert local and remote
        return self._adopt(local, remote)

    def _deleted_since(self, remote: Meeting) -> Plan:
        """What an attempt of ours made that was not recorded may have been deleted here since.

        What was deleted here before, and brought back there, is pending no more.
        """
        made_here = self.event().marker == self.seen.uid
        if not (made_here and self.seen.changed_locally):
            return ()
        return self._deleted_locally(Base(remote, remote), remote)

    def _again(self, base: Base, local: Meeting | None, remote: Meeting | None) -> Plan:
        if local is None and remote is not None:
            return self._deleted_locally(base, remote)
        if local is not None and remote is None:
            return self._deleted_remotely(base, local)
        assert local and remote
        return self._both_there(base, local, remote)

    def _left_alone(self, one_sided: bool) -> Plan:
        """Return why a meeting is not dealt with; empty when both sides have it once more."""
        if self.seen.parted and one_sided:
            return self._skip(SkipReason.PARTED)
        if not self.seen.left_out:
            return ()
        return self._part() if self.seen.base and one_sided else self._skip(SkipReason.LEFT_OUT)

    # -- taken over from another addon, not compared yet -------------------------------------------

    def _taken_over(self, local: Meeting | None, remote: Meeting | None) -> Plan:
        if local is None and remote is not None:
            return self._deleted_locally(Base(remote, remote), remote)
        if local is not None and remote is None:
            return self._not_found(local)
        return self._first_time(local, remote)

    def _not_found(self, local: Meeting) -> Plan:
        """The id may be of another mailbox; only what the provider calls deleted is deleted."""
        if self.seen.remote is None:
            return self._skip(SkipReason.WAITING)
        if self.seen.changed_locally:
            return self._new_locally(local)
        return self._deleted_remotely(Base(local, local), local)

    # -- one side only, never agreed on ------------------------------------------------------------

    def _new_remotely(self, remote: Meeting) -> Plan:
        if self.seen.role is Role.COPY:
            # A copy of something that is no longer here must not come back as a meeting of its own.
            return self._skip(SkipReason.OUT_OF_SCOPE)
        if not self.seen.may_pull:
            return self._skip(SkipReason.DIRECTION)
        return (CreateLocal(self.seen.key, remote),)

    def _new_locally(self, local: Meeting) -> Plan:
        if self.seen.role is Role.GUEST or self.seen.awaited:
            # The invitation reaches this calendar from the organizer's, or came from this one.
            return self._skip(SkipReason.WAITING)
        return self._create_remote(local) if self.may_write() else self._unwritable()

    def _create_remote(self, local: Meeting) -> Plan:
        notify = self._notify(None, local, None)
        seen = self.seen
        return (CreateRemote(seen.key, local, seen.uid, seen.remote_id, seen.role, notify),)

    # -- both sides there --------------------------------------------------------------------------

    def _adopt(self, local: Meeting, remote: Meeting) -> Plan:
        if self.event().marker == self.seen.uid or (self.seen.awaited and self.seen.notify):
            # What an earlier attempt left undone, or was edited here since a guest's calendar
            # brought it, is still the edit it was.
            actions = self._adopted(local, remote, self.prefer())
        else:
            actions = self._met(local, remote)
        return actions or (Relink(self.seen.key, self.seen.remote_id),)

    def _met(self, local: Meeting, remote: Meeting) -> Plan:
        """A first meeting of both sides mails nobody: which of it is an edit is not known.

        Where a write cannot but mail, and nobody edited anything here, the remote side stays.
        """
        wanted = self._adopted(local, remote, self.prefer(), silent=True)
        edited = self.seen.notify or self.seen.approved_mails
        if self.policy.silent or edited or not unasked(wanted, self.seen.own_email):
            return wanted
        theirs = self._adopted(local, remote, Side.REMOTE, silent=True)
        return tuple(one for one in theirs if not unasked((one,), self.seen.own_email))

    def _adopted(self, local: Meeting, remote: Meeting, prefer: Side, silent: bool = False) -> Plan:
        found = adopt(local, remote, prefer, self.answers())
        return self._carry_out(found, local, remote, silent)

    def _both_there(self, base: Base, local: Meeting, remote: Meeting) -> Plan:
        if local == base.local and remote == base.remote:
            return self._skip(SkipReason.IN_SYNC)
        found = merge(base, local, remote, self.prefer(), self.answers())
        actions = self._carry_out(found, local, remote)
        if actions:
            return actions
        if found.for_remote and not self.may_write():
            return self._unwritable()
        if found.for_local and not self.seen.may_pull:
            return self._skip(SkipReason.DIRECTION)
        # Both changed to the same, or in a way that is not passed on: that is the new agreement.
        return (Relink(self.seen.key, self.seen.remote_id),)

    def _carry_out(
        self, found: Merge, local: Meeting, remote: Meeting, silent: bool = False
    ) -> Plan:
        there = self._push(found.for_remote, local, remote, silent)
        here = self._pull(found.for_local, local, remote)
        return (*there, *here, *self._conflicts(found))

    def _push(self, changes: MeetingChanges, local: Meeting, remote: Meeting, silent: bool) -> Plan:
        if self.seen.role is Role.GUEST:
            return self._respond(changes, remote) if self.may_write() else ()
        if not remote.attendees_complete:
            # Written back, a list that was cut short would remove everybody who is not on it.
            changes = changes.without("attendees")
        if not self.seen.deletes_there:
            changes = changes.keeping_occurrences()
        if not changes or not self.may_write():
            return ()
        after = apply(changes, remote)
        notify = Notify.NOBODY if silent else self._notify(remote, after, changes)
        seen = self.seen
        return (
            UpdateRemote(seen.key, seen.remote_id, self.etag(), remote, changes, seen.role, notify),
        )

    def _respond(self, changes: MeetingChanges, remote: Meeting) -> Plan:
        """Send a guest's own answers, to the whole or to single occurrences."""
        seen = self.seen
        answers = own_answers(changes, remote, seen.own_email)
        return tuple(
            Respond(
                seen.key, seen.remote_id, self.etag(), seen.own_email, response, remote, original
            )
            for original, response in answers
        )

    def _pull(self, changes: MeetingChanges, local: Meeting, remote: Meeting) -> Plan:
        if self.pulls_only_answers():
            changes = pulled_answers(changes, local, self.seen.own_email)
        if not self.seen.deletes_here:
            changes = changes.keeping_occurrences()
        if not changes or not self.seen.may_pull:
            return ()
        return (UpdateLocal(self.seen.key, local, changes),)

    # -- gone on one side --------------------------------------------------------------------------

    def _deleted_locally(self, base: Base, remote: Meeting) -> Plan:
        if not (self.seen.deletes_there and self.seen.may_push):
            return self._part()
        edited = not only_answers(base.remote, remote)
        if edited and self.edit_wins(Side.REMOTE):
            return self._made_anew_locally(remote)
        if not self.may_write():
            return self._unwritable()
        notify = self._notify(remote, None, None)
        seen = self.seen
        deletion = DeleteRemote(seen.key, seen.remote_id, self.etag(), notify, remote, seen.role)
        if not edited or self.seen.role is not Role.ORGANIZER:
            return (deletion,)
        return (deletion, self._over_edit(Side.LOCAL, remote))

    def _made_anew_locally(self, remote: Meeting) -> Plan:
        if not self.seen.may_pull:
            return self._skip(SkipReason.DIRECTION)
        return (CreateLocal(self.seen.key, remote), self._over_deletion(Side.REMOTE, remote))

    def _deleted_remotely(self, base: Base, local: Meeting) -> Plan:
        if self.pulls_only_answers() or self.is_one_of_many() or self.was_declined(base):
            return self._decline(local)
        if not (self.seen.deletes_here and self.seen.may_pull):
            return self._part()
        edited = not only_answers(base.local, local)
        if edited and self.edit_wins(Side.LOCAL):
            return (*self._create_remote(local), self._over_deletion(Side.LOCAL, local))
        deletion = DeleteLocal(self.seen.key, local)
        return (deletion, self._over_edit(Side.REMOTE, local)) if edited else (deletion,)

    def _decline(self, local: Meeting) -> Plan:
        """A guest who throws away the own copy declines; the meeting is the organizer's."""
        changes = declined(local, self.seen.own_email)
        if not changes:
            return self._skip(SkipReason.IN_SYNC)
        if not self.seen.may_pull:
            return self._skip(SkipReason.DIRECTION)
        return (UpdateLocal(self.seen.key, local, changes),)

    def _unwritable(self) -> Plan:
        return self._skip(
            SkipReason.NOT_WRITABLE if self.event().read_only else SkipReason.DIRECTION
        )

    # -- parts of actions --------------------------------------------------------------------------

    def _notify(
        self, before: Meeting | None, after: Meeting | None, changes: MeetingChanges | None
    ) -> Notify:
        seen = self.seen
        # where each write mails on its own, what is still to be written has told nobody yet
        personal = seen.notify and not (seen.told and self.policy.silent)
        intention = Intention(seen.role, personal, seen.own_email, self.policy.now)
        return notify_for(before, after, changes, intention)

    def _conflicts(self, found: Merge) -> Plan:
        if self.pulls_only_answers():
            # Where only answers pass, the rest is another account's to compare.
            return ()
        return tuple(
            Conflict(self.seen.key, one.field, one.winner, one.kept, one.lost)
            for one in found.conflicts
        )

    def _over_edit(self, winner: Side, edited: Meeting) -> Conflict:
        return Conflict(self.seen.key, "deletion", winner, "deleted", f"edited: {edited.title}")

    def _over_deletion(self, winner: Side, edited: Meeting) -> Conflict:
        return Conflict(self.seen.key, "deletion", winner, f"edited: {edited.title}", "deleted")

    def _part(self) -> Plan:
        return (Part(self.seen.key),)

    def _skip(self, reason: SkipReason) -> Plan:
        return (Skip(self.seen.key, reason),)
