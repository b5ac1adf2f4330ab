"""The embedded database server."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.environment.postgres import Address, Postgres
from tests.environment.trouble import Trouble

embedded = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="a server is given")


def test_databases_are_made_copied_and_dropped(postgres: Postgres):
    """A copy of a database has its content and is independent of it."""
    postgres.create("one")
    postgres.execute("CREATE TABLE t AS SELECT 42 AS n", "one")
    postgres.create("two", "one")
    postgres.drop("one")
    postgres.drop("one")
    assert postgres.execute("SELECT n FROM t", "two") == [(42,)]
    assert "one" not in postgres.databases()
    postgres.drop("two")


@embedded
def test_the_role_is_not_postgres(postgres: Postgres):
    """Odoo refuses to work as the role postgres."""
    assert postgres.execute("SELECT current_user") == [("odoo",)]


@embedded
def test_the_server_is_not_root_and_has_no_port(postgres: Postgres):
    """The server runs without privileges and is reached by nobody else."""
    ((folder,),) = postgres.execute("SHOW data_directory")
    assert Path(folder).stat().st_uid != 0
    assert postgres.execute("SHOW listen_addresses") == [("",)]


@embedded
def test_kept_files_keep_the_databases():
    """The demo finds its database again; the files of a test run are gone."""
    first = Postgres().start()
    ((folder,),) = first.execute("SHOW data_directory")
    first.create("kept")
    copy = Path(folder).with_name(f"kept-{os.getpid()}-test")
    first.stop()
    assert not Path(folder).exists()
    for _time in range(2):
        with Postgres(copy) as server:
            if "mine" not in server.databases():
                server.create("mine")
            assert server.databases() == ["mine"]
    shutil.rmtree(copy)


def test_database_url_is_read_whole():
    """A server of one's own is reached with its role, password and port."""
    address = Address.of_url("postgresql://od%40oo:p%2Fw@db.example:5433")
    assert address == Address("db.example", 5433, "od@oo", "p/w")
    assert address.odoo_options()["db_password"] == "p/w"


@pytest.mark.parametrize("url", ["mysql://x@y", "postgresql:///x", "nonsense"])
def test_a_wrong_database_url_is_said(url):
    """A person reads which form DATABASE_URL has to have."""
    with pytest.raises(Trouble, match=r"not of the form postgresql://"):
        Address.of_url(url)


def test_a_silent_database_server_is_said(monkeypatch):
    """A server that does not answer is one line, not a traceback."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://odoo@127.0.0.1:1")
    with pytest.raises(Trouble, match="DATABASE_URL does not answer"):
        Postgres().start()
