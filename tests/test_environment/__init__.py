"""Tests of the development environment itself."""
