"""Coverage-guided fuzzing of one parser: ``python -m tests.fuzz <target> <folder> <seconds>``.

atheris drives it with bytes; half of the time a JSON value is damaged instead of its text, so that
it stays JSON. An input that lets a surprise through is written to the folder and ends the run.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from random import Random

import atheris

from tests.environment import namespace

namespace.register()

with atheris.instrument_imports(include=["odoo.addons", "tests.fuzz.targets"]):
    from tests.fuzz.mutation import mutated
    from tests.fuzz.samples import SAMPLES
    from tests.fuzz.targets import TARGETS


def damaged(data: bytes, largest: int, seed: int) -> bytes:
    """Return other bytes to try."""
    dice = Random(seed)
    with contextlib.suppress(ValueError, RecursionError):
        value = json.loads(data)
        if isinstance(value, dict | list) and value and dice.random() < 0.5:
            return json.dumps(mutated(value, dice, (value,))).encode()[:largest]
    return bytes(atheris.Mutate(data, largest))


def main(name: str, folder: str, seconds: str) -> None:
    """Fuzz one target for so long, beginning with what services really send."""
    corpus = Path(folder, name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(SAMPLES[name]):
        (corpus / f"sample-{number}").write_bytes(sample)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-max_len=16384",
        "-print_final_stats=1",
    ]
    artifacts = f"-artifact_prefix={folder}/{name}-"
    atheris.Setup(
        [sys.argv[0], *options, artifacts, str(corpus)],
        TARGETS[name],
        custom_mutator=damaged,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:]:
        main(*sys.argv[1:])
    else:
        sys.stdout.write(" ".join(TARGETS))
