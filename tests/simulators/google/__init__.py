"""A strict stand-in for Google's OAuth 2 and Calendar v3, on loopback."""

from .simulator import GoogleSimulator

__all__ = ["GoogleSimulator"]
