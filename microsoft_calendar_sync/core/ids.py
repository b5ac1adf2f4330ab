"""Names of things: our own marker, transactions, preconditions, and Outlook's iCalUId."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date

from odoo.addons.calendar_sync_base.core.dirty import Json, rows, text, texts
from odoo.addons.calendar_sync_base.core.identity import MARKER_NAME

PROPERTY_ID = f"String {{5b857a03-42c9-425a-8037-e909866ab751}} Name {MARKER_NAME}"
"""The extended property that holds our uid; the GUID is ours and never changes.

https://learn.microsoft.com/graph/api/resources/extended-properties-overview
"""

_TRANSACTION = "odooCalendarSync"
_LONGEST_UID = 150
_GLOBAL_ID = re.compile(r"040000008200E00074C5B7101A82E008[0-9A-F]{8}[0-9A-F]+", re.I)
_DATE_AT, _DATE_END, _DATA_AT = 32, 40, 80
_FOREIGN = re.compile(rb"vCal-Uid\x01\x00{3}([^\x00]+)\x00*")


def marker_of(event: Json) -> str:
    """Return the uid we stamped on an event, empty when we did not.

    Where extended properties are not shown (a delta round, the answer to a POST) the transaction of
    the event's making tells it.
    """
    for row in rows(event.get("singleValueExtendedProperties")):
        # Exchange writes GUIDs in its own case.
        if text(row.get("id")).casefold() == PROPERTY_ID.casefold():
            return text(row.get("value"))
    return uid_in_transaction(text(event.get("transactionId")))


def marker(uid: str) -> Json:
    """Return the properties that stamp our uid on an event."""
    return {"singleValueExtendedProperties": [{"id": PROPERTY_ID, "value": uid}]}


def transaction_id(uid: str, place: str, generation: int = 0) -> str:
    """Return the `transactionId` of an event's making: `<prefix>:<uid>:<part>`.

    Always the same for the same meeting, `place` (the calendar's id, or the id the engine chose,
    which is made from that) and generation: a repeated POST makes no second event. Graph does not
    say how long it may be; a very long uid is left out.
    https://learn.microsoft.com/graph/api/resources/event (`transactionId`)
    """
    # A length before each part keeps ("ab", "c") and ("a", "bc") apart.
    named = "".join(f"{len(part)}:{part}" for part in (uid, place, str(generation)))
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    return f"{_TRANSACTION}:{uid if len(uid) <= _LONGEST_UID else ''}:{digest}"


def uid_in_transaction(transaction: str) -> str:
    """Return the uid in a `transaction_id`, empty when it is somebody else's."""
    prefix, _colon, rest = transaction.partition(":")
    return rest.rpartition(":")[0] if prefix == _TRANSACTION else ""


def series_uid(uid: str) -> str:
    """Return the iCalUId of the series an occurrence belongs to; any other is returned as it is.

    Outlook's own ids hold the occurrence's date in bytes 16 to 19, zeros for the series, and as
    data the iCalUID of an invitation that was made elsewhere:
    https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/1d3aac05-a7b9-45cc-a213-47f0a0a2c5c1
    """
    if not _GLOBAL_ID.fullmatch(uid):
        return uid
    foreign = _FOREIGN.fullmatch(_hexadecimal(uid[_DATA_AT:]))
    if foreign:
        return foreign[1].decode(errors="replace")
    return uid[:_DATE_AT] + "0" * (_DATE_END - _DATE_AT) + uid[_DATE_END:]


def _hexadecimal(digits: str) -> bytes:
    return bytes.fromhex(digits) if len(digits) % 2 == 0 else b""


def occurrence_day(uid: str) -> date | None:
    """Return the day on which its rule put an occurrence, from its iCalUId; None if not in it.

    In the zone of the series, see `series_uid` for where it is.
    """
    if not _GLOBAL_ID.fullmatch(uid):
        return None
    told = bytes.fromhex(uid[_DATE_AT:_DATE_END])
    try:
        return date(int.from_bytes(told[:2], "big"), told[2], told[3])
    except ValueError:
        return None


def whole_etag(master: Json, exceptions: Sequence[Json]) -> str:
    """Return an etag that changes when the master, an exception or a cancellation does."""
    own = text(master.get("@odata.etag"))
    parts = sorted(f"{one.get('id')} {one.get('@odata.etag')}" for one in exceptions)
    parts += sorted(texts(master.get("cancelledOccurrences")))
    if not parts:
        return own
    return f"{own};{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def precondition(etag: str) -> str:
    """Return the master's own etag from a `whole_etag`, verbatim with its quotes.

    One that cannot stand in a header is left out: it would break the line it is in.
    """
    if not etag.isascii() or not etag.isprintable():
        return ""
    head, separator, _digest = etag.partition('";')
    return f'{head}"' if separator else etag
