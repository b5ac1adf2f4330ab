"""Bad weather hits about as many calls as it should, and each account by its own dice."""

from __future__ import annotations

from tests.simulators.common.weather import Weather

KINDS = [{"status": 503}, {"status": 412, "method": "PATCH"}]


def hits(weather: Weather, account: str, calls: int = 2000) -> list[int | None]:
    """Return what becomes of so many calls of an account."""
    found = [weather.pick("GET", "/events", account) for _call in range(calls)]
    return [one and one.status for one in found]


def test_share_of_calls():
    """About the wanted share of calls is hit, in spells that repeats do not always outlast."""
    found = hits(Weather(1, 0.3, KINDS), "anna")
    assert 0.25 < sum(map(bool, found)) / len(found) < 0.35
    assert [503] * 6 in [found[at : at + 6] for at in range(len(found))]


def test_accounts_do_not_disturb_each_other():
    """What hits one account does not depend on how often others call: a seed can be replayed."""
    alone, together = Weather(7, 0.3, KINDS), Weather(7, 0.3, KINDS)
    hits(together, "ben", 123)
    assert hits(alone, "anna") == hits(together, "anna")


def test_only_what_fits():
    """A kind that is meant for other calls is not picked."""
    assert 412 not in hits(Weather(3, 0.5, KINDS), "anna")
