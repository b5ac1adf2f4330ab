"""The fields of the form of a meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ..common.html import escape, option
from ..common.look import Look
from . import page_rule, times
from .model import Fields
from .page_calendar import CATEGORIES, entry
from .page_form import KEEP, words
from .series import Event
from .world import World

REPEATS = {
    "": "Don't repeat", "daily": "Daily", "weekdays": "Every weekday (Monday to Friday)",
    "weekly": "Weekly", "fortnightly": "Every two weeks", "monthly": "Monthly",
    "yearly": "Yearly",
}  # fmt: skip
SHOWS = {
    "free": "Free", "workingElsewhere": "Working elsewhere", "tentative": "Tentative",
    "busy": "Busy", "oof": "Out of office",
}  # fmt: skip
REMINDERS = {
    "none": "Don't remind me", "0": "At time of event", "5": "5 minutes before",
    "15": "15 minutes before", "30": "30 minutes before", "60": "1 hour before",
    "1440": "1 day before",
}  # fmt: skip
IMPORTANCES = {"low": "Low", "normal": "Normal", "high": "High"}


def show(world: World, look: Look, event: Event | None, asked: Fields) -> str:
    """All fields; after a refusal with what was typed."""
    fields = event.fields if event else {}
    place = (fields.get("location") or {}).get("displayName", "")
    text = words(fields) if fields else ""
    return f"""{_title(fields, asked)}{_people(fields, asked)}{_when(world, look, event, asked)}
    {_checks(fields, asked)}{_repeat(event, asked)}
    <label class="half">Location<input type="text" name="location" data-testid="location"
      value="{escape(asked.get("location", place))}"></label>
    <label class="half">Remind me{_reminder(fields, asked)}</label>
    <label>Show as{_choice("showAs", SHOWS, "busy", fields, asked)}</label>
    <label>Importance{_choice("importance", IMPORTANCES, "normal", fields, asked)}</label>
    <label class="half">Sensitivity{
        _choice("sensitivity", _sensitivities(fields), "normal", fields, asked)
    }</label>
    {_categories(fields, asked)}
    <label class="full">Description<textarea name="description" rows="6" data-testid="description"
      >{escape(asked.get("description", text))}</textarea></label>"""


def _typed(asked: Fields) -> bool:
    """Whether a refused form comes back; boxes without a mark are not among what it sent."""
    return "subject" in asked


def _title(fields: Fields, asked: Fields) -> str:
    title = escape(asked.get("subject", fields.get("subject", "")))
    return f"""<label class="full title">Title<input type="text" name="subject"
      placeholder="Add a title" value="{title}" data-testid="subject"
      {"" if fields else "autofocus"}></label>"""


def _people(fields: Fields, asked: Fields) -> str:
    must = escape(asked.get("guests", _addresses(fields, "required")))
    may = escape(asked.get("optional", _addresses(fields, "optional")))
    return f"""<label class="half">Required, one address per line<textarea name="guests" rows="3"
      data-testid="guests">{must}</textarea></label>
    <label class="half">Optional<textarea name="optional" rows="3"
      data-testid="optional">{may}</textarea></label>"""


def _checks(fields: Fields, asked: Fields) -> str:
    online = bool(fields.get("isOnlineMeeting"))
    return f"""<label class="check half"><input type="checkbox" name="all_day"
      data-testid="all-day" {_mark("all_day", bool(fields.get("isAllDay")), asked)}> All day</label>
    <label class="check half"><input type="checkbox" name="teams" data-testid="teams"
      {_mark("teams", online, asked)} {"disabled" if online else ""}> Teams meeting</label>"""


def _mark(name: str, stored: bool, asked: Fields) -> str:
    return "checked" if (name in asked if _typed(asked) else stored) else ""


def _choice(name: str, choices: dict[str, str], usual: str, fields: Fields, asked: Fields) -> str:
    return _select(name, choices, asked.get(name, fields.get(name, usual)))


def _addresses(fields: Fields, kind: str) -> str:
    rows = fields.get("attendees", [])
    return "\n".join(row["emailAddress"]["address"] for row in rows if row["type"] == kind)


def _sensitivities(fields: Fields) -> dict[str, str]:
    names = {"normal": "Normal", "private": "Private"}
    stored = fields.get("sensitivity", "normal")
    return names | {stored: names.get(stored, stored.title())}


def _select(name: str, choices: dict[str, str], chosen: str) -> str:
    rows = "".join(option(key, text, chosen) for key, text in choices.items())
    return f'<select name="{name}" data-testid="{name}">{rows}</select>'


def _reminder(fields: Fields, asked: Fields) -> str:
    chosen = "15"
    if fields:
        chosen = str(fields["reminderMinutesBeforeStart"]) if fields["isReminderOn"] else "none"
    chosen = asked.get("reminder", chosen)
    words = REMINDERS.get(chosen, f"{chosen} minutes before")
    return _select("reminder", REMINDERS | {chosen: words}, chosen)


def _categories(fields: Fields, asked: Fields) -> str:
    stored = fields.get("categories", [])
    names = [*CATEGORIES, *(name for name in stored if name not in CATEGORIES)]
    boxes = "".join(
        f'<label class="category" style="--tone:{CATEGORIES.get(name, "#8a8886")}">'
        f'<input type="checkbox" name="category:{escape(name)}" '
        f'data-testid="category-{escape(name)}" '
        f"{_mark(f'category:{name}', name in stored, asked)}>"
        f"{escape(name.removesuffix(' category'))}</label>"
        for name in names
    )
    return f'<fieldset class="full categories"><legend>Categories</legend>{boxes}</fieldset>'


def _when(world: World, look: Look, event: Event | None, asked: Fields) -> str:
    start, end = _span(world, look, event)
    rows = {
        "start_date": ("Start", "date", f"{start:%Y-%m-%d}", "required"),
        "start_time": ("Start time", "time", f"{start:%H:%M}", ""),
        "end_date": ("End", "date", f"{end:%Y-%m-%d}", "required"),
        "end_time": ("End time", "time", f"{end:%H:%M}", ""),
    }
    return "".join(
        f"""<label>{label}<input type="{kind}" name="{name}" {more}
        value="{escape(asked.get(name, usual))}" data-testid="{name.replace("_", "-")}"></label>"""
        for name, (label, kind, usual, more) in rows.items()
    )


def _span(world: World, look: Look, event: Event | None) -> tuple[datetime, datetime]:
    """Start and end on this person's wall; the last day of an all-day event is included."""
    assert look.account is not None
    if event is None:
        now = times.in_zone(world.clock.now(), look.account.time_zone)
        start = datetime.combine(look.day, time(min(now.hour + 1, 22)))
        return start, start + timedelta(hours=1)
    seen = entry(look.account, event)
    if seen.all_day:
        return seen.start + timedelta(hours=9), seen.end - timedelta(hours=14)
    return seen.start, seen.end


def _repeat(event: Event | None, asked: Fields) -> str:
    rule = event.item.fields.get("recurrence") if event else None
    choices, chosen = dict(REPEATS), ""
    if event and rule:
        choices, chosen = {KEEP: f"As now: {page_rule.say(rule)}"} | choices, KEEP
    rows = "".join(option(key, text, asked.get("repeat", chosen)) for key, text in choices.items())
    count, until = escape(asked.get("count", "")), escape(asked.get("until", ""))
    return f"""<label class="half">Repeat<select name="repeat" data-testid="repeat">{rows}
      </select></label><label>Times<input type="number" name="count" min="1" max="999"
      placeholder="no end" value="{count}" data-testid="count"></label>
      <label>Or until<input type="date" name="until" value="{until}" data-testid="until"></label>"""
