"""Delta rounds: pages, links, wishes, and tokens that have ended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import WEEKS, Client, refused, series

Json = dict[str, Any]


def types(items: list[Json]) -> list[str]:
    return ["removed" if "@removed" in one else one["type"] for one in items]


def test_a_round_has_pages(dora: Client) -> None:
    """As many items as the header asks for; the last page alone has the delta link."""
    for number in range(5):
        dora.create(subject=str(number))
    wish = {"Prefer": "odata.maxpagesize=2"}
    page = dora.ok("GET", "/me/calendarView/delta", headers=wish, **WEEKS)
    sizes = [len(page["value"])]
    while "@odata.nextLink" in page:
        assert "@odata.deltaLink" not in page
        page = dora.ok("GET", page["@odata.nextLink"], headers=wish)
        sizes.append(len(page["value"]))
    assert sizes == [2, 2, 1] and "@odata.deltaLink" in page


def test_a_page_can_end_inside_a_series(control: Control, dora: Client) -> None:
    """A switch: a client must not think that a series ends with its page."""
    dora.create(series(count=5))
    control.settings(split_series=True)
    wish = {"Prefer": "odata.maxpagesize=2"}
    page = dora.ok("GET", "/me/calendarView/delta", headers=wish, **WEEKS)
    assert types(page["value"]) == ["seriesMaster", "occurrence"]
    assert types(dora.round(headers=wish)[0]) == ["seriesMaster"] + ["occurrence"] * 5


def test_a_change_during_a_round_comes_in_the_next(dora: Client) -> None:
    """What happens between two pages is not lost."""
    made = [dora.create(subject=str(number)) for number in range(4)]
    wish = {"Prefer": "odata.maxpagesize=2"}
    page = dora.ok("GET", "/me/calendarView/delta", headers=wish, **WEEKS)
    dora.patch(made[0]["id"], subject="changed")
    dora.delete(made[3]["id"])
    link = dora.round(page["@odata.nextLink"])[1]
    items = dora.round(link)[0]
    assert {one["id"] for one in items} == {made[0]["id"], made[3]["id"]}


def test_a_round_can_begin_with_an_empty_page(control: Control, dora: Client) -> None:
    """No items and a next link: the round is not over."""
    dora.create()
    control.settings(empty_pages=True)
    page = dora.ok("GET", "/me/calendarView/delta", **WEEKS)
    assert page["value"] == [] and "@odata.nextLink" in page
    assert types(dora.round()[0]) == ["singleInstance"]


def test_items_can_be_repeated_and_in_any_order(control: Control, dora: Client) -> None:
    """Replays: something comes twice, something comes that nobody changed."""
    for number in range(3):
        dora.create(subject=str(number))
    link = dora.round()[1]
    dora.create(subject="new")
    control.settings(replays=True, shuffle=True)
    found = [one["subject"] for one in dora.round(link)[0]]
    assert found.count("new") == 2 and len(found) == 3


def test_a_changed_event_can_be_shown_as_removed_first(control: Control, dora: Client) -> None:
    """A spurious @removed before the new state; the last one wins."""
    made = dora.create()
    link = dora.round()[1]
    control.settings(spurious_removed=True)
    dora.patch(made["id"], subject="New")
    items = dora.round(link)[0]
    assert types(items) == ["removed", "singleInstance"]
    assert {one["id"] for one in items} == {made["id"]}


def test_the_window_is_in_the_token(dora: Client) -> None:
    """Later rounds do not send it, and a new window is a new round."""
    dora.create()
    link = dora.round()[1]
    assert "DateTime" not in link
    answer = dora.call("GET", link, **WEEKS)
    assert refused(answer) == (400, "ErrorInvalidUrlQuery")


def test_the_first_round_needs_a_window(dora: Client) -> None:
    """Without one there is nothing to look at."""
    answer = dora.call("GET", "/me/calendarView/delta")
    assert refused(answer) == (400, "ErrorInvalidParameter")


@pytest.mark.parametrize("option", ["select", "expand", "filter", "orderby", "top"])
def test_options_are_not_supported(dora: Client, option: str) -> None:
    """$select and its like are refused with delta, though some tenants tolerate them."""
    value = {"top": "5", "expand": "exceptionOccurrences"}.get(option, "subject")
    answer = dora.call("GET", "/me/calendarView/delta", **WEEKS, **{f"__{option}": value})
    assert refused(answer) == (400, "ErrorInvalidUrlQuery")


def test_options_can_be_tolerated(control: Control, dora: Client) -> None:
    """A switch: options are ignored then, not applied."""
    control.settings(tolerant_delta_query=True)
    dora.create()
    page = dora.ok("GET", "/me/calendarView/delta", **WEEKS, __select="subject")
    assert "start" in page["value"][0]


def test_wishes_count_on_each_request(dora: Client) -> None:
    """Zone, body and id form are those of the request, not of the first one of the round."""
    dora.create(body={"contentType": "html", "content": "<p>x</p>"})
    link = dora.round()[1]
    dora.create()
    wish = {
        "Prefer": 'outlook.timezone="Romance Standard Time", IdType="ImmutableId", '
        'outlook.body-content-type="text"'
    }
    [item] = dora.round(link, headers=wish)[0]
    assert item["start"]["timeZone"] == "Romance Standard Time"
    assert item["body"]["contentType"] == "text"
    assert item["id"] not in {one["id"] for one in dora.events()}
    assert dora.get(item["id"])["subject"] == "Planning"


def test_a_removed_event_is_named_in_the_wanted_form(dora: Client) -> None:
    """@removed carries the immutable id when that is the form in use."""
    wish = {"Prefer": 'IdType="ImmutableId"'}
    made = dora.create()
    lasting = dora.get(made["id"], headers=wish)["id"]
    link = dora.round(headers=wish)[1]
    dora.delete(made["id"])
    assert [one["id"] for one in dora.round(link, headers=wish)[0]] == [lasting]


# --- tokens that have ended ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        "410 SyncStateNotFound",
        "410 syncStateNotFound",
        "400 SyncStateNotFound",
        "410 resyncRequired",
        "400 syncStateInvalid",
        "404 SyncStateNotFound",
    ],
)
def test_an_ended_token_is_refused_in_many_ways(
    control: Control, dora: Client, answer: str
) -> None:
    """The status differs, the code's case differs; with 410 comes where to begin again."""
    control.settings(expired_delta=answer)
    link = dora.round()[1]
    control.expire_sync_tokens()
    found = dora.call("GET", link)
    assert refused(found) == (int(answer[:3]), answer[4:])
    if answer.startswith("410"):
        assert dora.call("GET", found.headers["Location"]).ok
    else:
        assert "Location" not in found.headers
    assert dora.round()[0] == []


