"""People and calendars: what is listed, page by page, and who may do what."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import DORA, EMIL, Client, meeting, refused


def names(client: Client, **query: Any) -> list[str]:
    return [one["name"] for one in client.ok("GET", "/me/calendars", **query)["value"]]


def test_me_is_the_person_who_signed_in(dora: Client) -> None:
    """An account is recognised by its address and its id in the directory."""
    me = dora.ok("GET", "/me")
    assert (me["mail"], me["userPrincipalName"], me["displayName"]) == (DORA, DORA, "Dora Demo")
    assert set(dora.ok("GET", "/me", __select="id,mail")) == {"@odata.context", "id", "mail"}


def test_me_needs_no_mailbox(sim: MicrosoftSimulator) -> None:
    """Who has no licence can sign in; only calendars are refused."""
    sim.add_account("nora@example.net", mailbox=False)
    nora = Client(sim, "nora@example.net")
    assert nora.ok("GET", "/me")["mail"] == "nora@example.net"
    for path in ("/me/calendars", "/me/events", "/me/calendar"):
        assert refused(nora.call("GET", path)) == (404, "MailboxNotEnabledForRESTAPI")


def test_a_licence_can_be_lost_and_given_back(control: Control, dora: Client) -> None:
    """A mailbox that goes is a trouble of the connection; its events are not deleted."""
    event = dora.create()
    control.mailbox(DORA, enabled=False)
    answer = dora.call("GET", f"/me/events/{event['id']}")
    assert refused(answer) == (404, "MailboxNotEnabledForRESTAPI")
    control.mailbox(DORA, enabled=True)
    assert dora.get(event["id"])["id"] == event["id"]


def test_everybody_has_a_default_calendar(dora: Client) -> None:
    """The default calendar has a name of its own and tallies the answers to invitations."""
    [calendar] = dora.ok("GET", "/me/calendars")["value"]
    assert calendar["isDefaultCalendar"] and calendar["isTallyingResponses"]
    assert calendar["canEdit"] and calendar["owner"]["address"] == DORA
    assert dora.ok("GET", "/me/calendar")["id"] == calendar["id"]
    assert dora.ok("GET", f"/me/calendars/{calendar['id']}") == calendar


def test_calendars_are_made_changed_and_removed(dora: Client) -> None:
    """A calendar of one's own can be named, coloured and dropped with all that is in it."""
    made = dora.ok("POST", "/me/calendars", {"name": "Sport", "color": "lightGreen"})
    assert not made["isDefaultCalendar"] and not made["isTallyingResponses"]
    path = f"/me/calendars/{made['id']}"
    event = dora.ok("POST", f"{path}/events", meeting())
    assert dora.ok("PATCH", path, {"name": "Games"})["name"] == "Games"
    assert dora.call("DELETE", path).status_code == 204
    assert refused(dora.call("GET", path)) == (404, "ErrorItemNotFound")
    assert refused(dora.call("GET", f"/me/events/{event['id']}")) == (404, "ErrorItemNotFound")


def test_two_calendars_do_not_share_a_name(dora: Client) -> None:
    """The same name twice is refused."""
    dora.ok("POST", "/me/calendars", {"name": "Sport"})
    answer = dora.call("POST", "/me/calendars", {"name": "Sport"})
    assert refused(answer) == (409, "ErrorFolderExists")


def test_the_default_calendar_stays(dora: Client) -> None:
    """Nobody loses the default calendar by a slip."""
    answer = dora.call("DELETE", "/me/calendar")
    assert refused(answer) == (400, "ErrorDeleteDistinguishedFolder")


def test_calendars_come_in_pages(dora: Client) -> None:
    """A list longer than a page goes on behind its link; a client that reads one page sees ten."""
    for number in range(12):
        dora.ok("POST", "/me/calendars", {"name": f"C{number:02}"})
    first = dora.ok("GET", "/me/calendars")
    assert len(first["value"]) == 10
    second = dora.ok("GET", first["@odata.nextLink"])
    assert len(second["value"]) == 3 and "@odata.nextLink" not in second
    assert len(names(dora, __top=100)) == 13


def test_calendars_can_be_trimmed(dora: Client) -> None:
    """$select leaves the id and what was asked for; an unknown name is refused."""
    [calendar] = dora.ok("GET", "/me/calendars", __select="id,name")["value"]
    assert set(calendar) == {"id", "name"}
    answer = dora.call("GET", "/me/calendars", __select="subject")
    assert refused(answer) == (400, "BadRequest")
    assert "microsoft.graph.calendar" in answer.json()["error"]["message"]


