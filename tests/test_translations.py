"""What people read in their own language: nothing missing, nothing that a value no longer fits."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.environment.paths import ROOT, every_addon

LANGUAGES = ("fa", "pt_BR", "th", "vi")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]|\$\{[^}]*\}|\{\w*\}")
TAG = re.compile(r"</?\w+")
FILES = [(addon, language) for addon in every_addon() for language in LANGUAGES]


def terms(path: Path) -> dict[str, Message]:
    """Return the entries of a catalogue by their English text."""
    with path.open("rb") as file:
        return {one.id: one for one in read_po(file, ignore_obsolete=True) if one.id}


def template(addon: str) -> dict[str, Message]:
    return terms(ROOT / addon / "i18n" / f"{addon}.pot")


def translation(addon: str, language: str) -> dict[str, Message]:
    return terms(ROOT / addon / "i18n" / f"{language}.po")


@pytest.mark.parametrize(("addon", "language"), FILES)
def test_every_term_is_translated(addon, language):
    """Nobody reads half a screen in English."""
    found = translation(addon, language)
    missing = [one for one in template(addon) if not (one in found and found[one].string)]
    assert missing == []
    assert [one for one in found.values() if one.fuzzy] == []


@pytest.mark.parametrize(("addon", "language"), FILES)
def test_nothing_is_left_of_what_was_said_before(addon, language):
    """A catalogue holds the terms of today and no others."""
    assert set(translation(addon, language)) - set(template(addon)) == set()


@pytest.mark.parametrize(("addon", "language"), FILES)
@pytest.mark.parametrize("what", [PLACEHOLDER, TAG])
def test_values_and_markup_are_kept(addon, language, what):
    """A name or a number finds its place in every language, and so does a link."""
    changed = {
        source: one.string
        for source, one in translation(addon, language).items()
        if Counter(what.findall(source)) != Counter(what.findall(one.string))
    }
    assert changed == {}


@pytest.mark.parametrize(("addon", "language"), FILES)
def test_unnamed_values_keep_their_order(addon, language):
    """Where values have no names, the first stays the first."""
    unnamed = re.compile(r"%[sd]")
    changed = [
        source
        for source, one in translation(addon, language).items()
        if unnamed.findall(source) != unnamed.findall(one.string)
    ]
    assert changed == []
