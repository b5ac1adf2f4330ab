"""The pages for people: routes, the frame around them, and what the forms do."""

from __future__ import annotations

from ..common.http import Request, Response
from ..common.journal import Journal
from ..common.mails import MailLog
from .world import World


class Pages:
    """Answers the requests of a browser at ``/`` and ``/ui/``."""

    def __init__(self, world: World, mails: MailLog, journal: Journal) -> None:
        """Show one simulator."""
        self.world, self.mails, self.journal = world, mails, journal

    def handle(self, request: Request) -> Response | None:
        """A page, what a form leads to, or ``None`` for a path of somebody else."""
        return None
