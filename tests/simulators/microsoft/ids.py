"""The forms of Outlook's identifiers: of items, of occurrences, and the iCalUId.

- Items: https://learn.microsoft.com/graph/outlook-immutable-id (the usual id changes when an item
  moves to another calendar, the immutable one does not; both are accepted in requests)
- iCalUId: the GlobalObjectId with the day of an occurrence inside, and foreign UIDs behind
  ``vCal-Uid``:
  https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/1d3aac05-a7b9-45cc-a213-47f0a0a2c5c1
- ``OID.{master}.{day}`` names a cancelled occurrence:
  https://learn.microsoft.com/graph/api/resources/event (cancelledOccurrences)
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from . import errors

USUAL, IMMUTABLE = "AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1hMDZi", "AAkALgAAAAAAHYQDEapmEc2byACqAC"
MIDDLE = "BGAAAAAAAiQ8W967B7TKBjgx9rVEURBwAiIsqMbYjsT5e"
NO_DAY = "AAAAAAAA"
KEY_LENGTH = 43
SHAPE = re.compile(
    rf"({USUAL}|{IMMUTABLE})([\w-]{{{KEY_LENGTH}}}){MIDDLE}(AAAAAAAA|\d{{8}})([A-Z])AAA="
)
CLASS_ID = "040000008200E00074C5B7101A82E008"
FOREIGN = b"vCal-Uid\x01\x00\x00\x00"
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
NO_DATE = "00000000"


@dataclass(frozen=True)
class Name:
    """What an id says: which item, which of its occurrences, after how many moves."""

    key: str
    day: str | None = None
    moves: int = 0
    immutable: bool = False

    def __str__(self) -> str:
        head, moves = (IMMUTABLE, 0) if self.immutable else (USUAL, self.moves)
        day = self.day.replace("-", "") if self.day else NO_DAY
        return f"{head}{self.key}{MIDDLE}{day}{chr(ord('A') + moves % 26)}AAA="


def read(text: str) -> Name:
    """The parts of an id; 400 when it is none."""
    match = SHAPE.fullmatch(text)
    if not match:
        raise errors.malformed_id()
    head, key, day, moves = match.groups()
    date = None if day == NO_DAY else f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return Name(key, date, ord(moves) - ord("A"), head == IMMUTABLE)


def occurrence_id(master: str, day: str) -> str:
    """The name of an occurrence in cancelledOccurrences."""
    return f"OID.{master}.{day}"


def new_uid(created: datetime, digest: bytes) -> str:
    """A GlobalObjectId of Outlook's own."""
    ticks = int((created - EPOCH).total_seconds() * 10_000_000)
    data = digest[:16]
    return _global_id(NO_DATE, ticks.to_bytes(8, "little"), data)


def _global_id(date: str, created: bytes, data: bytes) -> str:
    size = len(data).to_bytes(4, "little")
    return CLASS_ID + date + (created + bytes(8) + size + data).hex().upper()


def uid_of(uid: str, day: str | None) -> str:
    """The iCalUId of an event, or of one occurrence of a series."""
    if day is None:
        return uid
    date = f"{int(day[:4]):04X}{int(day[5:7]):02X}{int(day[8:]):02X}"
    if uid.startswith(CLASS_ID):
        return CLASS_ID + date + uid[len(CLASS_ID) + 8 :]
    return _global_id(date, bytes(8), FOREIGN + uid.encode() + b"\x00")


def series_uid(uid: str) -> str:
    """The iCalUId of the series that an occurrence belongs to."""
    if not uid.startswith(CLASS_ID):
        return uid
    data = bytes.fromhex(uid[len(CLASS_ID) + 8 + 40 :])
    if data.startswith(FOREIGN):
        return data[len(FOREIGN) : -1].decode()
    return CLASS_ID + NO_DATE + uid[len(CLASS_ID) + 8 :]


def change_key(seq: int) -> str:
    """The version of an item; it is a part of its etag."""
    digest = hashlib.sha256(f"change {seq}".encode()).digest()
    return base64.b64encode(digest[:12] + seq.to_bytes(4, "big")).decode()


def etag(seq: int) -> str:
    """As HTTP wants it."""
    return f'W/"{change_key(seq)}"'


def guid(digest: bytes) -> str:
    """Bytes as a GUID."""
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:32]}"
