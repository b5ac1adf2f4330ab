"""Debian packages without installing them: a private apt beside the machine's own.

The machine's configuration says where its Debian mirror is and how to reach it; nothing of the
machine is changed, and no right beyond writing to the cache is needed. Every file is verified by
apt's own chain of signatures, and by the lock file when that names its version.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import markers
from .console import Progress
from .trouble import Trouble

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
URI_LINE = re.compile(r"^'(?P<uri>[^']+)' (?P<file>\S+) (?P<size>\d+) SHA256:(?P<sha>\w+)$")
POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Deb:
    """One package file as the signed index describes it; ``size`` is in bytes."""

    file: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The package's name."""
        return self.file.split("_")[0]


class Apt:
    """Updates, resolves and downloads, all inside one folder."""

    def __init__(
        self, home: Path, suites: tuple[str, ...] = (), status: Path | None = None
    ) -> None:
        """Keep everything below ``home``.

        The machine's own suite is there always; ``suites`` names more. ``status`` lists the
        packages to take as installed; none by default.
        """
        self.home = home
        self._suites = suites
        self._status = status
        self._updated = False

    def update(self) -> None:
        """Fetch the indexes of the suites, once; raise Trouble if the mirror does not answer."""
        if self._updated:
            return
        self._prepare()
        self._run("apt-get", "-q", "update")
        self._updated = True

    def describe(self, *wanted: str) -> list[Deb]:
        """Return what the index says of packages (``name=version`` or ``name/suite``).

        Raises Trouble if one of them is not there.
        """
        text = self._run("apt-get", "-q", "download", "--print-uris", *wanted)
        found = [URI_LINE.match(line) for line in text.splitlines()]
        return [Deb(one["file"], int(one["size"]), one["sha"]) for one in found if one]

    def missing(self, *names: str) -> list[str]:
        """Return ``name=version`` of packages and of all they need that is not installed."""
        text = self._run("apt-get", "-q", "-s", "--no-install-recommends", "install", *names)
        found = re.findall(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", text, re.MULTILINE)
        return [f"{package}={version}" for package, version in found]

    def download(self, label: str, debs: list[Deb], wanted: list[str], folder: Path) -> None:
        """Bring packages into a folder under a progress bar, and verify them."""
        folder.mkdir(parents=True, exist_ok=True)
        bar = Progress(label, sum(deb.size for deb in debs))
        command = ["apt-get", "-q", *self._options(), "download", *wanted]
        with (self.home / "download.log").open("w+") as log:
            work = subprocess.Popen(
                command, cwd=folder, env=_environment(), stdout=log, stderr=subprocess.STDOUT
            )
            _watch(work, bar, [folder, self.home / "cache" / "archives" / "partial"], debs)
            log.seek(0)
            if work.returncode:
                bar.leave()
                raise Trouble(reason(log.read()))
        bar.end()
        for deb in debs:
            verify(folder / deb.file, deb.sha256)

    def forget(self) -> None:
        """Remove the indexes, which are larger than most of what is fetched with them."""
        shutil.rmtree(self.home, ignore_errors=True)
        self._updated = False

    def _prepare(self) -> None:
        for name in ("state/lists/partial", "cache/archives/partial", "etc"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        (self.home / "state" / "status").touch()
        (self.home / "etc" / "sources.list").write_text(_sources(self._suites), encoding="utf-8")

    def _options(self) -> list[str]:
        values = {
            "Dir::State": self.home / "state",
            "Dir::Cache": self.home / "cache",
            "Dir::State::status": self._status or self.home / "state" / "status",
            "Dir::Etc::sourcelist": self.home / "etc" / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "APT::Sandbox::User": "",
            "APT::Update::Error-Mode": "any",
            "APT::Update::Post-Invoke-Success": "",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            "Debug::NoLocking": "true",
        }
        return [part for name, value in values.items() for part in ("-o", f"{name}={value}")]

    def _run(self, program: str, *arguments: str) -> str:
        command = [program, *self._options(), *arguments]
        done = subprocess.run(
            command, env=_environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Trouble(reason(done.stderr + done.stdout))
        return done.stdout


def verify(path: Path, sha256: str) -> None:
    """Raise Trouble, and remove the file, if it is not the one that was promised."""
    if not path.is_file():
        raise Trouble(f"{path.name} was not downloaded; run the command again.")
    if markers.file_digest(path) != sha256:
        path.unlink()
        raise Trouble(f"{path.name} arrived damaged (checksum); removed. Run the command again.")


def unpack(deb: Path, folder: Path, excluded: tuple[str, ...] = ()) -> None:
    """Unpack a package's files below a folder, those matching a pattern left aside."""
    folder.mkdir(parents=True, exist_ok=True)
    skip = [f"--exclude={pattern}" for pattern in excluded]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE) as read:
        tar = ["tar", "-x", "--no-same-owner", "-C", str(folder), *skip]
        done = subprocess.run(tar, stdin=read.stdout, capture_output=True, text=True, check=False)
    if done.returncode or read.returncode:
        reason = (done.stderr.strip().splitlines() or ["damaged package"])[-1]
        raise Trouble(f"{deb.name} could not be unpacked: {reason}")


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def _sources(suites: tuple[str, ...]) -> str:
    """Return the sources: the machine's own suite with its updates, and further suites."""
    if not KEYRING.is_file():
        raise Trouble(f"{KEYRING} is missing; install the package debian-archive-keyring.")
    targets = machine_targets()
    own = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    uris = [uri for uri, release in targets if release == own]
    if not uris:
        raise Trouble("apt on this machine names no Debian mirror; set ODOO_PATH to an Odoo 19.")
    wanted = [one for one in targets if one[1] in (own, f"{own}-updates", f"{own}-security")]
    wanted += [(uris[0], suite) for suite in suites]
    lines = [f"deb [signed-by={KEYRING}] {uri} {release} main" for uri, release in wanted]
    return "\n".join(dict.fromkeys(lines)) + "\n"


def machine_targets(*options: str) -> list[tuple[str, str]]:
    """Return address and release of the machine's Debian sources with a section ``main``.

    They are known before the machine's first update. Sources of others, which have other keys, are
    left aside by the usual names of Debian's folders. ``options`` are added to apt's.
    """
    form = ["--no-release-info", "--format", "$(REPO_URI)|$(RELEASE)|$(COMPONENT)"]
    command = ["apt-get", *options, "indextargets", *form, "Created-By: Packages"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Trouble("This machine has no apt; set ODOO_PATH to a folder with Odoo 19.") from None
    rows = dict.fromkeys(tuple(line.split("|")) for line in done.stdout.splitlines())
    found = [(row[0], row[1]) for row in rows if row[2:] == ("main",) and "cdrom" not in row[0]]
    usual = [one for one in found if Path(one[0]).name.startswith("debian")]
    return usual or found


def _watch(
    work: subprocess.Popen[bytes], bar: Progress, folders: list[Path], debs: list[Deb]
) -> None:
    names = {deb.file for deb in debs}
    while work.poll() is None:
        files = [file for folder in folders for file in folder.glob("*.deb*")]
        bar.show(sum(_size(file) for file in files if file.name.split(".FAILED")[0] in names))
        time.sleep(POLL_SECONDS)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def reason(output: str) -> str:
    """Return one line for what apt complained about."""
    errors = [line[2:].strip() for line in output.splitlines() if line.startswith(("E:", "W:"))]
    text = errors[0] if errors else "apt failed"
    hints = {
        "Hash Sum mismatch": "The download was damaged; run the command again.",
        "No space left|not have enough free space": "The disk is full.",
        "Temporary failure|Could not (resolve|connect)|Failed to fetch": "Is there a network?",
    }
    hint = next((one for pattern, one in hints.items() if re.search(pattern, output)), "")
    return f"Debian's packages cannot be fetched: {text} {hint}".strip()
