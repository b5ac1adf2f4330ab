"""Guests of single occurrences: who is invited to one, taken off one, or told of a lost one."""

from __future__ import annotations

from typing import Any

from .conftest import EMIL, FRIDA, Client, Look, at, guests, series

DAYS = ["2026-03-10", "2026-03-17", "2026-03-24"]
Json = dict[str, Any]


def invite_to_one(dora: Client, **fields: Any) -> Json:
    """A series that Emil is invited to on its second day alone."""
    made = dora.create(series(count=3, **fields))
    one = dora.occurrence(made["id"], DAYS[1])
    people = [row["emailAddress"]["address"] for row in made["attendees"]]
    dora.patch(one["id"], attendees=guests(*people, EMIL))
    return made


def test_a_deleted_series_is_cancelled_for_the_guest_of_one_day(
    dora: Client, emil: Client, mails: Look
) -> None:
    """Who knows one occurrence alone is told when the whole series goes."""
    made = invite_to_one(dora, attendees=guests(FRIDA))
    mails()
    dora.delete(made["id"])
    assert sorted(mails()) == [("cancellation", EMIL), ("cancellation", FRIDA)]
    assert [one["isCancelled"] for one in emil.events()] == [True]


def test_a_moved_series_is_cancelled_for_the_guest_of_one_day(
    dora: Client, emil: Client, mails: Look
) -> None:
    """The exception is lost, and with it the invitation."""
    made = invite_to_one(dora)
    mails()
    dora.patch(made["id"], start=at("2026-03-10T14:00:00"), end=at("2026-03-10T15:00:00"))
    assert mails() == [("cancellation", EMIL)]
    assert [one["isCancelled"] for one in emil.events()] == [True]


def test_the_guest_of_one_day_hears_of_changes_of_it(
    dora: Client, emil: Client, mails: Look
) -> None:
    """A change of the series that the occurrence shares is one for its guest."""
    made = invite_to_one(dora)
    mails()
    dora.patch(made["id"], subject="New")
    assert mails() == [("update", EMIL)]
    assert [one["subject"] for one in emil.events()] == ["New"]


def test_the_guest_of_one_day_answers_for_it(dora: Client, emil: Client) -> None:
    """The organizer sees the answer on that occurrence."""
    made = invite_to_one(dora)
    [alone] = emil.events()
    emil.ok("POST", f"/me/events/{alone['id']}/accept", {})
    [row] = dora.occurrence(made["id"], DAYS[1])["attendees"]
    assert row["status"]["response"] == "accepted"


def test_an_answer_finds_its_day_in_every_zone(dora: Client, emil: Client) -> None:
    """An occurrence moved across midnight in another zone is still the one that was meant."""
    made = dora.create(series(count=3))
    one = dora.occurrence(made["id"], DAYS[1])["id"]
    late = {"start": at("2026-03-17T23:30:00", "UTC"), "end": at("2026-03-17T23:45:00", "UTC")}
    dora.patch(one, attendees=guests(EMIL), **late)
    emil.ok("POST", f"/me/events/{emil.events()[0]['id']}/accept", {})
    [row] = dora.get(one)["attendees"]
    assert row["status"]["response"] == "accepted"


def test_who_is_taken_off_one_day_stays_off_it(dora: Client, emil: Client, mails: Look) -> None:
    """A later change of the series does not bring the occurrence back."""
    made = dora.create(series(count=3, attendees=guests(EMIL)))
    mails()
    dora.patch(dora.occurrence(made["id"], DAYS[1])["id"], attendees=[])
    assert mails() == [("cancellation", EMIL)]
    dora.patch(made["id"], subject="New")
    [copy] = emil.events()
    assert emil.occurrence(copy["id"], DAYS[1])["isCancelled"]
    assert not emil.occurrence(copy["id"], DAYS[2])["isCancelled"]


def test_a_whole_body_sent_again_changes_nothing(dora: Client, mails: Look) -> None:
    """A client that repeats all it once wrote mails nobody."""
    body = series(
        attendees=guests(EMIL), body={"contentType": "html", "content": "<p>x</p>"},
        location={"displayName": "Room"}, categories=["c"], sensitivity="private",
    )  # fmt: skip
    made = dora.create(body)
    mails()
    assert dora.patch(made["id"], **body)["@odata.etag"] == made["@odata.etag"]
    assert mails() == []
