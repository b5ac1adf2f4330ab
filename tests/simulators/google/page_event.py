"""The page of one meeting: its form, the answer to an invitation, and what a form means."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from ..common.html import escape, hidden, scope_choice
from ..common.look import Look
from . import errors, times
from .calendars import EVENT_COLORS
from .model import Calendar, Copy, Fields
from .world import World

COLORS = {
    "1": "Lavender", "2": "Sage", "3": "Grape", "4": "Flamingo", "5": "Banana", "6": "Tangerine",
    "7": "Peacock", "8": "Graphite", "9": "Blueberry", "10": "Basil", "11": "Tomato",
}  # fmt: skip
REPEATS = {
    "": "Does not repeat",
    "RRULE:FREQ=DAILY": "Every day",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "Every weekday (Monday to Friday)",
    "RRULE:FREQ=WEEKLY": "Every week",
    "RRULE:FREQ=WEEKLY;INTERVAL=2": "Every two weeks",
    "RRULE:FREQ=MONTHLY": "Every month",
    "RRULE:FREQ=YEARLY": "Every year",
}
SCOPES = {"one": "This event", "following": "This and following events", "all": "All events"}
SENDS = {
    "all": "Mail all guests",
    "externalOnly": "Mail guests outside Google only",
    "none": "Mail nobody",
}
ANSWERS = {"accepted": "Yes", "tentative": "Maybe", "declined": "No"}
WORDS = {**ANSWERS, "needsAction": "Not answered"}


def form(
    world: World, look: Look, calendar: Calendar, copy: Copy | None, asked: dict[str, str]
) -> str:
    """The whole page."""
    back = escape(look.link())
    problem = escape(asked["problem"])
    notice = f'<p class="notice" data-testid="problem">{problem}</p>' if problem else ""
    title = (copy.fields.get("summary") or "(No title)") if copy else "New meeting"
    head = f"""<div class="bar"><a class="button plain small" href="{back}">&lsaquo; Back</a>
      <h1>{escape(title)}</h1></div>{notice}"""
    main = f"""<section class="card"><form method="post" action="/ui/save" data-testid="event-form">
      {_hidden(look, calendar, copy)}<div class="form">{_fields(world, look, calendar, copy, asked)}
      </div>{scope_choice(SCOPES) if copy and copy.master_id else ""}
      <p class="actions"><button data-testid="save">Save</button>{_send()}</p></form></section>"""
    side = _side(look, calendar, copy) if copy else ""
    if not side:
        return f'<div class="single">{head}{main}</div>'
    return f'{head}<div class="split"><div>{main}</div><div>{side}</div></div>'


def _hidden(look: Look, calendar: Calendar, copy: Copy | None) -> str:
    return hidden({**look.values, "calendar": calendar.id, "id": copy.id if copy else ""})


def _send() -> str:
    options = "".join(f'<option value="{key}">{text}</option>' for key, text in SENDS.items())
    return (
        f'<select name="send" data-testid="send" style="width:auto" aria-label="Mails">{options}'
        "</select>"
    )


def _fields(
    world: World, look: Look, calendar: Calendar, copy: Copy | None, asked: dict[str, str]
) -> str:
    fields = copy.fields if copy else {}
    start, end, all_day = _when(world, look, copy, calendar)
    guests = "\n".join(row["email"] for row in fields.get("attendees", []))

    def value(name: str, stored: object) -> str:
        return escape(asked.get(name, stored))

    title = value("summary", fields.get("summary", ""))
    start_time, end_time = f"{start:%H:%M}", f"{end:%H:%M}"
    return f"""
    <label class="full">Title<input type="text" name="summary" value="{title}"
      data-testid="summary" autofocus></label>
    <label>Start<input type="date" name="start_date" value="{value("start_date", start.date())}"
      data-testid="start-date" required></label>
    <label>&nbsp;<input type="time" name="start_time" value="{value("start_time", start_time)}"
      data-testid="start-time" aria-label="Start time"></label>
    <label>End<input type="date" name="end_date" value="{value("end_date", end.date())}"
      data-testid="end-date" required></label>
    <label>&nbsp;<input type="time" name="end_time" value="{value("end_time", end_time)}"
      data-testid="end-time" aria-label="End time"></label>
    <label class="check half"><input type="checkbox" name="all_day" data-testid="all-day"
      {"checked" if all_day else ""}> All day</label>
    <label class="check half"><input type="checkbox" name="meet" data-testid="meet"
      {"checked disabled" if fields.get("hangoutLink") else ""}> Meet link</label>
    {_repeat(calendar, copy)}
    <label class="full">Guests, one address per line
      <textarea name="guests" rows="3" data-testid="guests"
      >{value("guests", guests)}</textarea></label>
    <label class="half">Place<input type="text" name="location" data-testid="location"
      value="{value("location", fields.get("location", ""))}"></label>
    <label class="half">Colour{_color(fields)}</label>
    <label class="full">Description<textarea name="description" rows="3" data-testid="description"
      >{value("description", fields.get("description", ""))}</textarea></label>
    <label class="check half"><input type="checkbox" name="private" data-testid="private"
      {"checked" if fields.get("visibility") == "private" else ""}> Private</label>
    <label class="check half"><input type="checkbox" name="free" data-testid="free"
      {"checked" if fields.get("transparency") == "transparent" else ""}> Show as free</label>"""


def _when(
    world: World, look: Look, copy: Copy | None, calendar: Calendar
) -> tuple[datetime, datetime, bool]:
    """Start and end on the calendar's wall; the last day of an all-day event is included."""
    if copy is None:
        now = times.in_zone(world.clock.now(), calendar.time_zone)
        start = datetime.combine(look.day, time(min(now.hour + 1, 22)))
        return start, start + timedelta(hours=1), False
    points = (copy.fields["start"], copy.fields["end"])
    if "date" in points[0]:
        first, last = times.wall(points[0]), times.wall(points[1]) - timedelta(days=1)
        return first + timedelta(hours=9), last + timedelta(hours=10), True
    start, end = (
        times.in_zone(times.instant(point), calendar.time_zone).replace(tzinfo=None)
        for point in points
    )
    return start, end, False


