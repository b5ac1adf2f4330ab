"""The page of one meeting: its form, the answer to an invitation, its people, and its identity."""

from __future__ import annotations

from collections.abc import Iterable

from ..common.html import escape, hidden, option, scope_choice
from ..common.look import Look
from . import model, page_fields, page_side
from .model import Calendar, Fields
from .series import Event
from .world import World

SCOPES = {
    "one": "This event", "following": "This and all following events",
    "all": "All events in the series",
}  # fmt: skip
ANSWERS = {"accepted": "Accept", "tentative": "Tentative", "declined": "Decline"}
WORDS = {
    "accepted": "Accepted", "tentativelyAccepted": "Tentative", "declined": "Declined",
    "none": "No response", "notResponded": "No response", "organizer": "Organizer",
}  # fmt: skip
CHOSEN = {"accepted": "accepted", "tentativelyAccepted": "tentative", "declined": "declined"}


def whole(
    world: World, look: Look, calendar: Calendar, event: Event | None, asked: Fields, problem: str
) -> str:
    """The whole page."""
    back = escape(look.link())
    notice = f'<p class="notice" data-testid="problem">{escape(problem)}</p>' if problem else ""
    title = (event.fields["subject"] or "(No title)") if event else "New event"
    head = f"""<div class="bar"><a class="button plain" href="{back}">&lsaquo; Calendar</a>
      <h1>{escape(title)}</h1></div>{notice}"""
    values = {**look.values, "calendar": calendar.id, "id": event.id() if event else ""}
    main = f"""{_answer(event, values) if event else ""}
      <section class="card compose"><form method="post" action="/ui/save" data-testid="event-form">
      {hidden(values)}
      <div class="commands"><button data-testid="save">{_verb(event)}</button>
      <span class="muted">{escape(page_side.name(world, look.email, calendar))}</span></div>
      {_guest_note(event)}{scope_choice(SCOPES) if event and event.day else ""}
      <div class="form">{page_fields.show(world, look, event, asked)}</div></form></section>"""
    if event is None:
        return f'<div class="single">{head}{main}</div>'
    side = _side(world, look, event, values)
    return f'{head}<div class="split"><div>{main}</div><div>{side}</div></div>'


def _verb(event: Event | None) -> str:
    """Outlook's button says whether it mails people."""
    own = event is None or event.calendar.owns(event.item)
    return "Send" if event and own and event.fields["attendees"] else "Save"


def _guest_note(event: Event | None) -> str:
    if event is None or event.calendar.owns(event.item):
        return ""
    return """<p class="muted hint">You are not the organizer: what you change stays in your own
      copy until the organizer sends an update.</p>"""


def _side(world: World, look: Look, event: Event, values: dict[str, str]) -> str:
    inside = hidden(values) + _scope_select(event)
    own = event.calendar.owns(event.item)
    parts = [_online(event), _people(event), _move(world, look, event, inside)]
    return "".join(parts) + _delete(event, inside, own) + _identity(event)


def _scope_select(event: Event, scopes: Iterable[str] = SCOPES) -> str:
    if not event.day:
        return ""
    rows = "".join(option(key, SCOPES[key], "one") for key in scopes)
    return f'<select name="scope" aria-label="Which events" data-testid="scope">{rows}</select>'


def _answer(event: Event, values: dict[str, str]) -> str:
    """The bar above an invitation; Outlook answers one occurrence or the whole series."""
    if event.calendar.owns(event.item) or event.fields["isCancelled"]:
        return ""
    given = CHOSEN.get(event.fields["responseStatus"]["response"])
    buttons = "".join(
        f'<button name="response" value="{key}" data-testid="answer-{key}" class="'
        f'{"" if given == key else "plain"}">{text}</button>'
        for key, text in ANSWERS.items()
    )
    return f"""<section class="card rsvp"><form method="post" action="/ui/answer">
      {hidden(values)}<p class="actions">{buttons}{_scope_select(event, ("one", "all"))}
      <input type="text" name="comment" placeholder="Add a message" aria-label="Message"
      data-testid="comment"><label class="check muted"><input type="checkbox" name="quiet"
      data-testid="quiet"> Don't send a response</label></p></form></section>"""


