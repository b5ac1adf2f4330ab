"""Read a meeting of either kind."""

from .reader import Reader
from .series_reader import SeriesReader


class Reading:
    """Reads events and recurrences as neutral meetings."""

    def __init__(self, people):
        self.single = Reader(people)
        self.series = SeriesReader(self.single)

    def meeting(self, record):
        """Return an event or a recurrence as a meeting; None when it is not on the calendar."""
        if not record:
            return None
        if record._name == "calendar.recurrence":
            return self.series.meeting(record)
        return self.single.meeting(record)
