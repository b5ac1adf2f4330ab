"""What is known of each mutant, kept so that a run goes on where the last one ended."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.environment import markers
from tests.environment.paths import ROOT

from .operators import Mutant
from .running import Fate


class Results:
    """Fates in a file of lines. Who was not killed is tried again when code or tests are others.

    A mutant is known by its module's source, so one that was killed stays so until that changes.
    """

    def __init__(self, file: Path, tests: str) -> None:
        """Read what there is."""
        self.file, self.tests = file, tests
        self.known: dict[str, Fate] = {}
        for line in file.read_text().splitlines() if file.exists() else ():
            kept = json.loads(line)
            if kept["fate"] == Fate.KILLED or kept["tests"] == tests:
                self.known[kept["mutant"]] = Fate(kept["fate"])

    def fate(self, file: Path, mutant: Mutant) -> Fate | None:
        """Return what is known of a mutant; one that could not be tried is not known."""
        found = self.known.get(_key(file, mutant))
        return None if found is Fate.BROKEN else found

    def keep(self, file: Path, mutant: Mutant, fate: Fate) -> None:
        """Note a fate at once."""
        key = _key(file, mutant)
        self.known[key] = fate
        with self.file.open("a") as kept:
            kept.write(json.dumps({"mutant": key, "fate": fate, "tests": self.tests}) + "\n")


def _key(file: Path, mutant: Mutant) -> str:
    source = markers.text_digest(file.read_text())
    return f"{os.path.relpath(file, ROOT)}:{source[:12]}:{mutant.column}:{mutant}"
