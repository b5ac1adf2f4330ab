"""What has to hold after a history, whatever happened in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from ..remote import Json, Service
from ..world import Person
from .hands import Scene, text
from .sight import Row, at_provider, in_odoo

BAD_FROM = 400
ACCOUNT = ("display_name", "state", "error_code", "error_detail")
LINK = ("display_name", "user_id", "role", "dirty_since", "next_attempt", "error_code",
        "error_reason", "error_detail")  # fmt: skip
WORKERS = [("name", "=", "Calendar Sync: synchronize what is due")]
KINDS = ("invitation", "update", "cancellation")
BY_HAND = ("in Outlook", "in the calendar page")
"""How the provider's own mails about what people do on its page say why they were sent."""


def broken(scene: Scene) -> list[str]:
    """Return what is not as it should be, in sentences; empty when all is well."""
    return [
        *_different(scene),
        *_lost(scene),
        *_mailed(scene),
        *_set_aside(scene),
        *_not_quiet(scene),
        *_untold(scene),
    ]


def _different(scene: Scene) -> Iterator[str]:
    """Each person's calendar shows what Odoo shows them, once each."""
    for person in scene.people:
        here = _shown(scene, person, in_odoo(person, scene.prefix))
        there = _shown(scene, person, at_provider(person.there, scene.prefix))
        for row in sorted((here - there).elements()):
            yield f"{person.login}: only in Odoo: {row}"
        for row in sorted((there - here).elements()):
            yield f"{person.login}: only at {person.there.service.label}: {row}"


def _shown(scene: Scene, person: Person, rows: list[Row]) -> Counter[tuple]:
    """Return what is compared: a declined meeting may be on a calendar or not, and what a guest
    threw away before Odoo ever saw it there leaves no trace."""
    return Counter(
        (one.start, one.end, one.title, one.place, *_guests(person, one))
        for one in rows
        if one.answer != "declined" and (person.login, one.token) not in scene.ledger.thrown
    )


def _guests(person: Person, row: Row) -> tuple:
    """Return the answers where they are known for sure: with the organizer, and one's own."""
    if not row.mine:
        return (row.answer,)
    return tuple(sorted((who, said) for who, said in row.guests.items() if who != person.email))


def _lost(scene: Scene) -> Iterator[str]:
    """A meeting nobody deleted is there, and so is each edit, or the history tells of it."""
    rows = [row for person in scene.people for row in in_odoo(person, scene.prefix)]
    there = {one.token: one for one in rows}
    for token in sorted(scene.ledger.made - scene.ledger.deleted - there.keys()):
        yield f"{token} is gone, and nobody deleted it"
    for (token, name), edits in sorted(scene.ledger.edits.items()):
        if token not in there or token in scene.ledger.reshaped or not edits:
            continue
        row = there[token]
        final = {"title": row.title, "place": row.place, "start": row.start}[name]
        unseen = scene.ledger.unseen(token, name)
        if final not in {one.value for one in edits}:
            yield f"the {name} of {token} is {final!r}, which nobody's edit says: {edits}"
        for value in sorted(unseen - {final}):
            if name != "start" and not _told(scene, value):
                yield f"the {name} {value!r} of {token} is lost without a word"


def _told(scene: Scene, value: str) -> bool:
    domain = [("model", "=", "calendar.event"), ("body", "ilike", value)]
    return bool(scene.world.admin.call("mail.message", "search_count", domain))


def _mailed(scene: Scene) -> Iterator[str]:
    """Nobody is mailed by what Odoo writes who is not invited, nor more often than people acted."""
    for service in scene.world.services.values():
        sent = Counter(
            ((one["summary"] or "").partition(" ")[0], one["to"])
            for one in service.control.mails()
            if one["kind"] in KINDS and not one["why"].endswith(BY_HAND)
        )
        for (token, email), times in sorted(sent.items()):
            if not token.startswith(scene.prefix):
                continue
            if email not in scene.ledger.invited[token]:
                yield f"{email} is mailed about {token} without being invited"
            if times > scene.ledger.intentions[token]:
                intended = scene.ledger.intentions[token]
                yield f"{email} is mailed {times} times about {token}, for {intended} actions:"
                yield from _reasons(service, token, email)


def _reasons(service: Service, token: str, email: str) -> Iterator[str]:
    for one in service.control.mails():
        if one["to"] == email and (one["summary"] or "").partition(" ")[0] == token:
            yield f"  {one['kind']}: {one['summary']}: {one['why']} {one['details']}"


def _set_aside(scene: Scene) -> Iterator[str]:
    """Once the network is well again, nothing is set aside, pending, or waiting for a yes."""
    call = scene.world.admin.call
    waiting = ["|", ("error_code", "!=", False), ("dirty_since", "!=", False)]
    for one in call("calendar.sync.link", "search_read", waiting, LINK):
        yield f"set aside: {one}"
    stopped = [("state", "!=", "active")]
    for one in call("calendar.sync.account", "search_read", stopped, ACCOUNT):
        yield f"account: {one}"


def _not_quiet(scene: Scene) -> Iterator[str]:
    """A pass with nothing to do asks each calendar once and writes nothing."""
    for service in scene.world.services.values():
        service.control.clear_journal()
    scene.world.sync()
    for service in scene.world.services.values():
        for one in service.writes():
            yield f"a quiet pass writes: {line(one)}"
        if len(service.requests()) > 2:
            yield f"a quiet pass of two {service.label} calendars asks more than once each:"
            yield from map(line, service.control.journal())


def _untold(scene: Scene) -> Iterator[str]:
    """What is made at a provider comes by its notification alone, whatever became of others."""
    made = {person.login: f"{scene.new_token()} told" for person in scene.people}
    for person in scene.people:
        start = scene.new_time()
        person.there.add(made[person.login], text(start), text(start + timedelta(hours=1)))
    scene.world.flush()
    admin = scene.world.admin
    admin.call("ir.cron", "method_direct_trigger", admin.call("ir.cron", "search", WORKERS)[:1])
    for person in scene.people:
        if not person.events(made[person.login]):
            yield f"{person.login}: nothing was told of {made[person.login]}"


def line(entry: Json) -> str:
    """Return a request of the journal as a person reads it."""
    what = "/".join(part[-24:] for part in entry["path"].split("/")[-2:])
    told = "".join(entry["query"].get("sendUpdates", ()))
    said = entry["answer"] if entry["status"] >= BAD_FROM else ""
    words = (entry["account"], entry["method"], what, told, entry["body"], entry["status"],
             entry["fault"], said)  # fmt: skip
    return " ".join(str(one) for one in words if one)
