"""The same meetings for everybody: made here, as at the provider."""

from datetime import datetime, timedelta

FIRST = datetime.fromisoformat(settings["first"])  # noqa: F821 - the program's


def span(number, count):
    """Return when a meeting of so many is; sixteen on a day, or more if 300 days do not suffice."""
    each_day = max(16, count // 300 + 1)
    start = FIRST + timedelta(days=number // each_day, minutes=30 * (number % each_day))
    return start, start + timedelta(minutes=30)


def values(number, count=0, **more):
    """Return a meeting as Odoo is given it."""
    start, stop = span(number, count)
    return {
        "name": f"Meeting {number}",
        "start": start,
        "stop": stop,
        "location": f"Room {number % 7}",
        "description": f"<p>Agenda of meeting {number}</p>",
        "user_id": env.uid,  # noqa: F821 - the shell's
        "partner_ids": [(6, 0, env.user.partner_id.ids)],  # noqa: F821
        **more,
    }


def make(events, count, **more):
    """Make meetings as a person does, and commit."""
    made = events.create([values(number, count, **more) for number in range(count)])
    events.env.cr.commit()
    return made


def new_users(env, logins):
    """Return new internal users, whose logins are their addresses."""
    users = env["res.users"].sudo().with_context(no_reset_password=True)
    group = env.ref("base.group_user").ids
    common = {"tz": "Europe/Paris", "group_ids": [(6, 0, group)]}
    made = users.create([{"name": one, "login": one, "email": one, **common} for one in logins])
    env.cr.commit()
    return made
