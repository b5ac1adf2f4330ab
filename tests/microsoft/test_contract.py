"""Microsoft, as simulated, keeps the contract of a provider."""

from __future__ import annotations

import pytest

from ..contracts.provider_contract import ProviderContract, bench  # noqa: F401  (a fixture)
from .harness import MicrosoftHarness


@pytest.fixture
def harness(simulator, listener):
    """Return a fresh service."""
    return MicrosoftHarness(simulator, listener)


class TestMicrosoft(ProviderContract):
    """The contract, over the simulated Microsoft."""
