"""Switches for behaviour that the real service shows only sometimes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..common.settings import Switches
from .aadsts import KINDS


@dataclass
class Settings(Switches):
    """All switches with their usual values; ``/_control/settings`` changes them.

    Sign-in

    - ``auto_consent``: ``""`` shows the consent page, an e-mail address allows at once as that
      person; ``deny`` refuses at once.
    - ``admin_consent``: people may not consent themselves and see a page that says so.
    - ``one_time_refresh_tokens``: a refresh token ends with its first use.
    - ``sign_in_error``: every sign-in ends with this AADSTS number; 0 is none.
    - ``token_error``: every request for a token is refused with this AADSTS number; 0 is none.
    - ``login_origin``: the origin of the addresses in the discovery document.

    Lists

    - ``page_size``, ``delta_page_size``: items on a page when nothing is asked for.
    - ``max_page_size``: pages hold at most so many items, whatever was asked.
    - ``max_delta_page_size``: the same of delta pages alone.
    - ``empty_pages``: every delta round begins with an empty page.
    - ``shuffle``: the items of a delta round come in a seeded random order.
    - ``split_series``: pages may end inside a series.
    - ``missing_master``: a delta round has occurrences without their master.
    - ``replays``: a delta round repeats an item, and shows one that has not changed.
    - ``removed_outside_window``: changes outside the window are shown as removed, as documented.
    - ``spurious_removed``: a changed event is shown as removed too, before its new state.
    - ``expired_delta``: status and code for a delta token that has ended.
    - ``tolerant_delta_query``: query options that delta does not support are ignored.

    Events

    - ``duplicate_status``: the status for a repeated transactionId.
    - ``original_zone``: answers name this as the zone an event was made in, if it is not empty.
    - ``windows_zones``: answers name Windows zones, whatever was given.
    - ``wrap_html``: HTML bodies come back as whole documents.
    - ``keep_declined``: a declined meeting stays in the calendar.
    - ``keep_exceptions``: changing only the end of a series keeps its exceptions.
    - ``patch_always_mails``: every PATCH of a meeting mails, even when nothing changes.
    - ``guest_patch``: what a guest changes of the organizer's is refused with 403 (``refuse``),
      or stays in the own copy (``local``).
    - ``strict_fields``: unknown properties of a body are refused instead of ignored.

    Load

    - ``max_concurrent``: requests in one mailbox at a time; 0 is no limit.
    - ``requests_per_window``, ``window_seconds``: requests of an application in one mailbox.
    - ``retry_after``: seconds that a refusal asks to wait.
    - ``batch_throttle``: parts of a batch beyond so many are refused with 429; 0 is none.
    - ``batch_shuffle``: the answers of a batch come in a seeded random order.
    - ``strict_batch``: a batch is all parallel or one chain.
    - ``latency``: seconds added to every Graph answer.

    Notifications

    - ``validation_seconds``: the time a notification address has to answer the validation.
    - ``drop_notifications``: none is delivered.
    """

    auto_consent: str = ""
    admin_consent: bool = False
    one_time_refresh_tokens: bool = False
    sign_in_error: int = 0
    token_error: int = 0
    login_origin: str = "https://login.microsoftonline.com"
    access_token_seconds: int = 4_200
    refresh_token_seconds: int = 90 * 24 * 3600
    page_size: int = 10
    delta_page_size: int = 50
    max_page_size: int = 1000
    max_delta_page_size: int = 1000
    max_view_days: int = 1825
    empty_pages: bool = False
    shuffle: bool = False
    split_series: bool = False
    missing_master: bool = False
    replays: bool = False
    removed_outside_window: bool = True
    spurious_removed: bool = False
    expired_delta: str = "410 SyncStateNotFound"
    tolerant_delta_query: bool = False
    duplicate_status: int = 400
    original_zone: str = ""
    windows_zones: bool = False
    wrap_html: bool = True
    keep_declined: bool = False
    keep_exceptions: bool = True
    patch_always_mails: bool = False
    guest_patch: str = "refuse"
    strict_fields: bool = True
    max_concurrent: int = 4
    requests_per_window: int = 10_000
    window_seconds: int = 600
    retry_after: int = 5
    batch_limit: int = 20
    batch_throttle: int = 0
    batch_shuffle: bool = True
    strict_batch: bool = True
    latency: float = 0.0
    subscription_minutes: int = 10_080
    validation_seconds: float = 10.0
    drop_notifications: bool = False

    def check(self, name: str, value: Any) -> None:
        """The refusals of the sign-in are those of its table."""
        if name in ("sign_in_error", "token_error") and value and value not in KINDS:
            raise ValueError(f"not an AADSTS number known here: {value}")
