"""The Google provider keeps the contract of a provider, over HTTP."""

from __future__ import annotations

import pytest

from ..contracts.provider_contract import ProviderContract, bench  # noqa: F401  (a fixture)
from .harness import GoogleHarness


@pytest.fixture
def harness(simulator):
    """Return a fresh Google."""
    return GoogleHarness(simulator)


class TestGoogle(ProviderContract):
    """Everything in the contract."""
