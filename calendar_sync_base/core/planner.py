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
from .observation import Base, ConflictPolicy, Observation, Policy, RemoteEvent
from .people import Answers
from .values import Meeting, Response

Plan = tuple[Action, ...]


def plan(observation: Observation, policy: Policy) -> Plan:
    """Return what to do about one meeting; never nothing: a Skip says why nothing is done."""
    return _Planner(observation, policy).plan()


@dataclass(frozen=True, slots=True)
class _Planner:
    """The table for one observation; every method is one of its cases."""

    seen: Observation
    policy: Policy

    def plan(self) -> Plan:
        found = self._decide()
        mails = () if self.policy.silent else unasked(found, self.seen.own_email)
        if not mails or digest(mails) == self.seen.approved_mails:
            return found
        # What is decided once is told now: from here on, both sides agree but for what waits.
        agrees = self.seen.base is not None and self._remote_meeting() is not None
        kinds = UpdateLocal | Conflict if agrees else UpdateLocal
        return (*(one for one in found if isinstance(one, kinds)), AskFirst(self.seen.key, mails))

    def _decide(self) -> Plan:
        local, remote = self.seen.local, self._remote_meeting()
        if local is None and remote is None:
            return self._skip(SkipReason.BOTH_GONE)
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
        made_here = self._event().marker == self.seen.uid
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
        if self.seen.role is Role.GUEST:
            # The invitation reaches this calendar from the organizer's.
            return self._skip(SkipReason.WAITING)
        return self._create_remote(local) if self._may_write() else self._unwritable()

    def _create_remote(self, local: Meeting) -> Plan:
        notify = self._notify(None, local, None)
        seen = self.seen
        return (CreateRemote(seen.key, local, seen.uid, seen.remote_id, seen.role, notify),)

    # -- both sides there --------------------------------------------------------------------------

    def _adopt(self, local: Meeting, remote: Meeting) -> Plan:
        found = adopt(local, remote, self._prefer(), self._answers())
        if self._event().marker == self.seen.uid:
            # An earlier attempt of ours: what it left undone is still the edit it was.
            actions = self._carry_out(found, local, remote)
        else:
            # A first meeting of both sides is nobody's edit: it mails nobody.
            actions = self._mailing_nobody(self._carry_out(found, local, remote, silent=True))
        return actions or (Relink(self.seen.key, self.seen.remote_id),)

    def _mailing_nobody(self, actions: Plan) -> Plan:
        if self.policy.silent:
            return actions
        return tuple(one for one in actions if not unasked((one,), self.seen.own_email))

    def _both_there(self, base: Base, local: Meeting, remote: Meeting) -> Plan:
        if local == base.local and remote == base.remote:
            return self._skip(SkipReason.IN_SYNC)
        found = merge(base, local, remote, self._prefer(), self._answers())
        actions = self._carry_out(found, local, remote)
        if actions:
            return actions
        if found.for_remote and not self._may_write():
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
            return self._respond(changes, remote) if self._may_write() else ()
        if not remote.attendees_complete:
            # Written back, a list that was cut short would remove everybody who is not on it.
            changes = changes.without("attendees")
        if not self.seen.deletes_there:
            changes = changes.keeping_occurrences()
        if not changes or not self._may_write():
            return ()
        after = apply(changes, remote)
        notify = Notify.NOBODY if silent else self._notify(remote, after, changes)
        seen = self.seen
        return (
            UpdateRemote(
                seen.key, seen.remote_id, self._etag(), remote, changes, seen.role, notify
            ),
        )

    def _respond(self, changes: MeetingChanges, remote: Meeting) -> Plan:
        """Send a guest's own answers, to the whole or to single occurrences."""
        seen = self.seen
        answers = own_answers(changes, remote, seen.own_email)
        return tuple(
            Respond(
                seen.key, seen.remote_id, self._etag(), seen.own_email, response, remote, original
            )
            for original, response in answers
        )

    def _pull(self, changes: MeetingChanges, local: Meeting, remote: Meeting) -> Plan:
        if self._pulls_only_answers():
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
        if edited and self._edit_wins(Side.REMOTE):
            return self._made_anew_locally(remote)
        if not self._may_write():
            return self._unwritable()
        notify = self._notify(remote, None, None)
        seen = self.seen
        deletion = DeleteRemote(seen.key, seen.remote_id, self._etag(), notify, remote, seen.role)
        if not edited or self.seen.role is not Role.ORGANIZER:
            return (deletion,)
        return (deletion, self._over_edit(Side.LOCAL, remote))

    def _made_anew_locally(self, remote: Meeting) -> Plan:
        if not self.seen.may_pull:
            return self._skip(SkipReason.DIRECTION)
        return (CreateLocal(self.seen.key, remote), self._over_deletion(Side.REMOTE, remote))

    def _deleted_remotely(self, base: Base, local: Meeting) -> Plan:
        if self._pulls_only_answers() or self._is_one_of_many() or self._was_declined(base):
            return self._decline(local)
        if not (self.seen.deletes_here and self.seen.may_pull):
            return self._part()
        edited = not only_answers(base.local, local)
        if edited and self._edit_wins(Side.LOCAL):
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

    def _edit_wins(self, edited: Side) -> bool:
        """Tell whether an edit stands against a deletion on the other side."""
        if edited is Side.LOCAL and self.seen.role is Role.GUEST:
            return False
        if edited is Side.REMOTE and self.seen.role is not Role.ORGANIZER:
            return False
        return self._prefer(undecided=edited) is edited

    # -- what decides ------------------------------------------------------------------------------

    def _prefer(self, undecided: Side = Side.REMOTE) -> Side:
        """Return whose value stays where both sides changed the same."""
        if self.seen.role is Role.GUEST:
            return Side.REMOTE
        if self.seen.role is Role.COPY and self._may_write():
            return Side.LOCAL
        return self._prefer_own(undecided)

    def _prefer_own(self, undecided: Side = Side.REMOTE) -> Side:
        """Return whose value stays of what is this account's to say."""
        if not self._may_write():
            return Side.REMOTE
        if not self.seen.may_pull:
            return Side.LOCAL
        if self.policy.conflict is not ConflictPolicy.NEWEST:
            return Side(self.policy.conflict.value)
        return self._newer() or undecided

    def _newer(self) -> Side | None:
        """Return which side was changed later, None when that is not known."""
        here, there = self.seen.changed_locally, self._event().updated
        if here is None or there is None or here == there:
            return None
        return Side.LOCAL if here > there else Side.REMOTE

    def _answers(self) -> Answers:
        """Return who decides about answers: the calendar of who answered, where it is another."""
        seen = self.seen
        if seen.role is Role.GUEST:
            return Answers(seen.answer_themselves, seen.own_email, self._prefer_own())
        elsewhere = seen.answer_themselves if seen.role is Role.ORGANIZER else frozenset()
        return Answers(elsewhere)

    def _may_write(self) -> bool:
        return self.seen.may_push and not self._event().read_only

    def _unwritable(self) -> Plan:
        return self._skip(
            SkipReason.NOT_WRITABLE if self._event().read_only else SkipReason.DIRECTION
        )

    def _pulls_only_answers(self) -> bool:
        """Tell whether this account's event is a copy that says nothing of the meeting itself."""
        connected = self.seen.role is Role.GUEST and self.seen.organizer_connected
        return connected or self.seen.role is Role.COPY

    def _is_one_of_many(self) -> bool:
        """Tell whether a guest's calendar losing the meeting says nothing about the others'."""
        return self.seen.role is Role.GUEST and self.seen.held_by_others

    def _was_declined(self, base: Base) -> bool:
        """Tell whether a guest had declined: some calendars throw away what is declined."""
        own = base.local.attendee(self.seen.own_email)
        guest = self.seen.role is Role.GUEST
        return guest and own is not None and own.response is Response.DECLINED

    # -- parts of actions --------------------------------------------------------------------------

    def _event(self) -> RemoteEvent:
        return self.seen.remote or RemoteEvent(self.seen.remote_id)

    def _remote_meeting(self) -> Meeting | None:
        return self._event().meeting

    def _etag(self) -> str:
        return self._event().etag

    def _notify(
        self, before: Meeting | None, after: Meeting | None, changes: MeetingChanges | None
    ) -> Notify:
        seen = self.seen
        intention = Intention(seen.role, seen.notify, seen.own_email, self.policy.now)
        return notify_for(before, after, changes, intention)

    def _conflicts(self, found: Merge) -> Plan:
        if self._pulls_only_answers():
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