def _lines(calendar: Calendar, copy: Copy | None) -> list[str]:
    if copy is None:
        return []
    master = calendar.copies.get(copy.master_id) if copy.master_id else copy
    lines: list[str] = master.fields.get("recurrence", []) if master else []
    return lines


def _repeat(calendar: Calendar, copy: Copy | None) -> str:
    lines = _lines(calendar, copy)
    current = "\n".join(lines)
    options = dict(REPEATS)
    if current and current not in options:
        options[current] = "As now: " + current.replace("RRULE:", "")
    choices = "".join(
        f'<option value="{escape(key)}" {"selected" if key == current else ""}>{escape(text)}'
        "</option>"
        for key, text in options.items()
    )
    return f"""<label class="half">Repeats<select name="repeat" data-testid="repeat">{choices}
      </select></label><label>times<input type="number" name="count" min="1" max="999"
      placeholder="no end" data-testid="count"></label>
      <label>or until<input type="date" name="until" data-testid="until"></label>"""


def _color(fields: Fields) -> str:
    chosen = fields.get("colorId", "")
    options = '<option value="">Calendar colour</option>' + "".join(
        f'<option value="{key}" {"selected" if key == chosen else ""}>{name}</option>'
        for key, name in COLORS.items()
    )
    return f'<select name="color" data-testid="color">{options}</select>'


def _side(look: Look, calendar: Calendar, copy: Copy) -> str:
    kept, scope = _hidden(look, calendar, copy), _scope_select(copy)
    own = copy.attendee(calendar.id)
    parts = []
    if own and copy.organizer != calendar.id:
        buttons = "".join(
            f'<button name="response" value="{key}" data-testid="answer-{key}" class="'
            f'{"small" if own["responseStatus"] == key else "small plain"}">{text}</button>'
            for key, text in ANSWERS.items()
        )
        parts.append(f"""<section class="card"><h2>Going?</h2>
          <form method="post" action="/ui/answer">{kept}{scope}
          <p class="actions">{buttons}</p></form></section>""")
    parts.append(_guests(copy))
    parts.append(f"""<section class="card"><h2>Move</h2><form method="post" action="/ui/later">
      {kept}{scope}<p class="actions">
      <button class="small plain" name="minutes" value="-60">1 h earlier</button>
      <button class="small plain" name="minutes" value="60" data-testid="later">1 h later</button>
      <button class="small plain" name="minutes" value="1440" data-testid="next-day">Next
      day</button>
      </p></form></section>""")
    parts.append(f"""<section class="card"><h2>Delete</h2><form method="post" action="/ui/delete">
      {kept}{scope}<p class="actions">{_send()}
      <button class="danger small" data-testid="delete">Delete</button></p></form></section>""")
    return "".join(parts) + _identity(copy)


def _scope_select(copy: Copy) -> str:
    if not copy.master_id:
        return ""
    options = "".join(f'<option value="{key}">{text}</option>' for key, text in SCOPES.items())
    return f'<select name="scope" aria-label="Which events" data-testid="scope">{options}</select>'


def _guests(copy: Copy) -> str:
    rows = "".join(
        f'<li data-testid="guest" data-email="{escape(row["email"])}" '
        f'data-response="{row["responseStatus"]}"><span>{escape(row["email"])}</span>'
        f'<span class="muted">{WORDS[row["responseStatus"]]}</span></li>'
        for row in copy.attendees
    )
    guests = f'<ul class="guests">{rows}</ul>' if rows else '<p class="muted">No guests.</p>'
    link = copy.fields.get("hangoutLink")
    meet = f'<p class="muted">Meet: <code>{escape(link)}</code></p>' if link else ""
    return f"""<section class="card"><h2>Guests</h2>{guests}
      <p class="muted">Organizer: {escape(copy.organizer)}</p>{meet}</section>"""


