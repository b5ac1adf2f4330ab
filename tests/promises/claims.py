"""Which tests say, in their docstrings, that they protect a promise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.environment.paths import ROOT, every_addon

MARKER = re.compile(r"[(\[]promises? (\d[^)\]]*)[)\]]", re.IGNORECASE)
LOOSE = re.compile(r"\bpromises? \d", re.IGNORECASE)
NUMBERS = re.compile(r"(?<![\w#])(\d+)(?: to (\d+))?\b")

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True)
class Claim:
    """A docstring that names promises; `tests` are the tests it speaks for."""

    path: str
    name: str
    sentence: str
    numbers: frozenset[int]
    tests: tuple[str, ...]
    loose: bool = False


def claims() -> list[Claim]:
    """Return the claims of all tests, those of the addons too."""
    return [one for path in files() for one in claims_in(path)]


def files() -> list[Path]:
    """Return the Python files that hold tests."""
    folders = [ROOT / "tests", *(ROOT / name / "tests" for name in every_addon())]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def claims_in(path: Path) -> Iterator[Claim]:
    """Return the claims of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, Documented) and LOOSE.search(text := docstring(node)):
            yield _claim(path.relative_to(ROOT).as_posix(), node, text)


def docstring(node: Documented) -> str:
    """Return a docstring in one line."""
    return " ".join((ast.get_docstring(node) or "").split())


def _claim(path: str, node: Documented, text: str) -> Claim:
    marked = [number for part in MARKER.findall(text) for number in numbers(part)]
    sentence = re.split(r"(?<=[.!?])\s", MARKER.sub("", text), maxsplit=1)[0]
    name = getattr(node, "name", "")
    loose = bool(LOOSE.search(MARKER.sub("", text)))
    tests = tuple(tests_in(node))
    return Claim(path, name, sentence.replace(" .", "."), frozenset(marked), tests, loose)


def numbers(part: str) -> Iterator[int]:
    """Return the numbers of "13, 14 and 16 to 18"."""
    for first, last in NUMBERS.findall(part):
        yield from range(int(first), int(last or first) + 1)


def tests_in(node: ast.AST) -> Iterator[str]:
    """Return the names of the tests within a node, itself among them."""
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"):
            yield one.name
