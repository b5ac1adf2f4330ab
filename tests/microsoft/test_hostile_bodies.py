"""Bodies that nobody would write do not keep a worker busy (promise 19)."""

from __future__ import annotations

import time

import pytest

from odoo.addons.microsoft_calendar_sync.core.body import read_body

from .samples import BLOCK, JOIN, event


@pytest.mark.parametrize("junk", ["<a ", "<a '", "<p>", "<b></p>", "&nbsp;", "<br ", "_"])
def test_a_body_of_beginnings(junk):
    """The block of Teams is looked for in a time that grows with the body, not with its square."""
    said = {"contentType": "html", "content": junk * 15_000 + BLOCK}
    begun = time.process_time()
    read_body(event(onlineMeeting={"joinUrl": JOIN}, body=said))
    assert time.process_time() - begun < 5
