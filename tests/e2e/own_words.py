"""Our own English, to be found where people read another language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.messages.pofile import read_po

from tests.environment.paths import ROOT, addons

TAG = re.compile(r"<[^>]*>|&\w+;")
WORD = re.compile(r"[A-Za-z]{2}")
VALUE = re.compile(r"%(?:\(\w+\))?[sd]")
# What tests call their calendars, and names that are the same in every language.
NAMES = {"Calendar", "Google", "Outlook", "Odoo", "Client ID", "Client Secret"}


def left_in_english(said: Iterable[str], language: str) -> list[str]:
    """Return which of these texts are our English although there is a translation of it."""
    english = [_pattern(one) for addon in addons() for one in _translated(addon, language)]
    return [text for text in said if text not in NAMES and any(one.match(text) for one in english)]


def _translated(addon: str, language: str) -> list[str]:
    """Return the sentences, cut at tags, of the terms that are called otherwise in a language."""
    with (ROOT / addon / "i18n" / f"{language}.po").open("rb") as file:
        terms = [(str(one.id), str(one.string)) for one in read_po(file) if one.id]
    pieces = [(" ".join(one.split()), other) for id_, other in terms for one in TAG.split(id_)]
    return [one for one, other in pieces if WORD.search(VALUE.sub("", one)) and one not in other]


def _pattern(term: str) -> re.Pattern[str]:
    """Return what matches a term with any values in it."""
    parts = [re.escape(part) for part in VALUE.split(term)]
    return re.compile(".+".join(parts) + "$")
