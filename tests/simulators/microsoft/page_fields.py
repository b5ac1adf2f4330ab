"""The fields of the form of a meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ..common.html import escape
from . import page_rule, times
from .look import Look, option
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
    typed = "subject" in asked  # a refused form comes back with what was typed

    def value(name: str, stored: object) -> str:
        return escape(asked.get(name, stored))

    def mark(name: str, stored: object) -> str:
        return "checked" if (name in asked if typed else stored) else ""

    def choice(name: str, choices: dict[str, str], usual: str) -> str:
        return _select(name, choices, asked.get(name, fields.get(name, usual)))

    text = words(fields) if fields else ""
    place = (fields.get("location") or {}).get("displayName", "")
    online = bool(fields.get("isOnlineMeeting"))
    return f"""
    <label class="full title">Title<input type="text" name="subject" placeholder="Add a title"
      value="{value("subject", fields.get("subject", ""))}" data-testid="subject"
      {"" if event else "autofocus"}></label>
    <label class="half">Required, one address per line<textarea name="guests" rows="3"
      data-testid="guests">{value("guests", _addresses(fields, "required"))}</textarea></label>
    <label class="half">Optional<textarea name="optional" rows="3"
      data-testid="optional">{value("optional", _addresses(fields, "optional"))}</textarea></label>
    {_when(world, look, event, asked)}
    <label class="check half"><input type="checkbox" name="all_day" data-testid="all-day"
      {mark("all_day", fields.get("isAllDay"))}> All day</label>
    <label class="check half"><input type="checkbox" name="teams" data-testid="teams"
      {mark("teams", online)} {"disabled" if online else ""}> Teams meeting</label>
    {_repeat(event, asked)}
    <label class="half">Location<input type="text" name="location" data-testid="location"
      value="{value("location", place)}"></label>
    <label class="half">Remind me{_reminder(fields, asked)}</label>
    <label>Show as{
        _select("showAs", SHOWS, asked.get("showAs", fields.get("showAs", "busy")))
    }</label>
    <label>Importance{
        _select(
            "importance",
            {"low": "Low", "normal": "Normal", "high": "High"},
            asked.get("importance", fields.get("importance", "normal")),
        )
    }</label>
    <label class="half">Sensitivity{
        _select(
            "sensitivity",
            _sensitivities(fields),
            asked.get("sensitivity", fields.get("sensitivity", "normal")),
        )
    }</label>
    {_categories(fields, asked, typed)}
    <label class="full">Description<textarea name="description" rows="6" data-testid="description"
      >{value("description", text)}</textarea></label>"""


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


def _categories(fields: Fields, asked: Fields, typed: bool) -> str:
    stored = fields.get("categories", [])
    names = [*CATEGORIES, *(name for name in stored if name not in CATEGORIES)]
    boxes = "".join(
        f'<label class="category" style="--tone:{CATEGORIES.get(name, "#8a8886")}">'
        f'<input type="checkbox" name="category:{escape(name)}" '
        f'data-testid="category-{escape(name)}" '
        f"{'checked' if (f'category:{name}' in asked if typed else name in stored) else ''}>"
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
