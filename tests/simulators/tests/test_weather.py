"""Bad weather hits as many calls as it should, each account by its own dice; so do posts."""

from __future__ import annotations

from tests.simulators.common.mischief import Mischief
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


def test_a_spell_hits_only_what_fits():
    """A spell meant for one kind of call leaves the others between them alone."""
    weather = Weather(3, 0.9, [{"status": 409, "method": "POST"}])
    found = [weather.pick(method, "/events", "anna") for method in ("POST", "GET") * 200]
    assert any(found[::2]) and not any(found[1::2])


def test_notifications_are_lost_doubled_and_late():
    """Of a hundred posts some never come, some come twice, and some after a later one."""
    mischief = Mischief(1, lost=0.2, doubled=0.2, late=0.2)
    came = [post for number in range(100) for post in mischief.pass_on((number,))]
    came += mischief.let_go()
    numbers = [number for (number,) in came]
    lost, doubled, late, in_time = (
        mischief.counts[one] for one in ("lost", "doubled", "late", "on time")
    )
    assert len(set(numbers)) == 100 - lost and len(numbers) == 100 - lost + doubled
    assert min(lost, doubled, late) > 5 and lost + doubled + late + in_time == 100
    assert numbers != sorted(numbers)


def test_without_mischief_all_come_in_order():
    """Usually every post comes once and in order."""
    mischief = Mischief()
    assert [mischief.pass_on((number,)) for number in range(9)] == [[(n,)] for n in range(9)]
