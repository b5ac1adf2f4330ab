"""The contract of `CalendarProvider`, written once and run over every provider.

A provider's test module imports `ProviderContract` and `bench`, subclasses the one and defines the
fixture `harness` (see `harness.Harness`).
"""

from .bench import bench
from .making import Making
from .people import Channels, People
from .reading import Reading
from .series import Series
from .writing import Writing

__all__ = ["ProviderContract", "bench"]


class ProviderContract(Reading, Making, Writing, Series, People, Channels):
    """All of it; subclass this and define the fixture `harness`."""
