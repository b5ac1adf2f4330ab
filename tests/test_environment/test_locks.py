"""What is fetched is pinned and verified."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.environment import apt, pinned
from tests.environment.apt import Deb
from tests.environment.paths import LOCKS, ROOT
from tests.environment.pinned import Pin
from tests.environment.trouble import Trouble

REQUIREMENT = re.compile(r"^[A-Za-z0-9_.-]+==\S+ \\$")


@pytest.mark.parametrize("name", ["runtime", "test", "fuzz", "queue_job"])
def test_every_python_package_has_a_version_and_checksums(name):
    """No Python package can be installed in another version or from another file."""
    blocks = re.split(r"\n(?=\S)", (LOCKS / f"{name}.txt").read_text().strip())
    for block in blocks:
        first, *rest = block.splitlines()
        assert REQUIREMENT.match(first)
        assert rest
        assert all(re.match(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", line) for line in rest)


@pytest.mark.parametrize(("lock", "main"), [("debs", "odoo-19"), ("rtlcss", "node-rtlcss")])
def test_every_debian_package_has_a_version_a_suite_and_a_checksum(lock, main):
    """No Debian package is taken without knowing exactly which file it has to be."""
    pins = pinned.pins(LOCKS / f"{lock}.lock")
    assert main in {pin.name for pin in pins}
    assert all(re.fullmatch(r"[0-9a-f]{64}", pin.sha256) for pin in pins)
    assert {pin.suite for pin in pins} <= {"sid", "bookworm"}


def test_no_lock_names_a_host():
    """Where packages come from is the machine's business and stands in no file."""
    for path in [*LOCKS.iterdir(), ROOT / "Makefile", ROOT / ".ci" / "run"]:
        assert not re.search(r"https?://|\.org|\.com", path.read_text()), path


def test_a_damaged_download_is_removed_and_said_in_one_line(tmp_path: Path):
    """A file that is not the promised one is never unpacked and not kept."""
    path = tmp_path / "odoo.deb"
    path.write_bytes(b"not Odoo")
    with pytest.raises(Trouble, match=r"^odoo\.deb arrived damaged .*again\.$"):
        apt.verify(path, "0" * 64)
    assert not path.exists()


class Index:
    """An index that knows some specifications only."""

    def __init__(self, **known: Deb):
        self.known = known

    def describe(self, spec):
        if spec not in self.known:
            raise Trouble("not found")
        return [self.known[spec]]


PIN = Pin("odoo-19", "19.0", "sid", "a" * 64)


def test_the_pinned_version_is_taken_while_it_is_there():
    """The lock decides the version."""
    index = Index(**{"odoo-19=19.0": Deb("odoo-19_19.0_all.deb", 1, "a" * 64)})
    assert pinned.describe(index, PIN)[0] == "odoo-19=19.0"


def test_a_newer_version_replaces_one_that_is_gone_and_says_so(capsys):
    """Debian sid forgets versions: the set-up goes on with the newer one and says it."""
    newer = Deb("odoo-19_19.1_all.deb", 1, "b" * 64)
    assert pinned.describe(Index(**{"odoo-19/sid": newer}), PIN) == ("odoo-19/sid", newer)
    assert "gone from Debian sid; taking odoo-19_19.1_all.deb" in capsys.readouterr().out


def test_the_pinned_version_with_another_content_is_refused():
    """A mirror that offers another file under the pinned version is not believed."""
    index = Index(**{"odoo-19=19.0": Deb("odoo-19_19.0_all.deb", 1, "b" * 64)})
    with pytest.raises(Trouble, match="is not the file"):
        pinned.describe(index, PIN)


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="not Debian")
def test_the_mirror_is_known_before_the_first_update(tmp_path: Path):
    """A machine whose apt has never fetched an index is as good as any other."""
    assert apt.machine_targets("-o", f"Dir::State::lists={tmp_path}") == apt.machine_targets()
    assert apt.machine_targets()


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("W: Failed to fetch x  Temporary failure resolving 'x'", "Is there a network?"),
        ("E: Failed to fetch x  Hash Sum mismatch", "run the command again"),
        ("E: You don't have enough free space in /x\nNo space left", "The disk is full"),
    ],
)
def test_what_apt_complains_about_becomes_one_line(output, said):
    """A person reads one line that says what to do, not apt's whole output."""
    line = apt.reason(output)
    assert said in line
    assert "\n" not in line
