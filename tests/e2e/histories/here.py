"""What people do in Odoo, as its web client does it."""

from __future__ import annotations

from datetime import timedelta

from ..world import Person
from .hands import SCOPES, Hand, Scene, moment, moved, noted, text
from .sight import Row, in_odoo

UPDATES = {"one": "self_only", "following": "future_events", "all": "all_events"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def make(scene: Scene, who: Person) -> str:
    """Make a single meeting, sometimes of whole days."""
    token, start = scene.new_token(), scene.new_time()
    guests = scene.some_guests(who)
    whole = scene.dice.random() < 0.15
    values = {"partner_ids": scene.world.partners(who.email, *guests)}
    if whole:
        days = {"start_date": text(start)[:10], "stop_date": text(start)[:10]}
        values |= {"allday": True, **days}
    who.create(f"{token} new", text(start), text(start + timedelta(hours=1)), **values)
    _made(scene, token, guests)
    return f"makes {token} at {start} with {guests}{' (whole day)' if whole else ''}"


def make_series(scene: Scene, who: Person) -> str:
    """Make a series."""
    token, start = scene.new_token(), scene.new_time()
    guests, kind = scene.some_guests(who), scene.dice.choice(("daily", "weekly"))
    count = scene.dice.randint(3, 5)
    rule = _rule(kind, start.weekday(), count)
    partners = scene.world.partners(who.email, *guests)
    stop = text(start + timedelta(hours=1))
    who.create(f"{token} new", text(start), stop, partner_ids=partners, **rule)
    _made(scene, token, guests)
    return f"makes {kind} series {token} of {count} at {start} with {guests}"


def _rule(kind: str, weekday: int, count: int) -> dict:
    days = {WEEKDAYS[weekday]: True} if kind == "weekly" else {}
    limits = {"interval": 1, "end_type": "count", "count": count, "event_tz": "Europe/Vienna"}
    return {"recurrency": True, "rrule_type": kind, **limits, **days}


def _made(scene: Scene, token: str, guests: list[str]) -> None:
    scene.ledger.made.add(token)
    scene.ledger.invited[token].update(guests)
    scene.ledger.intentions[token] += 1


def _pick(scene: Scene, who: Person, series: bool | None = None) -> Row | None:
    rows = in_odoo(who, scene.prefix)
    found = [one for one in rows if series is None or bool(one.series) is series]
    return scene.dice.choice(found) if found else None


def _scope(scene: Scene, row: Row) -> tuple[str, dict]:
    scope = scene.dice.choice(SCOPES) if row.series else "one"
    return scope, {"recurrence_update": UPDATES[scope]} if row.series else {}


def rename(scene: Scene, who: Person) -> str | None:
    """Give a meeting another title."""
    row = _pick(scene, who)
    if not row:
        return None
    scope, update = _scope(scene, row)
    title = f"{row.token} {scene.new_word()}"
    who.write(row.id, name=title, **update)
    noted(scene, row, "title", title, scope)
    return f"renames {row.title} ({scope} {row.start}) to {title}"


def relocate(scene: Scene, who: Person) -> str | None:
    """Give a meeting another place."""
    row = _pick(scene, who)
    if not row:
        return None
    scope, update = _scope(scene, row)
    place = scene.new_word()
    who.write(row.id, location=place, **update)
    noted(scene, row, "place", place, scope)
    return f"puts {row.title} ({scope} {row.start}) at {place}"


def move(scene: Scene, who: Person) -> str | None:
    """Move a meeting to another time."""
    row = _pick(scene, who)
    if not row:
        return None
    scope, update = _scope(scene, row)
    start, end = moved(scene, row)
    values = {"start": start, "stop": end}
    if len(start) == len("2027-01-04"):
        values = {"start_date": start, "stop_date": text(moment(end) - timedelta(days=1))[:10]}
    who.write(row.id, **values, **update)
    noted(scene, row, "start", start, scope)
    return f"moves {row.title} ({scope} {row.start}) to {start}"


def answer(scene: Scene, who: Person) -> str | None:
    """Answer an invitation, to an occurrence or to all."""
    rows = [one for one in in_odoo(who, scene.prefix) if not one.mine]
    if not rows:
        return None
    row = scene.dice.choice(rows)
    status = scene.dice.choice(("accepted", "tentative", "declined"))
    scope = scene.dice.choice(SCOPES) if row.series else "one"
    who.call("calendar.event", "change_attendee_status", [row.id], status, UPDATES[scope])
    return f"answers {status} to {row.title} ({scope} {row.start})"


def invite(scene: Scene, who: Person) -> str | None:
    """Invite one more, or take one off the list."""
    row = _pick(scene, who)
    if not row:
        return None
    # Who is invited to a single occurrence only has no series elsewhere: not told apart here yet.
    scope, update = ("all", {"recurrence_update": UPDATES["all"]}) if row.series else ("one", {})
    others = [one for one in row.guests if one != who.email and not one.startswith(f"{row.host}@")]
    off = bool(others) and scene.dice.random() < 0.4
    pool = others or ["gustav@example.org"]
    if not off:
        pool = ["gustav@example.org", *(one.email for one in scene.people if one is not who)]
    email = scene.dice.choice(sorted(pool))
    command = (3 if off else 4, scene.world.partner(email))
    who.write(row.id, partner_ids=[command], **update)
    scene.ledger.invited[row.token].add(email)
    scene.ledger.intentions[row.token] += 2 if scope == "following" else 1
    if row.series:
        scene.ledger.reshaped.add(row.token)
    return f"{'takes off' if off else 'invites'} {email}: {row.title} ({scope} {row.start})"


def hide(scene: Scene, who: Person) -> str | None:
    """Change what guests do not see: the own privacy or reminder of a meeting."""
    rows = [one for one in in_odoo(who, scene.prefix) if one.mine]
    if not rows:
        return None
    row = scene.dice.choice(rows)
    scope, update = _scope(scene, row)
    private = scene.dice.random() < 0.5
    values = {"privacy": "private" if private else "public"}
    if not private:
        values = {"alarm_ids": [(6, 0, who.call("calendar.alarm", "search", [], limit=1))]}
    who.write(row.id, **values, **update)
    if row.series:
        scene.ledger.reshaped.add(row.token)
        scene.ledger.intentions[row.token] += 2 if scope == "following" else 1
    return f"sets {values} on {row.title} ({scope} {row.start})"


def delete(scene: Scene, who: Person) -> str | None:
    """Delete a meeting, or as much of a series as is chosen."""
    rows = [one for one in in_odoo(who, scene.prefix) if one.mine]
    if not rows:
        return None
    row = scene.dice.choice(rows)
    scope = scene.dice.choice(SCOPES) if row.series else "one"
    if scope == "one":
        who.unlink(row.id)
    else:
        who.call("calendar.event", "action_mass_deletion", [row.id], UPDATES[scope])
    scene.ledger.deleted.add(row.token)
    scene.ledger.reshaped.add(row.token)
    scene.ledger.intentions[row.token] += 1
    return f"deletes {row.title} ({scope} {row.start})"


def archive(scene: Scene, who: Person) -> str | None:
    """Archive a meeting, and bring it back in half of all cases."""
    rows = [one for one in in_odoo(who, scene.prefix) if one.mine and not one.series]
    if not rows:
        return None
    row = scene.dice.choice(rows)
    who.write(row.id, active=False)
    back = scene.dice.random() < 0.5
    if back:
        who.write(row.id, active=True)
    else:
        scene.ledger.deleted.add(row.token)
    scene.ledger.intentions[row.token] += 1 + back
    return f"archives {row.title}{' and brings it back' if back else ''}"


def reshape(scene: Scene, who: Person) -> str | None:
    """Make a series of a single meeting, a single one of a series, or change its rule."""
    row = _pick(scene, who)
    if not row or len(row.start) == len("2027-01-04"):
        return None
    if not row.series:
        done, values = "makes a series of", _rule("daily", 0, scene.dice.randint(2, 4))
    elif scene.dice.random() < 0.4:
        done = "makes a single meeting of"
        values = {"recurrency": False, "recurrence_update": "all_events"}
    else:
        done = "changes the rule of"
        values = {"recurrence_update": "all_events", "count": scene.dice.randint(2, 6)}
    who.write(row.id, **values)
    scene.ledger.reshaped.add(row.token)
    scene.ledger.intentions[row.token] += 1
    return f"{done} {row.title} ({row.start}) {values.get('count', '')}"


HANDS: dict[Hand, int] = {
    make: 5,
    make_series: 4,
    rename: 3,
    relocate: 3,
    move: 4,
    answer: 3,
    invite: 3,
    hide: 1,
    delete: 2,
    archive: 1,
    reshape: 2,
}
"""Each with how often it is done."""
