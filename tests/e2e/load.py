"""What a load is made of: programs for Odoo's shell, and what is read off the journals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from .remote import Json, Service

SETUP = """
import json
from datetime import UTC, datetime, timedelta
from odoo.addons.calendar_sync_base.engine.credential import AccountCredential
from odoo.addons.calendar_sync_base.engine.ports import Tokens

given = json.loads({values!r})
users = env["res.users"].with_context(no_reset_password=True)
accounts = env["calendar.sync.account"]
if given["quota"]:
    env["ir.config_parameter"].sudo().set_param("google_calendar_project_quota", given["quota"])
for _more in range(2, given["workers"]):
    env.ref("calendar_sync_base.ir_cron_sync").copy()

def connect(email, code, granted):
    user = users.create({{"login": email, "name": email.partition("@")[0], "email": email}})
    env["calendar.event"].with_user(user).create(
        [
            {{"name": one["title"], "start": one["start"], "stop": one["end"]}}
            for one in given["meetings"]
        ]
    )
    account = accounts.create({{"user_id": user.id, "provider": code}})
    tokens = Tokens(
        granted["access_token"],
        granted["refresh_token"],
        datetime.now(UTC) + timedelta(hours=1),
        frozenset(granted["scope"].split()),
    )
    credential = AccountCredential(account._provider().authorizer(env), tokens)
    account._connect(tokens, account._open_provider(credential).calendars())
    account._begin("all")
    env.cr.commit()

for email, (code, granted) in given["granted"].items():
    connect(email, code, granted)
"""
"""Users with meetings, connected as the consent page's way back does it; nobody works yet."""

AGAIN = """
for table in ("calendar_sync_account", "calendar_sync_link"):
    env.cr.execute(f"UPDATE {table} SET next_attempt = NULL WHERE next_attempt IS NOT NULL")
env["calendar.sync.account"].search([])._sync_soon()
env.cr.commit()
"""
"""Everybody who has something to do is woken; what waits after a failure is tried again."""

MINUTE = timedelta(seconds=60)


def calls(service: Service) -> list[datetime]:
    """Return when each call was made, those in batches one by one."""
    entries = service.control.journal()
    batches = {one["batch"] for one in entries}
    return [moment(one) for one in entries if is_call(service, one, batches)]


def is_call(service: Service, entry: Json, batches: set[int | None]) -> bool:
    """Tell whether a journal entry is what a service counts."""
    return service.is_api(entry) and entry["number"] not in batches


def moment(entry: Json) -> datetime:
    """Return when a call was made."""
    return datetime.fromisoformat(entry["time"])


def fullest_minute(moments: list[datetime]) -> int:
    """Return how many calls the fullest minute has, wherever it begins."""
    moments, first, most = sorted(moments), 0, 0
    for last, when in enumerate(moments):
        while moments[first] <= when - MINUTE:
            first += 1
        most = max(most, last - first + 1)
    return most


def longest_wait(served: Iterable[int], everybody: set[int]) -> int:
    """Return how often somebody was served at most before somebody else was for the first time."""
    seen: Counter[int] = Counter()
    most = 0
    for one in served:
        if one not in seen:
            most = max([most, *seen.values()])
        seen[one] += 1
    assert set(seen) == everybody, "somebody was never served"
    return most