def test_a_shared_calendar_is_listed_with_what_may_be_done(
    sim: MicrosoftSimulator, control: Control, dora: Client, emil: Client
) -> None:
    """A calendar shared for reading can be read and not written."""
    shared = sim.world.default(DORA).id
    control.share(shared, EMIL, "read")
    found = next(one for one in emil.ok("GET", "/me/calendars")["value"] if one["id"] == shared)
    assert not found["canEdit"] and found["owner"]["address"] == DORA
    path = f"/me/calendars/{shared}/events"
    assert emil.ok("GET", path)["value"] == []
    assert refused(emil.call("POST", path, meeting())) == (403, "ErrorAccessDenied")
    control.share(shared, EMIL, "write")
    made = emil.ok("POST", path, meeting())
    assert made["organizer"]["emailAddress"]["address"] == DORA
    assert [one["id"] for one in dora.events()] == [made["id"]]


def test_what_belongs_to_others_does_not_exist(
    sim: MicrosoftSimulator, dora: Client, emil: Client
) -> None:
    """A foreign calendar or event looks like one that is not there."""
    event, calendar = dora.create(), sim.world.default(DORA).id
    for path in (f"/me/calendars/{calendar}", f"/me/events/{event['id']}"):
        assert refused(emil.call("GET", path)) == (404, "ErrorItemNotFound")
    assert refused(emil.call("GET", f"/users/{DORA}/events")) == (403, "ErrorAccessDenied")


def test_a_person_can_be_named_instead_of_me(dora: Client) -> None:
    """/users with one's own address or id is the same as /me."""
    event, me = dora.create(), dora.ok("GET", "/me")
    for who in (DORA, DORA.upper(), me["id"]):
        assert dora.ok("GET", f"/users/{who}/events")["value"][0]["id"] == event["id"]


def test_without_a_token_nothing_is_answered(sim: MicrosoftSimulator, dora: Client) -> None:
    """401 says whether the token is missing, unknown or too old."""
    address = f"{sim.url}/v1.0/me/events"
    missing = requests.get(address, timeout=5)
    assert refused(missing) == (401, "InvalidAuthenticationToken")
    assert "authorization_uri" in missing.headers["WWW-Authenticate"]
    unknown = requests.get(address, headers={"Authorization": "Bearer x"}, timeout=5)
    assert refused(unknown) == (401, "InvalidAuthenticationToken")


def test_an_old_token_is_refused(sim: MicrosoftSimulator, dora: Client) -> None:
    """A token ends after its time; the person has not lost anything by that."""
    sim.world.clock.advance(dora.tokens["expires_in"] + 1)
    assert refused(dora.call("GET", "/me/events")) == (401, "InvalidAuthenticationToken")


@pytest.mark.parametrize(
    ("granted", "method", "status"),
    [
        ("Calendars.Read", "GET", 200),
        ("Calendars.Read", "POST", 403),
        ("Calendars.ReadWrite", "POST", 201),
        ("User.Read", "GET", 403),
    ],
)
def test_a_permission_that_was_not_granted_is_missed(
    sim: MicrosoftSimulator, granted: str, method: str, status: int
) -> None:
    """What may only be read is not written; what was not granted is not read."""
    client = Client(sim, DORA, ["openid", granted])
    body = meeting() if method == "POST" else None
    answer = client.call(method, "/me/events", body)
    assert answer.status_code == status
    if status == 403:
        assert refused(answer) == (403, "ErrorAccessDenied")


def test_unknown_paths_and_verbs_are_refused(dora: Client) -> None:
    """A misspelt path fails loudly."""
    assert refused(dora.call("GET", "/me/evnts")) == (400, "BadRequest")
    assert dora.call("PUT", "/me/events", {}).status_code == 405


def test_every_refusal_has_the_shape_of_graph(dora: Client) -> None:
    """Code, message, time and request are in each refusal; the caller's own number comes back."""
    answer = dora.call("GET", "/me/events/x", headers={"client-request-id": "mine"})
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "innerError"}
    assert error["innerError"]["client-request-id"] == "mine"
    assert answer.headers["request-id"] == error["innerError"]["request-id"]


def test_the_zones_are_listed(dora: Client) -> None:
    """Windows names without a wish, IANA names on request."""
    windows = dora.ok("GET", "/me/outlook/supportedTimeZones")["value"]
    assert {"alias": "Romance Standard Time", "displayName": "Romance Standard Time"} in windows
    path = "/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')"
    assert "Europe/Paris" in [one["alias"] for one in dora.ok("GET", path)["value"]]


def test_the_mailbox_has_a_zone(sim: MicrosoftSimulator) -> None:
    """The person's own zone can be read with the permission for that."""
    client = Client(sim, DORA, ["MailboxSettings.Read"])
    assert client.ok("GET", "/me/mailboxSettings")["timeZone"] == "Romance Standard Time"
