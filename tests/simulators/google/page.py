"""The page for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.html import page
from ..common.http import Request, Response

if TYPE_CHECKING:
    from .simulator import GoogleSimulator


class Page:
    """Answers the requests of a browser at ``/`` and ``/ui/``."""

    def __init__(self, simulator: GoogleSimulator) -> None:
        """Show one simulator."""
        self.sim = simulator

    def handle(self, request: Request) -> Response:
        """A page."""
        return Response.of_html(page("Google Calendar simulator", "<h1>Google Calendar simulator</h1>"))
