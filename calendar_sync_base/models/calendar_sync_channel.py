"""Change channels: open where the services can reach this server, so that changes come at once.

A pass that has gone well opens what is missing and renews what ends soon. Without a channel, and
when a notification is lost, the regular synchronisation finds the change.
"""

import logging
import secrets
import uuid
from datetime import UTC, timedelta

from odoo import fields, models

from ..core.errors import NeedsAdministrator, SyncError
from ..engine.ports import Channel
from ..engine.rest.reach import notify_base
from . import vault
from .secret_field import SecretChar

_logger = logging.getLogger(__name__)

LIFETIME = timedelta(days=7)
"""How long a channel is asked for; the services may grant less."""

MARGIN = timedelta(hours=12)
"""A channel with less left is renewed."""

PAUSE = timedelta(hours=1)
"""How long a channel that was refused is not asked for again."""


class CalendarSyncAccount(models.Model):
    """Opens, renews and closes the channels of its calendars."""

    _inherit = "calendar.sync.account"

    def _keep_channels(self, provider):
        """Open, renew or close what is due; what fails is tried again by a later pass."""
        for calendar in self._due_channels():
            calendar._keep_channel(provider, self._notify_address())

    def _due_channels(self):
        """Return the calendars whose channels are to be opened, renewed or closed."""
        reachable = bool(self._notify_address())
        return self.calendar_ids.filtered(lambda one: one._channel_is_due(reachable))

    def _close_channels(self):
        """End all channels as far as the service can be told; forget them in any case."""
        open_ones = self.calendar_ids.filtered("channel_token")
        if not open_ones:
            return
        try:
            provider = self._open_provider(self._credential())
            for calendar in open_ones:
                provider.close_channel(calendar._channel())
        except SyncError as error:
            _logger.info("Channels of account %s end by themselves: %s", self.id, error.detail)
        open_ones._forget_channel()

    def _notify_address(self):
        """Return where this account's service posts to, "" when it cannot reach this server."""
        path = self._provider().notify_path
        try:
            base = notify_base(self._parameter("web.base.url"))
        except NeedsAdministrator as error:
            _logger.warning("No change notifications: %s", error.advice)
            return ""
        return f"{base}{path}" if base and path else ""

    def _disconnect(self):
        for account in self:
            account._close_channels()
        return super()._disconnect()


class CalendarSyncCalendar(models.Model):
    """Has a channel while its changes are wanted."""

    _inherit = "calendar.sync.calendar"

    channel_id = SecretChar(groups=fields.NO_ACCESS, copy=False)
    channel_resource = SecretChar(groups=fields.NO_ACCESS, copy=False)
    channel_token = SecretChar(groups=fields.NO_ACCESS, copy=False)
    channel_expiry = fields.Datetime(readonly=True, copy=False)
    channel_next_try = fields.Datetime(readonly=True, copy=False)

    def _channel_is_due(self, reachable):
        """Tell whether a channel is to be opened, renewed or closed.

        :param reachable: whether the service can post here
        """
        if not (reachable and self.enabled and self._may_pull()):
            return bool(self.channel_token)
        now = fields.Datetime.now()
        if self.channel_next_try and self.channel_next_try > now:
            return False
        return not self.channel_expiry or self.channel_expiry < now + MARGIN

    def _keep_channel(self, provider, address):
        """Open or renew the channel, or close one that is no longer wanted."""
        former = self._channel()
        try:
            if address and self.enabled and self._may_pull():
                fresh = self._fresh_channel()
                granted = provider.open_channel(self.remote_id, address, fresh, former)
                self._store_channel(granted)
            else:
                provider.close_channel(former)
                self._forget_channel()
        except SyncError as error:
            _logger.info("The channel of calendar %s waits: %s", self.id, error.detail)
            self.channel_next_try = fields.Datetime.now() + PAUSE

    def _fresh_channel(self):
        return Channel(
            channel_id=str(uuid.uuid4()),
            resource_id="",
            token=f"{self.id}.{secrets.token_urlsafe(32)}",
            expires=fields.Datetime.now().replace(tzinfo=UTC) + LIFETIME,
        )

    def _channel(self):
        """Return the channel that is open as far as is known here, None when there is none."""
        if not self.channel_token:
            return None
        return Channel(
            channel_id=self.channel_id,
            resource_id=self.channel_resource or "",
            token=vault.unseal(self.channel_token),
            expires=self.channel_expiry.replace(tzinfo=UTC),
        )

    def _store_channel(self, channel):
        """Remember a channel; one that is new is followed by a look at what it may have missed."""
        token = vault.seal(channel.token)
        renewed = self._channel()
        self.write(
            {
                "channel_id": channel.channel_id,
                "channel_resource": channel.resource_id,
                "channel_token": token,
                "channel_expiry": channel.expires.astimezone(UTC).replace(tzinfo=None),
                "channel_next_try": False,
            }
        )
        if not renewed or renewed.channel_id != channel.channel_id:
            self.env["calendar.sync.notice"]._note(self)

    def _end_channel(self):
        """Have the channel renewed by the next pass."""
        self.write({"channel_expiry": fields.Datetime.now(), "channel_next_try": False})

    def _forget_channel(self):
        self.write(
            {
                "channel_id": False,
                "channel_resource": False,
                "channel_token": False,
                "channel_expiry": False,
                "channel_next_try": False,
            }
        )
