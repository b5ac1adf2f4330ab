"""Lists of events: pages, filters, extended properties, windows."""

from __future__ import annotations

import pytest

from .conftest import PROPERTY, Client, at, refused


def test_an_extended_property_is_found_again(dora: Client) -> None:
    """Not echoed; shown on $expand with its id; found by $filter with id and value."""
    made = dora.create(singleValueExtendedProperties=[{"id": PROPERTY, "value": "o'1"}])
    dora.create(singleValueExtendedProperties=[{"id": PROPERTY, "value": "2"}])
    assert "singleValueExtendedProperties" not in made
    expand = f"singleValueExtendedProperties($filter=id eq '{PROPERTY}')"
    shown = dora.get(made["id"], __expand=expand)["singleValueExtendedProperties"]
    assert shown == [{"id": PROPERTY, "value": "o'1"}]
    search = f"singleValueExtendedProperties/any(ep: ep/id eq '{PROPERTY}' and ep/value eq 'o''1')"
    assert [one["id"] for one in dora.events(__filter=search)] == [made["id"]]


def test_an_extended_property_can_be_set_later(dora: Client) -> None:
    """A PATCH adds or replaces the properties it names."""
    made = dora.create()
    for value in ("1", "2"):
        dora.patch(made["id"], singleValueExtendedProperties=[{"id": PROPERTY, "value": value}])
    expand = f"singleValueExtendedProperties($filter=id eq '{PROPERTY}')"
    shown = dora.events(__expand=expand)[0]["singleValueExtendedProperties"]
    assert shown == [{"id": PROPERTY, "value": "2"}]


def test_lists_come_in_pages(dora: Client) -> None:
    """Ten without a wish; the link leads to the rest and keeps the wishes."""
    for number in range(13):
        dora.create(subject=f"{number:02}")
    first = dora.ok("GET", "/me/events", __orderby="subject desc", __select="subject")
    assert [one["subject"] for one in first["value"]][:2] == ["12", "11"]
    assert len(first["value"]) == 10
    second = dora.ok("GET", first["@odata.nextLink"])
    assert [one["subject"] for one in second["value"]] == ["02", "01", "00"]
    assert set(second["value"][0]) == {"@odata.etag", "id", "subject"}


def test_a_page_is_not_larger_than_a_thousand(dora: Client) -> None:
    """$top has a limit."""
    assert refused(dora.call("GET", "/me/events", __top=1001)) == (400, "ErrorInvalidUrlQuery")


def test_a_count_can_be_asked_for(dora: Client) -> None:
    """$count says how many there are on all pages."""
    for _ in range(3):
        dora.create()
    page = dora.ok("GET", "/me/events", __count="true", __top=2)
    assert (page["@odata.count"], len(page["value"])) == (3, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("start/dateTime ge '2026-03-10T09:00:00'", ["A", "B"]),
        ("start/dateTime ge '2026-03-11T00:00:00' and subject eq 'B'", ["B"]),
        ("start/dateTime lt '2026-03-11T00:00:00Z'", ["A"]),
        ("subject ne 'A'", ["B"]),
        ("isAllDay eq true", []),
        ("type eq 'singleInstance'", ["A", "B"]),
    ],
)
def test_events_are_filtered(dora: Client, text: str, found: list[str]) -> None:
    """Comparisons of times, texts and flags, joined by and."""
    dora.create(subject="A")
    dora.create(subject="B", start=at("2026-03-12T10:00:00"), end=at("2026-03-12T11:00:00"))
    assert sorted(one["subject"] for one in dora.events(__filter=text)) == found


def test_an_event_is_found_by_its_ical_uid(dora: Client) -> None:
    """The iCalUId is what calendars of different people have in common."""
    made = dora.create()
    dora.create()
    [found] = dora.events(__filter=f"iCalUId eq '{made['iCalUId']}'")
    assert found["id"] == made["id"]


@pytest.mark.parametrize("text", ["subject like 'x'", "body eq 'x'", "nonsense"])
def test_an_unknown_filter_is_refused(dora: Client, text: str) -> None:
    """A filter that cannot be applied is not ignored."""
    answer = dora.call("GET", "/me/events", __filter=text)
    assert refused(answer) == (400, "ErrorInvalidUrlQueryFilter")


def test_an_unknown_option_is_refused(dora: Client) -> None:
    """Options, properties and expansions that do not exist are not ignored."""
    assert refused(dora.call("GET", "/me/events", __search="x")) == (400, "BadRequest")
    assert refused(dora.call("GET", "/me/events", __select="summary")) == (400, "BadRequest")
    assert refused(dora.call("GET", "/me/events", __expand="people")) == (400, "BadRequest")


def test_a_view_needs_a_window_and_shows_what_is_in_it(dora: Client) -> None:
    """What touches the window is shown; a view without a window is refused."""
    dora.create()
    inside = {"startDateTime": "2026-03-10T09:59:00Z", "endDateTime": "2026-03-10T12:00:00Z"}
    after = {"startDateTime": "2026-03-10T10:00:00Z", "endDateTime": "2026-03-10T12:00:00Z"}
    assert len(dora.view(**inside)) == 1
    assert dora.view(**after) == []
    answer = dora.call("GET", "/me/calendarView")
    assert refused(answer) == (400, "ErrorInvalidParameter")


def test_a_view_does_not_span_more_than_five_years(dora: Client) -> None:
    """1825 days are the most."""
    far = {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2032-01-01T00:00:00Z"}
    assert refused(dora.call("GET", "/me/calendarView", **far)) == (400, "ErrorInvalidRequest")


def test_expanding_extended_properties_needs_a_filter(dora: Client) -> None:
    """All of them at once cannot be asked for."""
    answer = dora.call("GET", "/me/events", __expand="singleValueExtendedProperties")
    assert refused(answer) == (400, "ErrorInvalidUrlQuery")
