"""What the form of a meeting means: as the body of a new event, and as a change of an old one."""

from __future__ import annotations

from datetime import date, timedelta

from . import bodies, errors, model, online, recurrence, times
from .model import Account, Fields
from .page_calendar import entry
from .series import Event

WEEKDAYS = list(recurrence.DAYS[:5])
KEEP = "keep"
FLAGS = {"all_day": "isAllDay", "teams": "isOnlineMeeting"}
PLAIN = ("subject", "importance", "sensitivity", "showAs")


def body(account: Account, asked: dict[str, str]) -> Fields:
    """A form as the body of an event."""
    fields: Fields = {
        "subject": asked.get("subject", "").strip(),
        "location": {"displayName": asked.get("location", "").strip()},
        "body": {"contentType": "text", "content": _text(asked.get("description", ""))},
        "attendees": _attendees(asked),
        "categories": _categories(asked),
        "importance": asked.get("importance", "normal"),
        "sensitivity": asked.get("sensitivity", "normal"),
        "showAs": asked.get("showAs", "busy"),
        "isAllDay": "all_day" in asked,
        **_points(account, asked),
        **_reminder(asked),
    }
    if "teams" in asked:
        fields |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    if asked.get("repeat"):
        fields["recurrence"] = _recurrence(asked, None)
    return fields


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _categories(asked: dict[str, str]) -> list[str]:
    """The ticked boxes, in the order of the form."""
    return [name.removeprefix("category:") for name in asked if name.startswith("category:")]


def _attendees(asked: dict[str, str]) -> list[Fields]:
    found: dict[str, Fields] = {}
    for name, kind in (("guests", "required"), ("optional", "optional")):
        text = asked.get(name, "").replace(",", "\n").replace(";", "\n")
        for line in text.splitlines():
            email = line.strip()
            if email:
                person = {"type": kind, "emailAddress": {"address": email}}
                found.setdefault(email.lower(), person)
    return list(found.values())


def _points(account: Account, asked: dict[str, str]) -> Fields:
    """Start and end in the person's zone; the last day of an all-day event is included."""
    first, last = _date(asked, "start_date"), _date(asked, "end_date")
    if "all_day" in asked:
        clocks = {"start": f"{first}T00:00:00", "end": f"{last + timedelta(days=1)}T00:00:00"}
    else:
        clocks = {
            "start": f"{first}T{asked.get('start_time') or '09:00'}:00",
            "end": f"{last}T{asked.get('end_time') or '10:00'}:00",
        }
    zone = account.time_zone
    return {key: {"dateTime": text, "timeZone": zone} for key, text in clocks.items()}