def test_tokens_of_one_calendar_can_end(
    sim: MicrosoftSimulator, control: Control, dora: Client, emil: Client
) -> None:
    """The other calendars go on."""
    mine, theirs = dora.round()[1], emil.round()[1]
    control.expire_sync_tokens(sim.world.default(dora.email).id)
    assert dora.call("GET", mine).status_code == 410
    assert emil.round(theirs)[0] == []


def test_a_foreign_or_broken_token_is_refused(dora: Client, emil: Client) -> None:
    """A token of somebody else, and a token cut short, are as good as ended."""
    link = dora.round()[1]
    assert emil.call("GET", link).status_code == 410
    assert dora.call("GET", link[:-3]).status_code == 410


def test_a_token_outlives_many_changes(dora: Client) -> None:
    """An old link tells everything since, once."""
    link = dora.round()[1]
    made = dora.create()
    for number in range(5):
        dora.patch(made["id"], subject=str(number))
    [item] = dora.round(link)[0]
    assert item["subject"] == "4"


def test_a_calendar_that_is_gone_has_no_rounds(dora: Client) -> None:
    """404, like everything else of it."""
    other = dora.ok("POST", "/me/calendars", {"name": "Other"})["id"]
    path = f"/me/calendars/{other}/calendarView/delta"
    link = dora.ok("GET", path, **WEEKS)["@odata.deltaLink"]
    dora.ok("DELETE", f"/me/calendars/{other}")
    assert refused(dora.call("GET", link)) == (404, "ErrorItemNotFound")
