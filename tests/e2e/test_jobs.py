"""The job queue of the Odoo Community Association: it installs our glue, and its runner works."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from odoo.addons.calendar_sync_base.engine.rest.transport import ATTEMPTS

from tests.days import when
from tests.environment import jobs
from tests.environment import odoo as installing
from tests.environment.odoo import OdooServer
from tests.environment.simulators import environment

from .test_live import wait
from .world import World

SECONDS = 2
"""What the provider asks for."""

CHANNELS = {"ODOO_QUEUE_JOB_CHANNELS": "root:2,root.calendar_sync:2"}


@pytest.fixture(scope="module")
def provider() -> str:
    """One is enough: what differs between providers is below all this."""
    return "google"


@pytest.fixture(scope="module")
def odoo(workbench, odoo_template, providers):
    """An Odoo that runs jobs and scheduled actions, after somebody installed the job queue."""
    files, database = jobs.in_reach(workbench.files), "with_jobs"
    workbench.clone(odoo_template, database)
    installing.install(files, database, ["queue_job"], files.folder / "queue_job.log")
    env = {**environment(providers), **CHANNELS}
    server = OdooServer(files, database, env=env, options={"max_cron_threads": "1", **jobs.RUNNER})
    server.providers = providers
    try:
        yield server.start()
    finally:
        server.kill()
        workbench.postgres.drop(database)


@pytest.fixture(scope="module")
def world(odoo, provider) -> World:
    """Two colleagues whose first look at their calendars was a job's."""
    found = World(odoo, provider)
    found.owner.connect()
    found.colleague.connect()
    wait(lambda: all(one.status()["last_sync"] for one in (found.owner, found.colleague)))
    return found


def jobs_of(world: World) -> list[dict]:
    """Return all jobs by age."""
    fields = ["state", "channel", "eta", "identity_key"]
    return world.admin.call("queue.job", "search_read", [], fields, order="id")


def at_rest(world: World) -> bool:
    """Tell whether every job is done."""
    return {one["state"] for one in jobs_of(world)} == {"done"}


def test_the_glue_installs_itself(world: World) -> None:
    """Whoever has both addons has the third: nobody needs to know of it."""
    mine = [("name", "=", "calendar_sync_queue_job"), ("state", "=", "installed")]
    assert world.admin.call("ir.module.module", "search_count", mine) == 1


def test_each_account_has_a_job(world: World) -> None:
    """Two people's changes are sent by two jobs on their channel, once each."""
    wait(lambda: at_rest(world))
    before = len(jobs_of(world))
    people = (world.owner, world.colleague)
    for one in people:
        one.create("By a job", when("06-01", 9), when("06-01", 10))
    wait(lambda: all(one.there.events("By a job") for one in people))
    wait(lambda: at_rest(world))
    made = jobs_of(world)[before:]
    assert {one["channel"] for one in made} == {"root.calendar_sync"}
    assert len({one["identity_key"] for one in made}) == len(people)
    assert len(world.service.writes()) == len(people)


def test_a_job_waits_as_long_as_it_is_told(world: World) -> None:
    """Where the provider names a time, the account's job runs again then, not before."""
    wait(lambda: at_rest(world))
    before = len(jobs_of(world))
    email = world.owner.there.email
    refusal = {"status": 429, "reason": "rateLimitExceeded", "retry_after": SECONDS}
    fault = world.service.control.fault(**refusal, account=email, times=ATTEMPTS)
    world.owner.create("Patiently", when("06-02", 9), when("06-02", 10))
    wait(lambda: world.owner.there.events("Patiently"))
    wait(lambda: at_rest(world))
    (hits,) = [one["hits"] for one in world.service.control.faults() if one["id"] == fault]
    assert hits == ATTEMPTS
    asked = [moment(one) for one in world.service.requests() if one["account"] == email]
    assert asked[ATTEMPTS] - asked[ATTEMPTS - 1] >= timedelta(seconds=SECONDS)
    (job,) = jobs_of(world)[before:]
    assert job["eta"], "it was not put off"


def moment(request: dict) -> datetime:
    """Return when a request was made."""
    return datetime.fromisoformat(request["time"])
