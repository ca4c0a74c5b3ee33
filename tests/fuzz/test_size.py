"""Large inputs end: no pattern takes exponential time, and none needs a deep stack."""

from __future__ import annotations

import pytest

from fuzzing import TARGETS, entries

SIZE = 20_000
"""Bytes of an input; where the time grew with more than their square, it would be hours."""

FLOODS = (
    *(b"9", b"a", b" ", b"\n", b"\xff", b"[", b"(", b"{", b"'", b'"', b"\\", b"-", b",", b";"),
    *(b"://", b"a.", b"a:\n ", b"a=", b"0,", b"@a", b"%41", b"''", b'"\\', b"[[", b"{1:", b"a b"),
    *(b"STAT a 1\n", b"db0:keys=1\n", b"*1\r\n", b"::", b"=a;q=", b"${A}", b"password='"),
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", TARGETS)
def test_floods_of_one_thing_end(name: str) -> None:
    """As a value or as a refusal."""
    for flood in FLOODS:
        TARGETS[name](flood * (SIZE // len(flood)))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", TARGETS)
def test_real_inputs_grown_long_end(name: str) -> None:
    """The whole many times over, and with a part of it grown long."""
    for path in entries(name):
        text = path.read_bytes()
        middle = len(text) // 2
        TARGETS[name](text * (SIZE // (len(text) or 1)))
        TARGETS[name](text[:middle] + text[middle : middle + 1] * SIZE + text[middle:])
