"""Everything that can be asked of Odoo over HTTP, as the right and as each wrong person.

Anna's account is connected. Ben is a colleague, Mona a manager, Mila a manager of another company,
Petra a portal user, and the public has no session at all.
"""

from __future__ import annotations

import ast
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.request import build_opener

import pytest
import requests

from tests.days import when
from tests.environment.client import Client, OdooError
from tests.environment.paths import ROOT

from .world import World

LISTS = ROOT / "calendar_sync_base" / "tests" / "test_public_methods.py"
MANAGER = "calendar_sync_base.group_calendar_sync_manager"
REFUSED = {"odoo.exceptions.AccessError", "odoo.http.SessionExpiredException"}
STRANGERS = ("user", "elsewhere", "portal", "public")
OWN = ("account", "calendar", "link", "run")

RIGHTS = {
    "account": {"user": "rw", "manager": "rw", "admin": "rw"},
    "calendar": {"user": "rw", "manager": "rw", "admin": "rw"},
    "link": {"user": "r", "manager": "r", "admin": "r"},
    "run": {"user": "r", "manager": "r", "admin": "r"},
    "reset": {"user": "crwd", "manager": "crwd", "admin": "crwd"},
    "start": {"user": "crwd", "manager": "crwd", "admin": "crwd"},
    "group.connect": {"manager": "crwd", "admin": "crwd"},
    "google.import": {"admin": "crw"},
    "setup.check": {"admin": "cr"},
    "takeover": {"admin": "r"},
    "takeover.wizard": {"admin": "crw"},
    "budget": {},
    "consent": {},
    "intent": {},
    "notice": {},
    "removal": {},
    "removal.line": {},
    "mixin": {},
    "secrets": {},
}
"""What each kind of person may do with each model of ours, portal users and the public nothing."""

SECRETS = {
    "calendar.sync.account": ("access_token", "refresh_token", "token_expiry"),
    "calendar.sync.calendar": ("cursor", "channel_id", "channel_resource", "channel_token"),
    "calendar.sync.link": ("base",),
}
SECRET_KEYS = ("google_calendar_client_secret", "microsoft_calendar_client_secret")


class Nobody:
    """Somebody without a session, who calls all the same."""

    post = Client.post
    call = Client.call

    def __init__(self, url: str) -> None:
        """Begin with no cookies."""
        self.url, self._opener = url, build_opener()


@pytest.fixture(scope="module")
def provider() -> str:
    """Google: who may do what is the same for every provider."""
    return "google"


@pytest.fixture(scope="module")
def people(world: World, odoo) -> dict[str, Any]:
    """Everybody who tries, by what they are; Anna has a meeting and two passes behind her."""
    world.owner.create("Anna's", when("03-01", 9), when("03-01", 10), privacy="private")
    world.sync()
    admin = odoo.rpc("admin")
    company = admin.call("res.company", "create", [{"name": "Elsewhere"}])[0]
    elsewhere = {"company_id": company, "company_ids": [(6, 0, [company])]}
    for login, groups, more in (
        ("mona", ("base.group_user", MANAGER), {}),
        ("mila", ("base.group_user", MANAGER), elsewhere),
        ("petra", ("base.group_portal",), {}),
    ):
        ids = [admin.call("ir.model.data", "check_object_reference", *g.split(".")) for g in groups]
        values = {"name": login.title(), "login": login, "email": f"{login}@example.com", **more}
        values |= {"password": login, "group_ids": [(6, 0, [one[1] for one in ids])]}
        admin.call("res.users", "create", [values])
    logins = {"owner": "anna", "user": "ben", "manager": "mona", "portal": "petra"}
    found = {kind: odoo.rpc(login) for kind, login in logins.items()}
    return found | {"elsewhere": odoo.rpc("mila"), "admin": admin, "public": Nobody(odoo.url)}


