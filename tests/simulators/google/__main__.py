"""``python -m tests.simulators.google``: the simulator for a demo, until interrupted."""

from __future__ import annotations

from ..common.main import serve
from .simulator import GoogleSimulator


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGINT or SIGTERM."""
    serve(GoogleSimulator, "Google Calendar simulator", 8070, __doc__, arguments)


if __name__ == "__main__":
    main()
