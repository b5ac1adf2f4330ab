"""An address of ours that Graph may call: it proves that it is there, and keeps what it is told."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from ..simulators.common.http import Request, Response
from ..simulators.common.server import HttpServer


class Listener:
    """Answers the validation of a subscription and takes notifications.

    https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
    """

    def __init__(self) -> None:
        self.told: list[Any] = []
        self._server = HttpServer(self._handle)

    def __enter__(self) -> Listener:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self._server.url}/calendar_sync/microsoft/notify"

    def _handle(self, request: Request) -> Response:
        token = request.param("validationToken")
        if token is not None:
            return Response(200, token.encode(), {"Content-Type": "text/plain"})
        self.told.append(request.json)
        return Response(202)
