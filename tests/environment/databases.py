"""Databases to begin with: a bare Odoo, kept between runs; and the people of ours."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

from . import markers, odoo, setup
from .console import step
from .odoo import OdooFiles
from .paths import LOCKS, ROOT, addons, cache
from .postgres import Postgres, kept_folder
from .simulators import SIMULATORS

BARE = "bare"
PEOPLE = (
    ("anna@example.com", "Anna Demo"),
    ("ben@example.com", "Ben Demo"),
    ("dora@example.net", "Dora Demo"),
    ("emil@example.net", "Emil Demo"),
)
CLIENTS = {key: value for one in SIMULATORS for key, value in one.parameters.items()}
PREPARE = """
people = {people!r}
group = env.ref("base.group_user")
Users = env["res.users"].with_context(no_reset_password=True)
for email, name in people:
    login = email.partition("@")[0]
    user = Users.search([("login", "=", login)]) or Users.create(
        {{"login": login, "name": name, "email": email, "tz": "Europe/Paris"}}
    )
    user.write({{"password": login, "group_ids": [(4, group.id)]}})
admin = env.ref("base.user_admin")
admin.write({{"password": "admin", "email": "admin@example.com", "tz": "Europe/Paris"}})
for key, value in {parameters!r}.items():
    env["ir.config_parameter"].sudo().set_param(key, value)
env.cr.commit()
"""
ASSETS = 'env["ir.qweb"]._pregenerate_assets_bundles(); env.cr.commit()'


def needed_modules() -> list[str]:
    """Return the modules of Odoo that our addons depend on."""
    ours = addons()
    manifests = [ast.literal_eval((ROOT / name / "__manifest__.py").read_text()) for name in ours]
    found = {module for manifest in manifests for module in manifest.get("depends", ())}
    return sorted(found - set(ours) | {"calendar"})


def prepare(files: OdooFiles, database: str, base_url: str = "") -> None:
    """Make the people and the client credentials; with ``base_url`` fix Odoo's own address."""
    parameters = dict(CLIENTS)
    if base_url:
        parameters |= {"web.base.url": base_url, "web.base.url.freeze": "True"}
    odoo.shell(files, database, PREPARE.format(people=PEOPLE, parameters=parameters))


def build_assets(files: OdooFiles, database: str) -> None:
    """Build the web client's scripts and styles, so that its first page comes at once."""
    odoo.shell(files, database, ASSETS)


class Seed:
    """A bare Odoo, kept as the files of a server: made in a minute, copied in a second."""

    def __init__(self) -> None:
        """Find the place for this Odoo, these packages and these modules."""
        modules = ["base", *needed_modules()]
        places = [Path(place, name) for place in setup.ensure().odoo_addons for name in modules]
        trees = [markers.tree_digest(place) for place in places if place.is_dir()]
        lock = markers.file_digest(LOCKS / "runtime.txt")
        self.digest = markers.text_digest(lock, *modules, *map(str, places), *trees)
        self.folder = kept_folder("seed")
        self.filestore = cache() / "seed-files"
        self._marker = cache() / "seed.json"

    def ensure(self) -> None:
        """Make it unless it is there; raises Trouble."""
        with setup.alone("seed"):
            if not self._ready():
                with step("Installing a bare Odoo to begin with (once)"):
                    self._build()

    def _ready(self) -> bool:
        return markers.read(self._marker).get("digest") == self.digest and self.folder.is_dir()

    def _build(self) -> None:
        self._marker.unlink(missing_ok=True)
        for folder in (self.folder, self.filestore):
            shutil.rmtree(folder, ignore_errors=True)
        draft = cache() / "seed-draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        with Postgres(self.folder) as postgres:
            install_bare(OdooFiles(postgres.address, draft))
        (draft / "data" / "filestore").rename(self.filestore)
        shutil.rmtree(draft)
        markers.write(self._marker, {"digest": self.digest})

    def plant(self, files: OdooFiles) -> None:
        """Give a copy of the server the files of the bare database."""
        if self.filestore.is_dir():
            shutil.copytree(self.filestore, files.data / "filestore", dirs_exist_ok=True)


def install_bare(files: OdooFiles) -> None:
    """Install Odoo's calendar and what else we depend on into a new database; raises Trouble."""
    odoo.install(files, BARE, needed_modules(), files.folder / "bare.log")


def clone(postgres: Postgres, files: OdooFiles, source: str, target: str) -> str:
    """Copy a database nobody is connected to, with its files; return the new name."""
    postgres.drop(target)
    postgres.create(target, source)
    files.copy_filestore(source, target)
    return target
