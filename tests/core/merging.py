"""Merging two edits of one agreement, as the tests of it do."""

from __future__ import annotations

from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.merge import merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.recurrence import slots

from .build import WEEKLY

SLOTS = slots(WEEKLY)
sides = st.sampled_from(Side)


def after(found, local, remote):
    """Return both sides once a merge is carried out."""
    return apply(found.for_local, local), apply(found.for_remote, remote)


def of(base, local, remote, prefer=Side.REMOTE):
    """Merge two edits of the same agreement; return both sides afterwards and the conflicts."""
    found = merge(Base(base, base), local, remote, prefer)
    return (*after(found, local, remote), found.conflicts)
