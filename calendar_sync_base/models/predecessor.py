"""What a provider addon tells the base about the addon of Odoo's own that it takes over from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Where an addon of Odoo's own keeps the state of its synchronisation; names of fields.

    `label` is what people call it, `cron` the external id of its scheduled action. A user of it has
    `grant`, the refresh token, or one of `traces` on `res.users`. The model `holder` stores
    `tokens`, all that lets it talk to the provider; `traces`, and `stopped` by which users stop it,
    are stored in `res.users.settings`.

    On events and recurrences `remote_id` is the id at the provider, `ids` are all fields that mark
    a meeting as synchronised, `pending` tells that an edit was not sent yet; the iCalUID is in
    `uid_field`, or without that most likely the id with `uid_suffix`.
    `original` reads from the field `original_field` of an occurrence where the rule had put it: the
    naive UTC start, or only the day in the zone of the series; None when it does not say.
    """

    module: str
    label: Any
    cron: str
    holder: str
    grant: str
    tokens: tuple[str, ...]
    traces: tuple[str, ...]
    stopped: str
    remote_id: str
    ids: tuple[str, ...]
    pending: str
    uid_field: str
    uid_suffix: str
    original_field: str
    original: Callable[[str], date | None]
