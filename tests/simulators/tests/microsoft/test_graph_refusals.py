"""Events that are refused, and values that come back as they were given."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import DORA, Client, at, guests, meeting, refused

VALIDATION = (400, "ErrorPropertyValidationFailure")


def post(client: Client, **fields: Any) -> tuple[int, str]:
    return refused(client.call("POST", "/me/events", meeting(**fields)))


@pytest.mark.parametrize(
    ("fields", "status_and_code"),
    [
        ({"colour": "red"}, (400, "RequestBodyRead")),
        ({"summary": "x"}, (400, "RequestBodyRead")),
        ({"subject": 7}, (400, "RequestBodyRead")),
        ({"isAllDay": "yes"}, (400, "RequestBodyRead")),
        ({"showAs": "away"}, (400, "RequestBodyRead")),
        ({"sensitivity": "secret"}, (400, "RequestBodyRead")),
        ({"importance": "urgent"}, (400, "RequestBodyRead")),
        ({"location": {"name": "Room"}}, (400, "RequestBodyRead")),
        ({"categories": "Red"}, (400, "RequestBodyRead")),
        ({"reminderMinutesBeforeStart": "15"}, (400, "RequestBodyRead")),
        ({"start": None}, VALIDATION),
        ({"start": {"timeZone": "UTC"}}, VALIDATION),
        ({"start": at("2026-03-10T12:00:00")}, VALIDATION),
        ({"start": at("soon")}, (400, "RequestBodyRead")),
        ({"subject": "x" * 256}, VALIDATION),
        ({"attendees": guests("nobody")}, (400, "ErrorInvalidRecipients")),
    ],
)
def test_wrong_values_are_refused(
    dora: Client, fields: dict[str, Any], status_and_code: tuple[int, str]
) -> None:
    """Unknown names, wrong types and impossible values are refused, and nothing is made."""
    assert post(dora, **fields) == status_and_code
    assert dora.events() == []


def test_an_event_needs_times(dora: Client) -> None:
    """Without start and end nothing is made."""
    assert refused(dora.call("POST", "/me/events", {"subject": "x"})) == VALIDATION


def test_at_most_500_people_are_invited(dora: Client) -> None:
    """The 501st attendee is too many."""
    many = guests(*(f"g{number}@example.org" for number in range(501)))
    assert post(dora, attendees=many) == (400, "ErrorExceededMaxRecipientLimit")
    assert len(dora.create(attendees=many[:500])["attendees"]) == 500


def test_a_body_has_to_be_json(dora: Client) -> None:
    """Another content type, or broken JSON, is refused."""
    address, text = f"{dora.base}/me/events", {"Content-Type": "text/plain"}
    assert dora.http.post(address, data="{}", headers=text, timeout=5).status_code == 415
    kind = {"Content-Type": "application/json"}
    broken = dora.http.post(address, data="{", headers=kind, timeout=5)
    assert refused(broken) == (400, "BadRequest")


def test_read_only_properties_are_ignored(dora: Client) -> None:
    """A copy of a read event can be sent back; what the service decides does not change."""
    made = dora.create()
    changed = dora.patch(
        made["id"], isOrganizer=False, iCalUId="x", type="occurrence", bodyPreview="y", subject="z"
    )
    assert (changed["subject"], changed["isOrganizer"]) == ("z", True)
    assert (changed["iCalUId"], changed["type"]) == (made["iCalUId"], "singleInstance")


def test_unknown_names_can_be_tolerated(control: Control, dora: Client) -> None:
    """A switch for clients that are tested for something else."""
    control.settings(strict_fields=False)
    assert dora.create(colour="red")["subject"] == "Planning"


def test_an_extended_property_needs_a_proper_name(dora: Client) -> None:
    """The id is a type, a set and a name."""
    rows = [{"id": "OdooSyncId", "value": "1"}]
    assert post(dora, singleValueExtendedProperties=rows) == (400, "ErrorInvalidArgument")


def test_location_and_locations_belong_together(dora: Client) -> None:
    """One sets the other."""
    made = dora.create(location={"displayName": "Room 1"})
    assert [one["displayName"] for one in made["locations"]] == ["Room 1"]
    changed = dora.patch(made["id"], locations=[{"displayName": "A"}, {"displayName": "B"}])
    assert changed["location"]["displayName"] == "A; B"
    assert dora.patch(made["id"], location={"displayName": ""})["locations"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("showAs", "workingElsewhere"),
        ("sensitivity", "confidential"),
        ("importance", "high"),
        ("reminderMinutesBeforeStart", 30),
        ("isReminderOn", False),
        ("hideAttendees", True),
        ("allowNewTimeProposals", False),
        ("responseRequested", False),
        ("categories", ["Blue", "Mine"]),
    ],
)
def test_values_come_back(dora: Client, name: str, value: Any) -> None:
    """Every property that can be written is read as it was written."""
    assert dora.create(**{name: value})[name] == value
    made = dora.create()
    assert dora.patch(made["id"], **{name: value})[name] == value


def test_a_reminder_is_dismissed_or_snoozed(dora: Client) -> None:
    """Both are accepted and change nothing that others see."""
    made = dora.create()
    path = f"/me/events/{made['id']}"
    assert dora.call("POST", f"{path}/dismissReminder").status_code == 200
    later = {"newReminderTime": at("2026-03-10T09:00:00")}
    assert dora.call("POST", f"{path}/snoozeReminder", later).status_code == 200
    assert refused(dora.call("POST", f"{path}/snoozeReminder", {})) == VALIDATION


def test_the_simulator_is_the_same_each_time() -> None:
    """Ids come from a seed, so that two runs can be compared."""

    def run() -> str:
        with MicrosoftSimulator(seed=7) as simulator:
            simulator.add_defaults()
            return str(Client(simulator, DORA).create()["id"])

    assert run() == run()
