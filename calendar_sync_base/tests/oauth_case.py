"""A provider whose consent page nobody sees: its authorizer answers as each test wishes."""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

from odoo import http
from odoo.tests import HttpCase, TransactionCase, new_test_user

from ..controllers import consent
from ..core.calendars import Access, RemoteCalendar
from ..core.errors import MissingScope, NeedsReconnect
from ..engine.ports import Confirmed, Tokens
from ..models.provider_addon import ProviderAddon

CALLBACK = "/calendar_sync_test/authentication"
SCOPES = frozenset({"calendar.events", "calendar.list"})


class TestAuthentication(http.Controller):
    """What a provider addon does to be come back to; there while tests are loaded."""

    @http.route(CALLBACK, type="http", auth="public")
    def come_back(self, **query):
        return consent.come_back("fake", **query)


class FakeAuthorizer:
    """The OAuth side of the fake provider; one for all accounts."""

    def __init__(self):
        self.challenges = {}
        self.revoked = []
        self.refreshed = []
        self.checked = []
        self.confirmed = Confirmed(secret=True, redirect_uri=True)
        self.error = None
        self.scopes = SCOPES
        self.refresh_token = "refresh-1"

    def consent_url(self, redirect_uri, state, challenge, login_hint, making=False):
        """Return an address that shows what it was asked for."""
        asked = {
            "making": making,
            "redirect_uri": redirect_uri,
            "state": state,
            "code_challenge": challenge,
            "login_hint": login_hint,
        }
        self.challenges[state] = challenge
        return f"https://provider.example/consent?{urlencode(asked)}"

    def exchange(self, code, redirect_uri, verifier):
        """Check the PKCE verifier as RFC 7636 section 4.6 says, and grant."""
        if self.error:
            raise self.error
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge not in self.challenges.values():
            raise NeedsReconnect("invalid_grant: verifier")
        if SCOPES - self.scopes:
            raise MissingScope("not granted")
        return self.tokens(f"access-{code}")

    def refresh(self, refresh_token):
        """Grant another access token."""
        if self.error:
            raise self.error
        self.refreshed.append(refresh_token)
        return self.tokens(f"access-{len(self.refreshed)}")

    def revoke(self, token):
        """Note what was withdrawn."""
        if self.error:
            raise self.error
        self.revoked.append(token)

    def check(self, redirect_uri):
        """Confirm what a test wishes."""
        self.checked.append(redirect_uri)
        if self.error:
            raise self.error
        return self.confirmed

    def tokens(self, access):
        """Return tokens for an hour."""
        expires = datetime.now(UTC) + timedelta(hours=1)
        return Tokens(access, self.refresh_token, expires, self.scopes)


class FakeCalendars:
    """The calendar side: lists calendars."""

    requests = 0

    def __init__(self, address):
        self.address = address

    def calendars(self):
        """Return the primary calendar and one that is shared for reading."""
        return [
            RemoteCalendar(self.address, "Anna", Access.OWN, primary=True),
            RemoteCalendar("team@group.example", "Team", Access.READ),
        ]

    def create_calendar(self, name):
        """Make a calendar."""
        return RemoteCalendar(f"{name}@group.example", name, Access.OWN)


class OAuthMixin:
    """Sets up the fake provider, configured, and a user who is not connected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authorizer = FakeAuthorizer()
        cls.remote_address = "anna@provider.example"
        cls.accounts = cls.env["calendar.sync.account"]
        addons = {"fake": cls.fake_addon()}
        cls.startClassPatcher(
            patch.object(type(cls.accounts), "_providers", lambda self: dict(addons))
        )
        cls.parameters = cls.env["ir.config_parameter"]
        cls.parameters.set_param("fake_calendar_client_id", "id-1")
        cls.parameters.set_param("fake_calendar_client_secret", "secret-1")
        cls.anna = cls._user("sync_anna")
        cls.ben = cls._user("sync_ben")

    @classmethod
    def fake_addon(cls):
        """Return the provider, whose parts look at the test class each time."""
        return ProviderAddon(
            code="fake",
            label="Fake",
            prefix="fake_calendar",
            callback=CALLBACK,
            authorizer=lambda env: cls.authorizer,
            calendar_provider=lambda account, credential: FakeCalendars(cls.remote_address),
        )

    @classmethod
    def _user(cls, login, **values):
        groups = values.pop("groups", "base.group_user")
        mail = f"{login}@example.com"
        return new_test_user(cls.env, login, groups=groups, email=mail, **values)

    def connected(self, user=None, **values):
        """Return an account as it is after a consent."""
        return self.accounts.create(
            {
                "user_id": (user or self.anna).id,
                "provider": "fake",
                "email": "anna@provider.example",
                "state": "active",
                "access_token": "access-0",
                "refresh_token": "refresh-0",
                "token_expiry": datetime.now() + timedelta(hours=1),
                "database_uuid": self.parameters.get_param("database.uuid"),
                **values,
            }
        )


class OAuthCase(OAuthMixin, TransactionCase):
    """For what needs no browser."""

    def setUp(self):
        """Let every test begin with an authorizer that remembers nothing."""
        super().setUp()
        type(self).authorizer = FakeAuthorizer()


class OAuthHttpCase(OAuthMixin, HttpCase):
    """For the way there and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry.clear_cache("routing")

    def setUp(self):
        """Let Anna be logged in."""
        super().setUp()
        type(self).authorizer = FakeAuthorizer()
        type(self).remote_address = "anna@provider.example"
        self.authenticate("sync_anna", "sync_anna")

    def call(self, method, *args, user=None):
        """Call a method of the user over RPC and return the whole answer."""
        params = {
            "model": "res.users",
            "method": method,
            "args": [[(user or self.anna).id], *args],
            "kwargs": {},
        }
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        return self.url_open("/web/dataset/call_kw", data=body, headers=headers).json()

    def depart(self, return_path="/odoo/calendar"):
        """Start a consent and return what the provider was asked for."""
        answer = self.call("calendar_sync_connect", "fake", return_path)
        query = parse_qs(urlsplit(answer["result"]["url"]).query, keep_blank_values=True)
        return {key: values[0] for key, values in query.items()}

    def come_back(self, **query):
        """Come back from the provider; the answer is not followed."""
        return self.url_open(f"{CALLBACK}?{urlencode(query)}", allow_redirects=False)

    def account(self):
        """Return Anna's account as it is now."""
        self.env.invalidate_all()
        return self.accounts.search([("user_id", "=", self.anna.id)])
