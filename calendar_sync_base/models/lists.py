"""Lists as people write them in their language: not everywhere with this comma."""

from odoo.tools.i18n import format_list

SHOWN_PEOPLE = 12
"""So many addresses are named; the others are counted."""


def joined(env, items):
    """Return items one after the other."""
    return format_list(env, items)


def people(env, mails):
    """Return who would be mailed (pairs of an address and why): the first, the others counted."""
    found = list(dict.fromkeys(email for email, _reason in mails))
    more = [f"+{len(found) - SHOWN_PEOPLE}"] if len(found) > SHOWN_PEOPLE else []
    return joined(env, found[:SHOWN_PEOPLE] + more)