def _date(asked: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(asked.get(name, ""))
    except ValueError:
        raise errors.invalid_property(f"No date: {name.replace('_', ' ')}.") from None


def _reminder(asked: dict[str, str]) -> Fields:
    minutes = asked.get("reminder", "15")
    if not minutes.isdigit():
        return {"isReminderOn": False}
    return {"isReminderOn": True, "reminderMinutesBeforeStart": int(minutes)}


def _recurrence(asked: dict[str, str], before: Fields | None) -> Fields:
    first = _date(asked, "start_date")
    if asked["repeat"] == KEEP and before:
        pattern, start = before["pattern"], before["range"]["startDate"]
        limits = _limits(asked) or {k: v for k, v in before["range"].items() if k != "startDate"}
    else:
        pattern, start = _pattern(asked["repeat"], first), first.isoformat()
        limits = _limits(asked) or {"type": "noEnd"}
    return {"pattern": pattern, "range": {**limits, "startDate": start}}


def _limits(asked: dict[str, str]) -> Fields | None:
    if asked.get("count"):
        return {"type": "numbered", "numberOfOccurrences": int(asked["count"])}
    if asked.get("until"):
        return {"type": "endDate", "endDate": asked["until"]}
    return None


def _pattern(kind: str, first: date) -> Fields:
    weekly = {"type": "weekly", "interval": 1, "daysOfWeek": [recurrence.DAYS[first.weekday()]]}
    patterns: dict[str, Fields] = {
        "daily": {"type": "daily", "interval": 1},
        "weekdays": {**weekly, "daysOfWeek": WEEKDAYS},
        "weekly": weekly,
        "fortnightly": {**weekly, "interval": 2},
        "monthly": {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": first.day},
        "yearly": {
            "type": "absoluteYearly", "interval": 1, "dayOfMonth": first.day, "month": first.month,
        },
    }  # fmt: skip
    if kind not in patterns:
        raise errors.invalid_property(f"Unknown repetition: {kind}.")
    return patterns[kind]


def change(account: Account, event: Event, asked: dict[str, str]) -> Fields:
    """What a form changes, and nothing else: what a body names may mail, changed or not."""
    fresh, fields = body(account, {**asked, "repeat": ""}), event.fields
    result: Fields = {name: fresh[name] for name in PLAIN if fresh[name] != fields[name]}
    if fresh["location"]["displayName"] != fields["location"]["displayName"]:
        result["location"] = fresh["location"]
    if fresh["body"]["content"] != words(fields):
        result["body"] = _with_link(fields, fresh["body"])
    if set(fresh["categories"]) != set(fields["categories"]):
        result["categories"] = fresh["categories"]
    if "teams" in asked and not fields["isOnlineMeeting"]:
        result |= {name: fresh[name] for name in ("isOnlineMeeting", "onlineMeetingProvider")}
    result |= _changed_reminder(fields, fresh) | _changed_people(fields, fresh)
    return result | _changed_times(event, fresh, asked) | _changed_rule(event, asked)


def words(fields: Fields) -> str:
    """The text of a meeting as a person edits it, without the block of its Teams link."""
    text = bodies.text(fields["body"]["contentType"], fields["body"]["content"])
    return _text(text.partition(online.LINE)[0] if fields["isOnlineMeeting"] else text)


def _with_link(fields: Fields, fresh: Fields) -> Fields:
    """Outlook keeps the block of a Teams meeting, whatever is written above it."""
    link = (fields["onlineMeeting"] or {}).get("joinUrl") if fields["isOnlineMeeting"] else None
    return online.with_block(fresh, link) if link else fresh


def _changed_reminder(fields: Fields, fresh: Fields) -> Fields:
    names = ("isReminderOn", "reminderMinutesBeforeStart")
    changed = {name: fresh[name] for name in names if name in fresh}
    return changed if any(fields[name] != value for name, value in changed.items()) else {}


def _changed_people(fields: Fields, fresh: Fields) -> Fields:
    """The new list; rooms are not in the form and stay, names stay with their addresses."""
    before = fields["attendees"]
    rows = [
        {**row, "emailAddress": (model.attendee(before, model.address(row)) or row)["emailAddress"]}
        for row in fresh["attendees"]
    ]
    rows += [_bare(row) for row in before if row["type"] == "resource"]
    old = {(model.address(row), row["type"]) for row in before}
    new = {(model.address(row), row["type"]) for row in rows}
    return {} if old == new else {"attendees": rows}


def _bare(row: Fields) -> Fields:
    return {"type": row["type"], "emailAddress": row["emailAddress"]}


def _changed_times(event: Event, fresh: Fields, asked: dict[str, str]) -> Fields:
    fields = event.fields
    kind = fresh["isAllDay"] != fields["isAllDay"]
    if fresh["isAllDay"]:
        same = all(times.wall(fresh[key]) == times.wall(fields[key]) for key in ("start", "end"))
    else:
        same = all(times.instant(fresh[key]) == times.instant(fields[key]) for key in fresh
                   if key in ("start", "end"))  # fmt: skip
    if same and not kind:
        return {}
    points = {key: fresh[key] for key in ("start", "end")}
    return {**points, "isAllDay": fresh["isAllDay"]} if kind else points


def _changed_rule(event: Event, asked: dict[str, str]) -> Fields:
    """Another repetition is for a whole series, or for a single event that becomes one."""
    if event.day and asked.get("scope", "one") == "one":
        return {}
    before, wanted = event.item.fields.get("recurrence"), asked.get("repeat", "")
    if not wanted:
        return {"recurrence": None} if before else {}
    fresh = _recurrence(asked, before)
    return {} if wanted == KEEP and _limits(asked) is None else {"recurrence": fresh}


def first_day(account: Account, event: Event) -> str:
    """The day to show after a meeting was made."""
    return entry(account, event).start.date().isoformat()
