"""Names of things: instances of a series, preconditions, our own marker."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, text
from odoo.addons.calendar_sync_base.core.identity import MARKER_NAME, stamp
from odoo.addons.calendar_sync_base.core.values import Original


def instance_id(master_id: str, original: Original) -> str:
    """Return the id one occurrence of a series usually has.

    Observed, not promised: when there is no such event, ask `events.instances`.
    """
    return f"{master_id}_{stamp(original)}"


def marker_of(event: Json) -> str:
    """Return the uid we stamped on an event, empty when we did not."""
    private = mapping(mapping(event.get("extendedProperties")).get("private"))
    return text(private.get(MARKER_NAME))


def marker(uid: str) -> Json:
    """Return the properties that stamp our uid on an event.

    https://developers.google.com/workspace/calendar/api/guides/extended-properties
    """
    return {"extendedProperties": {"private": {MARKER_NAME: uid}}}


def whole_etag(master: Json, exceptions: Sequence[Json]) -> str:
    """Return an etag that changes when the master or any exception does.

    Google's etag of a master says nothing about its exceptions.
    """
    own = text(master.get("etag"))
    if not exceptions:
        return own
    parts = sorted(f"{one.get('id')} {one.get('etag')} {one.get('status')}" for one in exceptions)
    return f"{own};{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def precondition(etag: str) -> str:
    """Return the master's own etag from a `whole_etag`, verbatim with its quotes.

    One that cannot stand in a header is left out: it would break the line it is in.
    """
    if not etag.isascii() or not etag.isprintable():
        return ""
    head, separator, _digest = etag.partition('";')
    return f'{head}"' if separator else etag
