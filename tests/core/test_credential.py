"""The token that signs the requests of one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from odoo.addons.calendar_sync_base.engine.credential import EARLY, AccountCredential
from odoo.addons.calendar_sync_base.engine.ports import Tokens

from .build import NOW

SECOND = timedelta(seconds=1)
FRESH = Tokens("fresh", "refresh-2", NOW + timedelta(hours=1), frozenset())


class Issuer:
    """Gives the same fresh tokens to everybody, and notes who asked."""

    def __init__(self):
        self.asked = []

    def refresh(self, refresh_token):
        self.asked.append(refresh_token)
        return FRESH


def credential(left):
    """Return a credential whose token lasts so long."""
    tokens = Tokens("first", "refresh-1", NOW + left, frozenset())
    return AccountCredential(Issuer(), tokens, clock=lambda: NOW)


@pytest.mark.parametrize("left", [EARLY, timedelta(hours=1)])
def test_a_token_is_used_while_it_lasts(left):
    """A token with minutes left is used as it is, and nothing is to be stored."""
    one = credential(left)
    assert (one.access_token(), one.renewed, one.authorizer.asked) == ("first", False, [])


@pytest.mark.parametrize("left", [EARLY - SECOND, -SECOND])
def test_no_pass_begins_with_a_token_about_to_end(left):
    """A token that ends during a pass is renewed before, once, and is to be stored."""
    one = credential(left)
    assert (one.access_token(), one.access_token(), one.renewed) == ("fresh", "fresh", True)
    assert (one.authorizer.asked, one.tokens) == (["refresh-1"], FRESH)


def test_a_refused_token_is_renewed_whatever_it_promised():
    """Who renews after a refusal gets another token with the newest refresh token."""
    one = credential(timedelta(hours=1))
    assert one.renew() == "fresh"
    one.tokens = replace(one.tokens, access_token="refused")
    assert one.renew() == "fresh"
    assert one.authorizer.asked == ["refresh-1", "refresh-2"]
