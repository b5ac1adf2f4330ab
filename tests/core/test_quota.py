"""How calls are spread over the time that a service counts."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.errors import RateLimited
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.quota import Quota
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience, Transport
from odoo.addons.google_calendar_sync.core import batch as google_batch
from odoo.addons.google_calendar_sync.core.quotas import QUOTAS as GOOGLE_QUOTAS
from odoo.addons.google_calendar_sync.engine.dialect import GOOGLE
from odoo.addons.microsoft_calendar_sync.core import batch as microsoft_batch
from odoo.addons.microsoft_calendar_sync.core.quotas import QUOTAS as MICROSOFT_QUOTAS

from ..contracts.wire import Line, Signer, answer

EVERY = [
    *((one, google_batch.SIZE) for one in (GOOGLE_QUOTAS.project, GOOGLE_QUOTAS.account)),
    *((one, microsoft_batch.SIZE) for one in (MICROSOFT_QUOTAS.project, MICROSOFT_QUOTAS.account)),
]


@pytest.mark.parametrize(("quota", "batch"), EVERY)
def test_a_batch_fits_and_nine_tenths_are_used(quota: Quota, batch: int):
    """No quota is kept by making less than nine tenths of what it grants."""
    assert batch <= quota.burst
    assert quota.calls - quota.burst >= 0.9 * quota.calls
    assert quota.ahead == pytest.approx(quota.burst * quota.pace)


def transport(book, waits, *answers):
    """Return a transport that books calls and only notes how long it would wait."""
    line = Line(*answers)
    return Transport(GOOGLE, "https://a.test", Signer(), line, Patience(waits.append), book=book)


def test_a_call_waits_for_its_turn():
    """What the quota has no room for yet is not sent before its time."""
    booked, waits = [], []
    line = transport(lambda calls: booked.append(calls) or 2.5, waits, answer())
    line.call(Call("GET", "/x"))
    assert (booked, waits, line.sent) == ([1], [2.5], 1)


def test_calls_in_a_batch_count_one_by_one():
    """A batch is as much as the calls in it."""
    booked = []
    line = transport(lambda calls: booked.append(calls) or 0.0, [], answer(503), answer())
    line.batch([Call("GET", "/x")] * 7)
    assert set(booked) == {7}


def test_a_spent_quota_asks_nobody():
    """Who has no room for long gives up for this pass without a request."""

    def spent(_calls):
        raise RateLimited("spent", retry_after=31.0)

    waits = []
    line = transport(spent, waits)
    with pytest.raises(RateLimited):
        line.call(Call("GET", "/x"))
    assert (line.sent, waits) == (0, [])


def test_a_granted_quota_keeps_its_shape():
    """An administrator's own number of calls is used to the same share, a batch at a time."""
    granted = Quota(600, 60.0, 50).of(6000)
    assert granted == Quota(6000, 60.0, 500)
    assert granted.calls - granted.burst >= 0.9 * granted.calls
    assert Quota(600, 60.0, 50).of(6).burst == 1
