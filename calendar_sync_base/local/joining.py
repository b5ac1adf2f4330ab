"""Whether an event may be taken for a meeting that is here already, by the ids that it names.

Whoever can write to a remote calendar can write any iCalUID and any marker on an event. So an id
alone opens nothing: not what somebody else keeps private, and not for writing what others keep.
"""

from ..core import snapshot


class Joining:
    """Decides for the events of one account."""

    def __init__(self, account, people):
        self._user, self._person = account.user_id, account._person()
        self._own_email = (account.email or "").lower()
        self._people = people

    def may_join(self, meeting, event):
        """Tell whether an event of the account's may be a meeting here.

        It is if its person takes part in it here. Somebody who was invited a moment ago is not yet
        known here: then the event has to be an invitation by the meeting's own organizer. It can
        change nothing of what a connected organizer keeps, and nothing private is opened to it.
        """
        here = meeting._sync_event().sudo()
        if self._takes_part(here):
            return True
        organizer = event.meeting and event.meeting.organizer
        if not organizer or event.organizer_self or organizer.email == self._own_email:
            return False
        if organizer.email not in self._organizers(meeting, here):
            return False
        hidden = here.with_user(self._user)._check_private_event_conditions()
        return self._people.is_connected(organizer.email) or not hidden

    def _takes_part(self, here):
        return self._user == here.user_id or self._person in here.partner_ids

    def _organizers(self, meeting, here):
        """Return the addresses of who organizes a meeting: here, or on calendars that have it."""
        bases = (snapshot.load_base(link.base) for link in meeting._sync_links())
        known = {one.remote.organizer.email for one in bases if one and one.remote.organizer}
        person = self._people.person(here.user_id)
        return known | ({person.email} if person else set())
