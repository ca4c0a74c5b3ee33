"""``/proc/meminfo`` as kernels write it, and any other bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.host.memory import parsed
from drawn_inputs import WORDS, mangled

SIZES = st.integers(0, 2**40)
REAL = "MemTotal: 16384 kB\nMemAvailable: 4096 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB\n"


@given(
    total=st.integers(1, 2**40),
    available=SIZES,
    swap=SIZES,
    free=SIZES,
    others=st.dictionaries(WORDS, SIZES, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_the_account_is_what_the_lines_say(
    total: int, available: int, swap: int, free: int, others: dict[str, int], order: object
) -> None:
    """In any order and among other lines; more available than there is, is no account."""
    sizes = {"MemTotal": total, "MemAvailable": available, "SwapTotal": swap, "SwapFree": free}
    lines = [f"{name}:{size:>16} kB" for name, size in (sizes | others).items()]
    getattr(order, "shuffle")(lines)  # noqa: B009 - the type of the generator is not public
    memory = parsed("\n".join(lines).encode())
    if available > total:
        assert memory is None
    else:
        assert memory == tuple(1024 * size for size in sizes.values())


@given(st.one_of(st.binary(), mangled(st.just(REAL)).map(str.encode)))
def test_any_other_bytes_are_an_account_or_none(text: bytes) -> None:
    """What cannot be understood is left to psutil, and no error."""
    memory = parsed(text)
    if memory is not None:
        assert 0 <= memory.available <= memory.total
        assert memory.total > 0