def _online(event: Event) -> str:
    link = (event.fields.get("onlineMeeting") or {}).get("joinUrl")
    if not link:
        return ""
    return f"""<section class="card"><h2>Teams meeting</h2>
      <p><a class="button small" href="{escape(link)}" data-testid="join"
      rel="noreferrer">Join</a></p>
      <code>{escape(link)}</code></section>"""


def _people(event: Event) -> str:
    fields, organizer = event.fields, event.fields["organizer"]
    rows = "".join(map(_person, fields["attendees"]))
    guests = f'<ul class="guests">{rows}</ul>' if rows else '<p class="muted">Nobody invited.</p>'
    answered = sum(_response(row) not in ("none", "notResponded") for row in fields["attendees"])
    tally = f"{answered} of {len(fields['attendees'])} answered" if rows else ""
    return f"""<section class="card"><h2>People</h2>
      <p class="muted" data-testid="organizer" data-email="{escape(organizer["address"])}">
      Organizer: {escape(organizer["name"])} &lt;{escape(organizer["address"])}&gt;</p>{guests}
      <p class="muted">{tally}</p></section>"""


def _response(row: Fields) -> str:
    return str(row.get("status", {}).get("response", "none"))


def _person(row: Fields) -> str:
    email, response = model.address(row), _response(row)
    kind = "" if row["type"] == "required" else f' <span class="chip">{escape(row["type"])}</span>'
    name = row["emailAddress"]["name"]
    shown = escape(email if name.lower() == email else f"{name} <{email}>")
    return f"""<li data-testid="guest" data-email="{escape(email)}" data-response="{response}">
      <span>{shown}{kind}</span><span class="answer {response}">{WORDS[response]}</span></li>"""


def _move(world: World, look: Look, event: Event, inside: str) -> str:
    return f"""<section class="card"><h2>Move</h2><form method="post" action="/ui/later">
      {inside}<p class="actions">
      <button class="small plain" name="minutes" value="-60" data-testid="earlier">1 h
      earlier</button>
      <button class="small plain" name="minutes" value="60" data-testid="later">1 h later</button>
      <button class="small plain" name="minutes" value="1440" data-testid="next-day">Next
      day</button></p></form>{_move_to(world, look, event)}</section>"""


def _move_to(world: World, look: Look, event: Event) -> str:
    """Other calendars of the same person, for what can be dragged there."""
    others = [one for one in world.visible(look.email)
              if one.owner == look.email and one is not event.calendar]  # fmt: skip
    if event.day or not others or event.calendar.owner != look.email:
        return ""
    rows = "".join(option(one.id, one.name, "") for one in others)
    values = {**look.values, "id": event.id()}
    return f"""<form method="post" action="/ui/move-to" class="actions">{hidden(values)}
      <select name="calendar" aria-label="Calendar" data-testid="target">{rows}</select>
      <button class="small plain" data-testid="move-to">To this calendar</button></form>"""


def _delete(event: Event, inside: str, own: bool) -> str:
    meeting = own and event.fields["attendees"] and not event.fields["isCancelled"]
    title, verb = ("Cancel", "Cancel meeting") if meeting else ("Delete", "Delete")
    words = (
        """<input type="text" name="comment" placeholder="Add a message" aria-label="Message"
      data-testid="cancel-comment">"""
        if meeting
        else ""
    )
    return f"""<section class="card"><h2>{title}</h2><form method="post" action="/ui/delete">
      {inside}{words}<p class="actions">
      <button class="danger small" data-testid="delete">{verb}</button></p></form></section>"""


def _identity(event: Event) -> str:
    facts = {
        "id": event.id(), "iCalUId": event.uid, "type": event.type, "etag": event.etag,
        "recurrence": event.item.fields.get("recurrence"), "properties": event.properties,
        "transactionId": event.fields.get("transactionId"),
        "lastModified": event.fields["lastModifiedDateTime"],
    }  # fmt: skip
    rows = "".join(
        f"<dt class='muted'>{name}</dt><dd><code>{escape(value)}</code></dd>"
        for name, value in facts.items()
        if value
    )
    return f"<details><summary>For developers</summary><dl>{rows}</dl></details>"
