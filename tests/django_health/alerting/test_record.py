"""What is remembered, written and read again."""

from __future__ import annotations

import pytest

from django_health.alerting.record import ChannelRecord, Record, Told, Trouble, decoded, encoded
from django_health.result import Reason, Status


def _record() -> Record:
    trouble = Trouble(
        check="cache", target="default", part="a:1", level=Status.ERROR, reason=Reason.DNS
    )
    told = {"cache/default/a:1": Told(Status.ERROR, 1.5, 2.5)}
    return Record(troubles={"cache/default/a:1": trouble}, channels={"mail": ChannelRecord(told)})


def test_it_comes_back_as_it_was() -> None:
    """With all that is in it."""
    assert decoded(encoded(_record())) == _record()


def test_nothing_is_shared_between_two() -> None:
    """Mappings are each one's own."""
    Record().troubles["a"] = Trouble(check="a", target="", part="")
    assert Record().troubles == {}


_OTHERS = (
    b"",
    b"x",
    b"[]",
    b"{}",
    b'{"a":1}',
    b'{"version":1}',
    b'{"version":2}',
    b'{"troubles":1}',
    encoded(Record()).replace(b"{", b'{"more":1,', 1),
    encoded(Record(version=2)),
)


@pytest.mark.parametrize("content", _OTHERS)
def test_something_else_is_refused(content: bytes) -> None:
    """Whatever it is."""
    with pytest.raises(ValueError):  # noqa: PT011 - whoever reads says what it means
        decoded(content)


def test_what_is_certain() -> None:
    """All but what is well."""
    known = (Status.OK, Status.WARNING, Status.ERROR)
    levels = [Trouble(check="a", target="", part="", level=level) for level in known]
    assert [trouble.level for trouble in levels if not trouble.is_certain] == [Status.OK]