def _identity(copy: Copy) -> str:
    names = ("id", "iCalUID", "recurringEventId", "recurrence", "extendedProperties", "updated")
    rows = "".join(
        f"<dt class='muted'>{name}</dt><dd><code>{escape(copy.fields[name])}</code></dd>"
        for name in names
        if name in copy.fields
    )
    return f"<details><summary>For developers</summary><dl>{rows}</dl></details>"


def body(calendar: Calendar, asked: dict[str, str]) -> Fields:
    """A form as the body of an event."""
    fields: Fields = {
        "summary": asked.get("summary", "").strip(),
        "location": asked.get("location", "").strip(),
        "description": asked.get("description", "").replace("\r\n", "\n").strip(),
        "visibility": "private" if "private" in asked else "default",
        "transparency": "transparent" if "free" in asked else "opaque",
        "attendees": [{"email": email} for email in _addresses(asked)],
        **_points(calendar, asked),
    }
    if asked.get("color") in EVENT_COLORS:
        fields["colorId"] = asked["color"]
    if "meet" in asked:
        request = hashlib.sha256(repr(fields).encode()).hexdigest()[:16]
        fields["conferenceData"] = {"createRequest": {"requestId": request}}
    if repeat := asked.get("repeat"):
        fields["recurrence"] = _recurrence(repeat, asked, fields)
    return fields


def _addresses(asked: dict[str, str]) -> list[str]:
    text = asked.get("guests", "").replace(",", "\n").replace(";", "\n")
    return list(dict.fromkeys(line.strip().lower() for line in text.splitlines() if line.strip()))


def _points(calendar: Calendar, asked: dict[str, str]) -> Fields:
    try:
        first = date.fromisoformat(asked["start_date"])
        last = date.fromisoformat(asked["end_date"])
    except (KeyError, ValueError):
        raise errors.required("Missing start time.", "start") from None
    if "all_day" in asked:
        after = last + timedelta(days=1)
        return {"start": {"date": first.isoformat()}, "end": {"date": after.isoformat()}}
    moments = {"start": (first, "start_time"), "end": (last, "end_time")}
    return {
        key: {"dateTime": f"{day}T{asked.get(name) or '09:00'}:00", "timeZone": calendar.time_zone}
        for key, (day, name) in moments.items()
    }


def _recurrence(repeat: str, asked: dict[str, str], fields: Fields) -> list[str]:
    lines = repeat.splitlines()
    if asked.get("count"):
        return [f"{lines[0]};COUNT={asked['count']}"]
    if asked.get("until"):
        until = asked["until"].replace("-", "")
        return [f"{lines[0]};UNTIL={until}{'' if 'date' in fields['start'] else 'T235959Z'}"]
    return lines


def change(calendar: Calendar, copy: Copy, asked: dict[str, str]) -> Fields:
    """What a form changes; times only if they differ, so that series move by the difference."""
    fresh = body(calendar, asked)
    result: Fields = {}
    for name in ("summary", "location", "description"):
        if fresh[name] != copy.fields.get(name, ""):
            result[name] = fresh[name] or None
    for name, usual in (("visibility", "default"), ("transparency", "opaque")):
        if fresh[name] != copy.fields.get(name, usual):
            result[name] = fresh[name]
    if fresh.get("colorId") != copy.fields.get("colorId"):
        result["colorId"] = fresh.get("colorId")
    if "conferenceData" in fresh:
        result["conferenceData"] = fresh["conferenceData"]
    return result | _changed_guests(copy, fresh) | _changed_times(calendar, copy, fresh, asked)


def _changed_guests(copy: Copy, fresh: Fields) -> Fields:
    known = {row["email"]: row for row in copy.attendees}
    rows = [known.get(row["email"], row) for row in fresh["attendees"]]
    return {} if rows == copy.attendees else {"attendees": rows}


def _changed_times(calendar: Calendar, copy: Copy, fresh: Fields, asked: dict[str, str]) -> Fields:
    result: Fields = {}
    points = {
        key: times.parse_point(fresh[key], key, calendar.time_zone) for key in ("start", "end")
    }
    if any(times.instant(points[key]) != times.instant(copy.fields[key]) for key in points) or (
        ("date" in points["start"]) != ("date" in copy.fields["start"])
    ):
        result |= points
    wanted = asked.get("scope", "one") != "one" or not copy.master_id
    lines = fresh.get("recurrence", [])
    if wanted and lines != _lines(calendar, copy):
        result["recurrence"] = lines
    return result


def later(copy: Copy, by: timedelta) -> Fields:
    """A start moved by some time; all-day events move by days."""
    return times.shift(copy.fields["start"], by)


def day(copy: Copy) -> str:
    """The day to show after a meeting was made."""
    return times.wall(copy.fields["start"]).date().isoformat()
