"""Who is who: contacts here, addresses there."""

from odoo.tools import email_normalize

from ..core.values import Attendee, Person, Response


class People:
    """Maps contacts to addresses and back, one look-up for many.

    A user's contact is known remotely by the address of the account that user connected, which
    need not be the contact's own.
    """

    def __init__(self, env):
        self._env = env(su=True)
        accounts = self._env["calendar.sync.account"].search([("email", "!=", False)], order="id")
        personal = accounts.filtered(lambda one: not one.contact_id)
        # of several accounts of a user the first that is connected stands for the user
        ranked = personal.sorted(lambda one: one.state == "disconnected")
        self._address_of = {one._person().id: one.email.lower() for one in reversed(ranked)}
        active = accounts.filtered(lambda one: one.state != "disconnected")
        self._connected = {one.email.lower() for one in active}
        # an address that is somebody's own is not a group's
        ranked = (accounts - personal) + personal
        self._users = {one.email.lower(): one._person() for one in ranked}
        self._partner_of = dict(self._users)
        self._user_of = {}

    def speak_as(self, partner, address):
        """Know somebody by the address of the account that is being synchronised."""
        self._address_of[partner.id] = address.lower()
        self._users[address.lower()] = self._partner_of[address.lower()] = partner

    def alias(self, partner, address):
        """Recognise somebody by another address as well: a calendar organizes meetings, too."""
        self._users.setdefault(address.lower(), partner)
        self._partner_of.setdefault(address.lower(), partner)

    def is_connected(self, email):
        """Tell whether a user here synchronises the calendar with this address."""
        return email in self._connected

    def address(self, partner):
        """Return the address of a contact, lower case, empty when it has none."""
        known = self._address_of.get(partner.id)
        return known or email_normalize(partner.email or "", strict=False) or ""

    def person(self, user):
        """Return an organizer, None without a user or an address."""
        address = self.address(user.partner_id) if user else ""
        return Person(address, user.name) if address else None

    def attendee(self, record):
        """Return a `calendar.attendee` as a value, None when nobody can reach it."""
        address = self.address(record.partner_id)
        if not address:
            return None
        return Attendee(address, record.partner_id.name or "", Response(record.state))

    def forget(self):
        """Look everybody up again: what was made may have been rolled back."""
        self._partner_of = dict(self._users)
        self._user_of = {}

    def learn(self, attendees):
        """Look up the contacts of many attendees at once; an archived one is better than none."""
        unknown = {one.email for one in attendees if one.email} - self._partner_of.keys()
        if not unknown:
            return
        known = self._env["res.partner"].with_context(active_test=False)
        partners = known.search([("email_normalized", "in", list(unknown))], order="id desc")
        partners = partners.with_env(self._env)
        for partner in partners.sorted(lambda one: (one.active, bool(one.user_ids))):
            self._partner_of[partner.email_normalized] = partner

    def partners(self, attendees):
        """Return the contact of each attendee, made together when missing; groups get none."""
        self.learn(attendees)
        unknown = [one for one in attendees if one.email not in self._partner_of]
        if unknown:
            self._make(unknown)
        return [self._partner_of[one.email] for one in attendees]

    def user(self, person):
        """Return the internal user an organizer is, an empty recordset when unknown."""
        if person is None:
            return self._env["res.users"]
        if person.email not in self._user_of:
            self.learn([Attendee(person.email)])
            partner = self._partner_of.get(person.email, self._env["res.partner"])
            internal = partner.user_ids.filtered(lambda user: not user.share)
            self._user_of[person.email] = internal[:1]
        return self._user_of[person.email]

    def _make(self, attendees):
        """Make contacts for those without one; who cannot be written to gets none, nor do rooms."""
        nobody = self._env["res.partner"]
        self._partner_of |= {one.email: nobody for one in attendees}
        fresh = {one.email: one for one in attendees if self._is_person(one)}
        values = [{"name": one.name or one.email, "email": one.email} for one in fresh.values()]
        self._partner_of |= zip(fresh, nobody.create(values), strict=True)

    @staticmethod
    def _is_person(attendee):
        return not attendee.resource and bool(email_normalize(attendee.email or ""))
