"""Bodies, and the meetings on Teams that live in them."""

from __future__ import annotations

import pytest

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import Client

TEXT = {"Prefer": 'outlook.body-content-type="text"'}
UNSAFE = {"Prefer": "outlook.allow-unsafe-html"}


def html(content: str) -> dict[str, str]:
    return {"contentType": "html", "content": content}


def content(dora: Client, written: str, **headers: str) -> str:
    made = dora.create(body=html(written))
    return str(dora.get(made["id"], headers=headers)["body"]["content"])


def test_html_comes_back_as_a_document(dora: Client) -> None:
    """What was a fragment is a document when it is read; it does not grow by being sent back."""
    made = dora.create(body=html("<p>Agenda</p>"))
    found = made["body"]["content"]
    assert found.startswith("<html>\r\n<head>\r\n<meta") and "<p>Agenda</p>" in found
    assert dora.patch(made["id"], body=made["body"])["body"] == made["body"]


def test_text_is_shown_as_html_unless_text_is_wanted(dora: Client) -> None:
    """A text body is escaped in HTML, and itself when the header asks for text."""
    made = dora.create(body={"contentType": "text", "content": "a < b\nc"})
    assert made["body"]["contentType"] == "html" and "a &lt; b<br>" in made["body"]["content"]
    plain = dora.get(made["id"], headers=TEXT)["body"]
    assert plain == {"contentType": "text", "content": "a < b\nc"}


def test_html_is_shown_as_text_when_text_is_wanted(dora: Client) -> None:
    """Tags go, breaks stay; the confirmation says so."""
    made = dora.create(body=html("<p>One &amp; two</p><p>three</p>"))
    answer = dora.call("GET", f"/me/events/{made['id']}", headers=TEXT)
    assert answer.json()["body"] == {"contentType": "text", "content": "One & two\r\nthree"}
    assert "body-content-type" in answer.headers["Preference-Applied"]
    assert made["bodyPreview"] == "One & two\r\nthree"


def test_a_preview_is_short(dora: Client) -> None:
    """255 characters at most."""
    assert len(dora.create(body=html("x" * 1000))["bodyPreview"]) == 255


def test_no_body_is_empty(dora: Client) -> None:
    """Without a body there is no document either."""
    assert dora.create()["body"] == {"contentType": "html", "content": ""}


@pytest.mark.parametrize(
    "written",
    [
        "<b>x</b><script>alert(1)</script>",
        "<b>x</b><SCRIPT src='//evil'></SCRIPT >",
        "<b>x</b><script>never closed",
        '<b onclick="alert(1)">x</b>',
        '<b>x</b><a href="javascript:alert(1)">y</a>',
        "<b>x</b><iframe src='//evil'></iframe>",
        "<b>x</b><form action='//evil'><input name=a></form>",
    ],
)
def test_unsafe_html_is_filtered(dora: Client, written: str) -> None:
    """Scripts, handlers, frames and forms are not shown; the rest is."""
    found = content(dora, written).lower()
    assert ">x</b>" in found
    for word in ("alert", "evil", "script", "onclick", "<form", "<input", "never"):
        assert word not in found


def test_unsafe_html_is_there_for_those_who_insist(dora: Client) -> None:
    """A header shows what is stored."""
    assert "<script>" in content(dora, "<b>x</b><script>1</script>", **UNSAFE)


def test_wrapping_can_be_turned_off(control: Control, dora: Client) -> None:
    """A switch for clients that are tested for something else."""
    control.settings(wrap_html=False)
    assert content(dora, "<b>x</b>") == "<b>x</b>"


# --- Teams --------------------------------------------------------------------------------------


def test_an_online_meeting_gets_a_link(dora: Client) -> None:
    """On request a meeting has a link, in its own property and in the body."""
    made = dora.create(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness",
                       body=html("<p>Agenda</p>"))  # fmt: skip
    link = made["onlineMeeting"]["joinUrl"]
    assert link.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert made["onlineMeetingProvider"] == "teamsForBusiness"
    assert link in made["body"]["content"] and "<p>Agenda</p>" in made["body"]["content"]
    text = dora.get(made["id"], headers=TEXT)["body"]["content"]
    assert f"Join the meeting now<{link}>" in text


def test_without_a_provider_it_is_teams(dora: Client) -> None:
    """The calendar's default provider is used."""
    assert dora.create(isOnlineMeeting=True)["onlineMeetingProvider"] == "teamsForBusiness"


def test_two_online_meetings_have_two_links(dora: Client) -> None:
    """A link leads to one meeting."""
    links = {dora.create(isOnlineMeeting=True)["onlineMeeting"]["joinUrl"] for _ in range(2)}
    assert len(links) == 2


def test_a_meeting_becomes_online_later_and_stays_so(dora: Client) -> None:
    """Once set, isOnlineMeeting and its provider do not change."""
    made = dora.create()
    assert made["onlineMeeting"] is None
    link = dora.patch(made["id"], isOnlineMeeting=True)["onlineMeeting"]["joinUrl"]
    changed = dora.patch(made["id"], isOnlineMeeting=False, onlineMeetingProvider="unknown")
    assert changed["isOnlineMeeting"] and changed["onlineMeeting"]["joinUrl"] == link
    assert changed["onlineMeetingProvider"] == "teamsForBusiness"


def test_a_body_without_the_block_ends_the_online_meeting(dora: Client) -> None:
    """Overwriting the body loses the link: a client has to keep the block."""
    made = dora.create(isOnlineMeeting=True)
    kept = made["body"]["content"].replace("</body>", "<p>more</p></body>")
    assert dora.patch(made["id"], body=html(kept))["isOnlineMeeting"]
    lost = dora.patch(made["id"], body=html("<p>Agenda</p>"))
    assert not lost["isOnlineMeeting"] and lost["onlineMeeting"] is None


def test_a_block_survives_in_text(dora: Client) -> None:
    """A client that works with text keeps the link when it sends back what it read."""
    made = dora.create(isOnlineMeeting=True, body={"contentType": "text", "content": "Agenda"})
    read = dora.get(made["id"], headers=TEXT)["body"]
    changed = {**read, "content": "New agenda" + read["content"].removeprefix("Agenda")}
    assert dora.patch(made["id"], body=changed)["isOnlineMeeting"]


def test_a_personal_mailbox_has_no_teams(sim: MicrosoftSimulator) -> None:
    """Its calendar offers no provider, and the wish for a meeting is lost."""
    sim.add_account("pat@outlook.com", personal=True)
    pat = Client(sim, "pat@outlook.com")
    assert pat.ok("GET", "/me/calendar")["allowedOnlineMeetingProviders"] == []
    made = pat.create(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness")
    assert not made["isOnlineMeeting"] and made["onlineMeeting"] is None