@pytest.fixture(scope="module")
def lists() -> dict[str, Any]:
    """The public methods of our models, from the test that keeps them complete."""
    found = {}
    for node in ast.parse(LISTS.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with suppress(ValueError):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def refuses(who: Any, model: str, method: str, *arguments: Any) -> bool:
    """Tell whether Odoo says no because of who asks; any other answer is no refusal."""
    try:
        who.call(model, method, *arguments)
    except OdooError as error:
        return error.name in REFUSED
    return False


def rights(who: Any, model: str) -> str:
    """Return what somebody may do: the first two are tried, for the others Odoo is asked."""
    found = "" if refuses(who, model, "create", [{}]) else "c"
    if refuses(who, model, "search_read", [], ["id"]):
        return found
    asked = {"w": "write", "d": "unlink"}
    return f"{found}r" + "".join(
        k for k, v in asked.items() if who.call(model, "has_access", [], v)
    )


def ids(people: dict[str, Any], name: str) -> list[int]:
    """Return the ids of what Anna has of a model."""
    return people["owner"].call(f"calendar.sync.{name}", "search", [("user_id.login", "=", "anna")])


def state(people: dict[str, Any]) -> Any:
    """Return what a stranger could have done to Anna's account."""
    return people["owner"].call("calendar.sync.account", "search_read", [], ["state", "email"])


def test_no_model_is_forgotten(people) -> None:
    """The table of rights names every model of ours there is."""
    domain = [("model", "=like", "calendar.sync.%")]
    found = people["admin"].call("ir.model", "search_read", domain, ["model"])
    assert {one["model"] for one in found} == {f"calendar.sync.{name}" for name in RIGHTS}


@pytest.mark.parametrize("kind", ["user", "manager", "admin", "portal", "public"])
def test_rights(people, kind: str) -> None:
    """Each kind of person creates, reads, writes and deletes what the table says, no more."""
    found = {name: rights(people[kind], f"calendar.sync.{name}") for name in RIGHTS}
    assert found == {name: may.get(kind, "") for name, may in RIGHTS.items()}


@pytest.mark.parametrize("name", OWN)
def test_records(people, name: str) -> None:
    """Anna's records are found by her and her company's managers, and by nobody else."""
    model, wanted = f"calendar.sync.{name}", ids(people, name)
    assert wanted
    for kind in ("owner", "manager", "admin"):
        shown = people[kind].call(model, "read", wanted, ["id"])
        assert {one["id"] for one in shown} == set(wanted)
    for kind in STRANGERS:
        ask = partial(refuses, people[kind], model)
        assert ask("read", wanted, ["display_name"]), kind
        assert ask("write", wanted, {"name": "x"}), kind
        assert ask("unlink", wanted), kind
    for kind in ("user", "elsewhere"):
        assert people[kind].call(model, "search", [("id", "in", wanted)]) == [], kind


def test_methods_of_users(people, lists) -> None:
    """What a person asks for themselves is answered to nobody who asks for another."""
    anna, petra = people["owner"], people["portal"]
    for method, arguments in lists["FOR_ONESELF"].items():
        own = ["google" if one == "fake" else one for one in arguments]
        for kind in ("manager", *STRANGERS):
            assert refuses(people[kind], "res.users", method, [anna.uid], *own), (method, kind)
        assert refuses(petra, "res.users", method, [petra.uid], *own), method


@pytest.mark.parametrize(("name", "wanted"), [("account", "OF_ACCOUNTS"), ("link", "OF_LINKS")])
def test_buttons(people, lists, name: str, wanted: str) -> None:
    """No button of Anna's does anything for a person who does not see what it belongs to."""
    listing = {"action_open_links", "action_open_questions"}
    before = state(people)
    for method in lists[wanted] - listing:
        arguments = [ids(people, name)[:1], *lists["ARGUMENTS"].get(method, ())]
        for kind in STRANGERS:
            assert refuses(people[kind], f"calendar.sync.{name}", method, *arguments), method
    assert state(people) == before


def test_health(people) -> None:
    """The figures of everybody are for managers, of their own companies."""
    asked = ("calendar.sync.account", "health_overview")
    for kind, connected in (("manager", 2), ("admin", 2), ("elsewhere", 0)):
        assert people[kind].call(*asked)["connected"] == connected
    for kind in ("user", "portal", "public"):
        assert refuses(people[kind], *asked), kind


@pytest.mark.parametrize(("name", "button"), [("reset", "confirm"), ("start", "start")])
def test_wizards_of_others(people, name: str, button: str) -> None:
    """A wizard made for one person's account neither tells nor does anything for another."""
    model, owner = f"calendar.sync.{name}", people["owner"]
    made = owner.call(model, "create", [{"account_id": ids(people, "account")[0]}])
    for kind in STRANGERS:
        assert refuses(people[kind], model, f"action_{button}", made), kind
        assert refuses(people[kind], model, "read", made), kind


@pytest.mark.parametrize("kind", ["owner", "manager", "admin"])
def test_secrets(people, kind: str) -> None:
    """No token leaves Odoo over HTTP, whoever asks and however, administrators included."""
    for model, names in SECRETS.items():
        ask = partial(refuses, people[kind], model)
        for name in names:
            assert ask("search_read", [], [name]), name
            assert ask("search_read", [(name, "!=", False)], ["id"]), name
            assert ask("formatted_read_group", [], [name]), name
            assert ask("web_search_read", [], {name: {}}), name


def test_export(people) -> None:
    """An administrator, who may export everything, exports no token."""
    for model, names in SECRETS.items():
        wanted = ids(people, model.rpartition(".")[2])
        for name in names:
            assert refuses(people["admin"], model, "export_data", wanted, [name]), name


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_client_secrets(people, key: str) -> None:
    """The client secrets are told as system parameters to nobody."""
    model, admin = "ir.config_parameter", people["admin"]
    assert admin.call(model, "search_read", [("key", "=", key)], ["value"]) == []
    assert admin.call(model, "get_param", key) is False
    for kind in ("owner", "manager", "portal", "public"):
        assert refuses(people[kind], model, "get_param", key), kind


@pytest.mark.parametrize("service", ["google", "microsoft"])
def test_routes(people, odoo, service: str) -> None:
    """The routes open to all take a made-up message and a made-up way back for what they are."""
    notify = f"{odoo.url}/calendar_sync/{service}/notify"
    back = f"{odoo.url}/{service}_account/authentication?state=made.up&code=x"
    before = state(people)
    for kind in ("owner", "user", "portal", "public"):
        session = requests.Session()
        for cookie in getattr(people[kind], "cookies", ()):
            session.cookies.set(cookie.name, cookie.value)
        assert session.get(notify, timeout=30).status_code == 405
        forged = session.post(notify, json={"value": [{"clientState": "x"}]}, timeout=30)
        assert forged.status_code < 500
        answer = session.get(back, timeout=30)
        assert answer.status_code == 400
        assert "Traceback" not in answer.text
    assert state(people) == before
