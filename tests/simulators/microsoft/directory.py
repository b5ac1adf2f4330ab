"""Tenants: which exist, who belongs to which, and which applications they let in.

https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints
https://learn.microsoft.com/entra/identity-platform/supported-accounts-validation
"""

from __future__ import annotations

import hashlib

from . import ids
from .aadsts import Refusal
from .model import Account
from .tokens import Client
from .world import World

PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
MANY = ("common", "organizations", "consumers")


def id_of(domain: str) -> str:
    """The tenant id of an organization."""
    return ids.guid(hashlib.sha256(f"tenant {domain.lower()}".encode()).digest())


def tenant_of(account: Account) -> str:
    """The tenant id of a person; all personal accounts share one."""
    return PERSONAL if account.personal else id_of(account.email.partition("@")[2])


class Directory:
    """Looks at the people of one world."""

    def __init__(self, world: World) -> None:
        """The organizations are those that the accounts belong to."""
        self.world = world

    def find(self, name: str) -> str:
        """The id of a tenant that is known by id or domain; 90002 otherwise."""
        wanted = name.lower()
        if wanted in (*MANY, PERSONAL):
            return wanted
        for account in self.world.accounts.values():
            domain = account.email.partition("@")[2]
            if not account.personal and wanted in (domain, id_of(domain)):
                return id_of(domain)
        raise Refusal(90002, tenant=name)

    def check_client(self, client: Client, tenant: str) -> None:
        """Whether an application may be used by way of a tenant's address."""
        values = {"app": client.id, "name": client.name, "tenant": tenant}
        if client.audience == "AzureADMyOrg" and tenant != id_of(client.tenant):
            raise Refusal(50194 if tenant in MANY else 700016, **values)
        personal = tenant in ("consumers", PERSONAL)
        if personal and client.audience == "AzureADMultipleOrgs":
            raise Refusal(700016, **values)

    def check_person(self, client: Client, tenant: str, account: Account) -> None:
        """Whether a person may sign in there: 50020 for guests of another tenant."""
        home = tenant_of(account)
        organizations = client.audience != "AzureADandPersonalMicrosoftAccount"
        barred = organizations or tenant == "organizations"
        if account.personal and (barred or tenant not in ("common", "consumers", PERSONAL)):
            raise self._stranger(client, tenant, account)
        if not account.personal and tenant not in ("common", "organizations", home):
            raise self._stranger(client, tenant, account)

    def _stranger(self, client: Client, tenant: str, account: Account) -> Refusal:
        home = f"https://sts.windows.net/{tenant_of(account)}/"
        source = "live.com" if account.personal else home
        values = {"app": client.id, "name": client.name, "tenant": tenant}
        return Refusal(50020, user=account.email, source=source, **values)
