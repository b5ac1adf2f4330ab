"""Switches for behaviour that the real service shows only sometimes."""

from __future__ import annotations

from dataclasses import dataclass

from ..common.settings import Switches


@dataclass
class Settings(Switches):
    """All switches with their usual values; ``/_control/settings`` changes them.

    - ``auto_consent``: ``""`` shows the consent page, an e-mail address allows at once as that
      person; ``deny`` refuses at once.
    - ``max_page_size``: pages hold at most so many items, whatever was asked.
    - ``empty_pages``: every round of a list begins with an empty page.
    - ``exceptions_first``: a list has exceptions before their masters.
    - ``shuffle``: the items of a round come in a seeded random order.
    - ``batch_shuffle``: the calls of a batch are executed in a seeded random order.
    - ``full_tombstones``: lists show deleted events with all fields instead of bare.
    - ``sync_message_first``: the watch answer waits for the delivery of the sync message.
    - ``move_shows_cancelled``: the answer of move is the cancelled copy in the source.
    - ``strict_fields``: unknown fields of a body are refused instead of ignored.
    - ``testing_mode``: refresh tokens end after seven days, and answers say so.
    - ``calls_per_minute``: quota units for one account in a minute; 0 is no limit.
    - ``quota_status``: the status of the quota's refusal, 403 or 429.
    - ``latency``: seconds added to every API answer.
    """

    auto_consent: str = ""
    max_page_size: int = 2500
    empty_pages: bool = False
    exceptions_first: bool = False
    shuffle: bool = False
    batch_shuffle: bool = False
    batch_limit: int = 1000
    full_tombstones: bool = False
    sync_message_first: bool = False
    move_shows_cancelled: bool = False
    strict_fields: bool = True
    testing_mode: bool = False
    access_token_seconds: int = 3599
    channel_seconds: int = 604_800
    calls_per_minute: int = 0
    quota_status: int = 403
    latency: float = 0.0
