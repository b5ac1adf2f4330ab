"""A strict stand-in for Microsoft's sign-in (OAuth 2) and Graph calendar, on loopback."""

from .simulator import MicrosoftSimulator

__all__ = ["MicrosoftSimulator"]
