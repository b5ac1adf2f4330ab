"""Whatever comes from outside is read or refused, in time, and nothing else (promise 19)."""

from __future__ import annotations

import json
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .mutation import mutated
from .samples import SAMPLES
from .targets import TARGETS

SEED = 20261128
ROUNDS = 250
SECONDS = 5.0
"""So long may one input keep a processor busy; usual ones take some milliseconds."""

fuzz = settings(deadline=None, database=None, derandomize=True, max_examples=100)
names = pytest.mark.parametrize("name", sorted(TARGETS))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def feed(name: str, data: bytes) -> None:
    """Have a target read something, in time."""
    begin = time.process_time()
    TARGETS[name](data)
    assert time.process_time() - begin < SECONDS


@names
def test_what_services_really_send(name):
    """The seeds themselves are read."""
    for sample in SAMPLES[name]:
        feed(name, sample)


@names
@fuzz
@given(data=st.binary(max_size=300))
def test_any_bytes(name, data):
    """Bytes that mean nothing at all are no surprise."""
    feed(name, data)


@names
@fuzz
@given(value=json_values)
def test_any_json(name, value):
    """Nor is JSON that means nothing."""
    feed(name, json.dumps(value).encode())


@names
def test_damaged_samples(name):
    """Nor is what a service sends, damaged in a few places."""
    dice = Random(f"{SEED} {name}")
    for sample in SAMPLES[name]:
        for number in range(ROUNDS):
            damaged = _damaged(sample, dice)
            try:
                feed(name, damaged)
            except Exception as error:
                pytest.fail(f"{name}, round {number} of seed {SEED}: {error!r}\n{damaged!r}")


def _damaged(sample: bytes, dice: Random) -> bytes:
    if sample.startswith(b"{"):
        return json.dumps(mutated(json.loads(sample), dice, (json.loads(sample),))).encode()
    at, to = sorted(dice.randint(0, len(sample)) for _end in range(2))
    piece = dice.choice((b"", bytes(dice.randbytes(3)), sample[to:], b"0" * 400, b"\r\n\r\n", b";"))
    return sample[:at] + piece + sample[min(at + dice.randint(0, 6), to) :]
