"""Descriptions are compared by what a person reads; links lead to the web only (38, 52)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.readable import readable
from odoo.addons.calendar_sync_base.core.text import plain, safe_link, same_text, tame
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Conference,
    GuestRights,
    Person,
    Privacy,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
)

from .build import MONDAY, date_span, guest, timed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>hello</p>", "hello"),
        ("<p>hello</p><p><br></p>", "hello"),
        ("<p>a</p><p>b</p>", "a<br/>b"),
        ("<div>a</div>\n<div>b</div>", "a\nb"),
        ("a &amp; b", "a & b"),
        ("a&nbsp;b", "a b"),
        ("<p data-oe-version='2.0'>hello</p>", "<P>hello"),
        ("Gro\u0308\u00dfe", "Gr\u00f6\u00dfe"),
        ("see https://a.example/x", "see <a href='https://a.example/x'>https://a.example/x</a>"),
        ("<style>p {}</style>hello<script>x()</script>", "hello"),
        ("", "<p></p>"),
    ],
)
def test_the_same_to_a_reader(one, other):
    """Another way to write the same text is no change (promise 52)."""
    assert same_text(one, other)


@pytest.mark.parametrize(
    "html", ["<![", "<![x", "<![if !mso]>a<![endif]>", "<!x", "<!DOCTYPE [<!x", "</", "<!--", "<?"]
)
def test_markup_that_is_none(html):
    """No description can stop a pass, whatever html.parser makes of it (promise 19)."""
    assert "if" not in plain(f"<p>{html}</p>")
    assert same_text(html, html)
    assert not same_text(f"a {html}", f"b {html}")


@pytest.mark.parametrize("junk", ["<a ", "<a '", '<a b="', "<p ", "<!--", "<br", "</"])
def test_markup_without_an_end(junk):
    """Nor does a description that is nothing but beginnings keep a worker busy."""
    begun = time.process_time()
    plain(junk * 20_000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hello", "Hello"),
        ("a b", "ab"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<a href='https://a.example'>here</a>", "<a href='https://b.example'>here</a>"),
        ("<a href='https://a.example'>here</a>", "here"),
        ("hello", ""),
    ],
)
def test_different_to_a_reader(one, other):
    """What reads otherwise, or leads elsewhere, is a change."""
    assert not same_text(one, other)


@given(st.text())
def test_any_text_can_be_read(text):
    """No text, however broken as HTML, makes trouble (promise 19)."""
    assert same_text(text, text)
    assert isinstance(plain(text), str)
    assert plain(f"<p>{text}") is not None


@pytest.mark.parametrize(
    "url", ["https://meet.example/abc?x=1#y", "http://localhost:8069/", "HTTPS://A.example"]
)
def test_web_links_are_kept(url):
    """Links to the web are what they are."""
    assert safe_link(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//meet.example",
        "https://",
        "https://a b",
        "https://a.example/\nx",
        'https://a.example/"onclick=x',
        "https://[bad",
        "meet.example",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_other_links_are_dropped(url):
    """What could run, break out or lead nowhere is no link (promise 39)."""
    assert safe_link(url) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timed(MONDAY), "2026-03-02 09:00 to 10:00 (Europe/Vienna)"),
        (timed(MONDAY, hours=24), "2026-03-02 09:00 to 2026-03-03 09:00 (Europe/Vienna)"),
        (date_span(2026, 3, 2), "2026-03-02"),
        (date_span(2026, 3, 2, 3), "2026-03-02 to 2026-03-04"),
        (
            (guest("a@x"), guest("b@x", response=Response.ACCEPTED, optional=True)),
            "a@x, b@x (accepted, optional)",
        ),
        (Person("a@x", "Anna"), "a@x"),
        (Reminders(), "default"),
        (Reminders(False), "none"),
        (Reminders(False, frozenset({Reminder(ReminderMethod.EMAIL, 10)})), "10 min (email)"),
        (Conference("https://m.example"), "https://m.example"),
        (Conference(requested=True), "requested"),
        (Conference(), ""),
        (GuestRights(), "invite, see guests"),
        (GuestRights(False, False, False), "none"),
        (Privacy.PRIVATE, "private"),
        ("<p>Bring <b>coffee</b></p>", "Bring coffee"),
        (None, ""),
    ],
)
def test_values_can_be_read(value, text):
    """What a conflict says is what a person can read (promise 24)."""
    assert readable(value) == text


def test_readable_is_short():
    """A long text does not flood the chatter."""
    assert len(readable("x" * 9999)) == 2000
    assert isinstance(date_span(2026, 3, 2), AllDay)


UNCLOSED = ("<", "< ", "<a ", "<!--", "<![", "<?", "<o:", "<a href='")


@pytest.mark.parametrize("opened", UNCLOSED)
@pytest.mark.parametrize("end", ["", ">"])
def test_tags_that_never_end_are_text(opened, end):
    """Those who never close a tag keep no worker busy (promise 20)."""
    begun = time.monotonic()
    tamed = tame("<p>Hello</p>" + opened * 100_000 + end)
    assert time.monotonic() - begun < 5
    assert tamed.count("<") == 2
    assert plain(tamed).startswith("Hello")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Agenda: <b>a &lt; b</b></p>",
        "<!-- <p>not <b>yet</b></p> --><p>x</p>",
        "<a title='a < b' href='https://example.com'>x</a>",
        "<p>x</p><!--[if gte mso 9]><xml></xml><![endif]-->",
        "<p>1</p>" * 1000,
        "plain text > that",
        "",
    ],
)
def test_what_people_write_stays(html):
    """What somebody means is written as it is."""
    assert tame(html) == html
