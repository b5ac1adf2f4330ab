"""No secret leaves the server: a whole life of two accounts, and all that came out of it.

(promise 32)

Two processes on one database log everything they can, SQL included; every row of the database is
read as text. The providers post what changes, with the token of their channels, to one of the two.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.days import when

from .world import OdooError, Person, World

KEY = "a key that only the environment knows"
TIMEOUT = 60
MODELS = (
    "calendar.sync.account",
    "calendar.sync.calendar",
    "calendar.sync.link",
    "calendar.sync.notice",
    "calendar.sync.run",
    "calendar.sync.consent",
    "calendar.sync.log",
    "res.config.settings",
    "res.users",
    "ir.config_parameter",
    "ir.logging",
    "mail.message",
    "mail.mail",
)
TELLING = re.compile("token|secret|verifier|nonce|value|message|detail|body|url")
Secrets = dict[str, str]


@pytest.fixture(scope="module")
def provider() -> str:
    """Both providers at once; this one's people are the world's owner and colleague."""
    return "google"


@pytest.fixture(scope="module", params=[KEY, ""], ids=["sealed", "plain"])
def key(request) -> str:
    """The key for secrets at rest, and none."""
    return request.param


@pytest.fixture(scope="module")
def processes(odoo_factory, key) -> list:
    """Two processes that log all there is to log; the providers post to the second."""
    told = odoo_factory(env={"CALENDAR_SYNC_SECRET_KEY": key} if key else {}, log_handler=":DEBUG")
    told.env["CALENDAR_SYNC_NOTIFY_URL"] = told.url
    told.restart()
    return [odoo_factory(told.database, told.env, log_handler=":DEBUG"), told]


@pytest.fixture(scope="module")
def odoo(processes):
    """The process that people work with."""
    return processes[0]


@pytest.fixture(scope="module")
def lived(odoo, processes, google, microsoft) -> tuple[World, Secrets, list[str]]:
    """A world whose accounts have seen everything, its secrets, and what its people were told."""
    world = World(odoo, "google")
    secrets: Secrets = {"client secret": "demo-client-secret"}
    told: list[str] = []
    for simulator, login in ((google, "anna"), (microsoft, "dora")):
        _note_verifiers(simulator.oauth, secrets)
        _live(world, world.person(login), secrets, told)
        told += _notified(world, world.person(login), processes, secrets)
        for kind, issued in (
            ("access", simulator.oauth.access),
            ("refresh", simulator.oauth.refresh),
        ):
            secrets |= {f"{kind} token {one[:9]}": one for one in issued}
    return world, secrets, told


def _note_verifiers(oauth, secrets: Secrets) -> None:
    answer = oauth.token

    def token(*given):
        form = next(one for one in given if hasattr(one, "get") and "grant_type" in one)
        if form.get("code_verifier"):
            secrets[f"verifier {len(secrets)}"] = form["code_verifier"]
        return answer(*given)

    oauth.token = token


def _live(world: World, person: Person, secrets: Secrets, told: list[str]) -> None:
    """Connect through failures, synchronise through failures, reset, disconnect, connect again."""
    service = person.there.service
    for secret in ("another secret", "demo-client-secret"):
        world.admin.call("ir.config_parameter", "set_param", service.secret_key, secret)
    echo = {"error": "invalid_grant", "error_description": "demo-client-secret is not yours"}
    service.control.fault(path=service.token_path, status=400, body=echo)
    told.append(_come_back(person, secrets))
    told.append(_come_back(person, secrets))
    person.call("res.users", "calendar_sync_start", [person.uid], service.code, "all")
    person.create(f"Meeting of {person.login}", when("03-01", 9), when("03-01", 10))
    world.sync(2)
    for status in (401, 400, 500):
        _fail(world, person, status)
    service.control.clear_faults()
    world.sync()
    told.append(person.call("res.users", "calendar_sync_disconnect", [person.uid], service.code))
    told.append(_come_back(person, secrets))


def _notified(world: World, person: Person, processes: list, secrets: Secrets) -> list[str]:
    """Have changes told to both processes by whoever knows a channel's token, and by a stranger.

    The process that was posted to does the work this time.
    """
    service = person.there.service
    person.call("res.users", "calendar_sync_start", [person.uid], service.code, "all")
    world.sync(2)
    token = _channel_token(service.control.channels()["channels"], processes[1].url)
    secrets[f"channel token {len(secrets)}"] = token
    person.there.add(f"Told of to {person.login}", when("03-03", 9), when("03-03", 10))
    service.control.flush()
    answers = [_post(one.url, service.code, token[:-1]) for one in processes]
    answers += [_post(one.url, service.code, token) for one in processes]
    world.admin.url = processes[1].url
    world.sync()
    assert person.events(f"Told of to {person.login}")
    return answers


def _channel_token(channels: list[dict], url: str) -> str:
    """Return the token of the only channel that posts to a process."""
    (mine,) = [one for one in channels if url in (one.get("address") or one["url"])]
    return str(mine.get("token") or mine["client_state"])


def _post(url: str, code: str, token: str) -> str:
    """Post a notification as the provider does; return all that the answer says."""
    headers = {"X-Goog-Channel-Token": token, "X-Goog-Resource-State": "exists"}
    told = {"clientState": token, "changeType": "updated", "subscriptionId": "one"}
    address = f"{url}/calendar_sync/{code}/notify"
    answer = requests.post(address, headers=headers, json={"value": [told]}, timeout=TIMEOUT)
    return f"{answer.status_code} {dict(answer.headers)} {answer.text}"


def _come_back(person: Person, secrets: Secrets) -> str:
    """Consent, come back, and note what the browser carried."""
    service = person.there.service
    url = f"{person.consent_url(service.code)}&{urlencode({'sim_consent': person.email})}"
    back = person.visit(url, allow_redirects=False).headers["Location"]
    for name in ("code", "state"):
        secrets[f"{name} {len(secrets)}"] = parse_qs(urlsplit(back).query)[name][0]
    return str(person.visit(back).text)


def _fail(world: World, person: Person, status: int) -> None:
    """Have requests about events fail, with the token in what the refusal says."""
    service = person.there.service
    said = f"refused: {_last_token(person)}"
    body = {"error": {"code": status, "message": said}}
    service.control.fault(path="/events|calendarView", status=status, body=body, times=3)
    person.create(f"Failing with {status}", when("03-02", 9), when("03-02", 10))
    world.sync()


def _last_token(person: Person) -> str:
    """Return the access token a provider issued last."""
    return list(_OAUTH[person.there.service.code].access)[-1]


_OAUTH: dict = {}


@pytest.fixture(scope="module", autouse=True)
def _known(google, microsoft) -> None:
    _OAUTH.update(google=google.oauth, microsoft=microsoft.oauth)


def found_in(text: str, secrets: Secrets) -> list[str]:
    """Return which secrets stand in a text, also with their special characters quoted."""
    quoted = {name: re.escape(urlencode({"": one})[1:]) for name, one in secrets.items()}
    return [name for name, one in secrets.items() if one in text or re.search(quoted[name], text)]


def test_there_is_something_to_hide(lived) -> None:
    """All kinds of secrets were in use."""
    _world, secrets, _told = lived
    kinds = {name.rsplit(" ", 1)[0] for name in secrets}
    tokens = {"access token", "refresh token", "channel token"}
    assert {"client", "code", "state", "verifier", *tokens} <= kinds


def test_log(lived, processes, key) -> None:
    """The logs of both processes tell none of them, at the level of DEBUG."""
    _world, secrets, _told = lived
    logs = [one.log.read_text(errors="replace") for one in processes]
    for log in logs:
        assert " DEBUG " in log
        assert "/calendar_sync/google/notify" in log
    log = "\n".join(logs)
    assert "/google_account/authentication" in log
    leaks = {name: one[:300] for one in _entries(log, key) for name in found_in(one, secrets)}
    assert leaks == {}


def _entries(log: str, key: str) -> list[str]:
    """Return the entries of a log, those left aside in which Odoo itself writes what it is given.

    At this level it logs the arguments of every call, passwords and all, and every statement with
    its values: without a key these are the values of the columns that are meant for secrets.
    """
    theirs = (" odoo.service.model: ", *(() if key else (" odoo.sql_db: ",)))
    entries = re.split(r"\n(?=\d{4}-\d\d-\d\d )", log)
    return [one for one in entries if not any(name in one[:200] for name in theirs)]


def test_people_are_told_nothing(lived) -> None:
    """Neither a page nor the answer to a button shows one."""
    _world, secrets, told = lived
    assert found_in(json.dumps(told), secrets) == []


@pytest.mark.parametrize("login", ["anna", "dora", "admin"])
def test_rpc(lived, odoo, login: str) -> None:
    """No model tells one to anybody, in whichever way it is asked."""
    _world, secrets, _told = lived
    person = Person(odoo, login)
    for model in MODELS:
        assert found_in(json.dumps(_everything(person, model)), secrets) == []


def _everything(person: Person, model: str) -> list:
    """Return all that a model tells, refusals included."""
    fields = _asked(person, model, "fields_get")
    names = list(fields) if isinstance(fields, dict) else ["id"]
    ids = _asked(person, model, "search", [])
    ids = ids if isinstance(ids, list) else []
    found = [fields, _asked(person, model, "default_get", names)]
    found += [_asked(person, model, "name_search", ""), _asked(person, model, "read", ids)]
    return found + [one for name in _telling(names) for one in _told(person, model, ids, name)]


def _telling(names: list[str]) -> list[str]:
    """Return the fields that could hold a secret, by their names or by what texts are called."""
    return [one for one in names if TELLING.search(one)]


def _told(person: Person, model: str, ids: list[int], name: str) -> list:
    return [
        _asked(person, model, "read", ids, [name]),
        _asked(person, model, "web_search_read", [], {name: {}}),
        _asked(person, model, "export_data", ids, [name]),
        _asked(person, model, "formatted_read_group", [], [name]),
    ]


def _asked(person: Person, model: str, method: str, *args):
    try:
        return person.call(model, method, *args)
    except OdooError as refusal:
        return str(refusal)


def test_database(lived, odoo, workbench, key) -> None:
    """At rest nothing is in the clear if there is a key, and without one only where it belongs."""
    _world, secrets, _told = lived
    leaks = set()
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    for (table,) in workbench.postgres.execute(tables, odoo.database):
        every = f'SELECT t::text FROM "{table}" t'  # noqa: S608 - the database's own names
        rows = workbench.postgres.execute(every, odoo.database)
        text = "\n".join(row[0] for row in rows)
        leaks |= {(table, name.rsplit(" ", 1)[0]) for name in found_in(text, secrets)}
    meant = {
        ("calendar_sync_account", "access token"),
        ("calendar_sync_account", "refresh token"),
        ("calendar_sync_calendar", "channel token"),
        ("ir_config_parameter", "client"),
    }
    assert leaks == (set() if key else meant)
