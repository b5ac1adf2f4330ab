"""What decides about a meeting: whose say it is, who may write, who was last.

The organizer's side has the say about a meeting, a guest about the own answer, and Odoo about the
copies it makes. Where both may say something, the account's policy decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from .actions import Role, Side
from .observation import Base, ConflictPolicy, Observation, Policy, RemoteEvent
from .people import Answers
from .values import Meeting, Response


@dataclass(frozen=True, slots=True)
class Standing:
    """How the two sides of one observation stand to each other."""

    seen: Observation
    policy: Policy

    def event(self) -> RemoteEvent:
        """Return the remote event, one that says nothing where none is known."""
        return self.seen.remote or RemoteEvent(self.seen.remote_id)

    def remote_meeting(self) -> Meeting | None:
        """Return the meeting as the remote side shows it, None when it is not there."""
        return self.event().meeting

    def etag(self) -> str:
        """Return the version that the remote side was seen in."""
        return self.event().etag

    def edit_wins(self, edited: Side) -> bool:
        """Tell whether an edit stands against a deletion on the other side."""
        if edited is Side.LOCAL and self.seen.role is Role.GUEST:
            return False
        if edited is Side.REMOTE and self.seen.role is not Role.ORGANIZER:
            return False
        return self.prefer(undecided=edited) is edited

    def prefer(self, undecided: Side = Side.REMOTE) -> Side:
        """Return whose value stays where both sides changed the same."""
        if self.seen.role is Role.GUEST:
            return Side.REMOTE
        if self.seen.role is Role.COPY and self.may_write():
            return Side.LOCAL
        return self._prefer_own(undecided)

    def _prefer_own(self, undecided: Side = Side.REMOTE) -> Side:
        """Return whose value stays of what is this account's to say."""
        if not self.may_write():
            return Side.REMOTE
        if not self.seen.may_pull:
            return Side.LOCAL
        if self.policy.conflict is not ConflictPolicy.NEWEST:
            return Side(self.policy.conflict.value)
        return self._newer() or undecided

    def _newer(self) -> Side | None:
        """Return which side was changed later, None when that is not known."""
        here, there = self.seen.changed_locally, self.event().updated
        if here is None or there is None or here == there:
            return None
        return Side.LOCAL if here > there else Side.REMOTE

    def answers(self) -> Answers:
        """Return who decides about answers: the calendar of who answered, where it is another."""
        seen = self.seen
        if seen.role is Role.GUEST:
            return Answers(seen.answer_themselves, seen.own_email, self._prefer_own())
        elsewhere = seen.answer_themselves if seen.role is Role.ORGANIZER else frozenset()
        return Answers(elsewhere)

    def may_write(self) -> bool:
        """Tell whether direction and rights allow to write there."""
        return self.seen.may_push and not self.event().read_only

    def pulls_only_answers(self) -> bool:
        """Tell whether this account's event is a copy that says nothing of the meeting itself."""
        connected = self.seen.role is Role.GUEST and self.seen.organizer_connected
        return connected or self.seen.role is Role.COPY

    def is_one_of_many(self) -> bool:
        """Tell whether a guest's calendar losing the meeting says nothing about the others'."""
        return self.seen.role is Role.GUEST and self.seen.held_by_others

    def was_declined(self, base: Base) -> bool:
        """Tell whether a guest had declined: some calendars throw away what is declined."""
        own = base.local.attendee(self.seen.own_email)
        guest = self.seen.role is Role.GUEST
        return guest and own is not None and own.response is Response.DECLINED
