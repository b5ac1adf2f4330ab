"""What a service refuses."""

from __future__ import annotations

from .http import Response


class ServiceError(Exception):
    """A refusal in a service's own words; it becomes the answer."""

    message: str
    headers: dict[str, str]

    def answer(self) -> Response:
        """The answer, in the service's form."""
        raise NotImplementedError
