"""What is recorded, read whole only where it is not what it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from django_health.checks.migrations import record as record_module
from django_health.checks.migrations.record import Record, Row
from django_health.databases.lending import MissingTableError, Rows
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Awaited, Steps, completed
from lenders import LendingDatabase
from migrated import create_table, drop_table, forget, record

pytestmark = pytest.mark.usefixtures("shop")

WHOLE = record_module._WHOLE
ROWS: list[Row] = [(1, "a", "0001_initial"), (2, "b", "0001_initial")]
KEYS = [("a", "0001_initial"), ("b", "0001_initial")]


@pytest.fixture(autouse=True)
def _every_row_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digests are asked for however little there is."""
    monkeypatch.setattr(record_module, "_FEW", 0)


class Asked:
    """Asks a real database, and keeps what it asked."""

    def __init__(self, lender: LendingDatabase) -> None:
        self._lender = lender
        self.statements: list[str] = []

    def __call__(self, sql: str, limit: int) -> Steps[Rows]:
        """Ask."""
        self.statements.append(sql)
        return self._lender.ask_in_steps(sql, limit=limit, timeout=10.0, borrower=self)

    def whole(self) -> int:
        """How often all rows were asked for since the last time."""
        found = self.statements.count(WHOLE)
        self.statements.clear()
        return found


def test_rows_are_read_once(lender: LendingDatabase) -> None:
    """As long as they are the same, each run is one question for one row."""
    create_table(lender)
    record(lender, "orders.0001_initial", "archive.0001_café")
    known, ask = Record(lender.vendor), Asked(lender)
    first = completed(known.read(ask))
    assert first == [("orders", "0001_initial"), ("archive", "0001_café")]
    assert ask.whole() == 1
    for _ in range(3):
        assert completed(known.read(ask)) is first
        assert len(ask.statements) == 1
        assert ask.whole() == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda lender: record(lender, "orders.0002_more"),
        lambda lender: forget(lender, "archive.0001_initial"),
        lambda lender: lender.execute("UPDATE django_migrations SET app = 'sales' WHERE id = 10"),
        lambda lender: lender.execute("UPDATE django_migrations SET name = '0002' WHERE id = 10"),
        lambda lender: lender.execute("UPDATE django_migrations SET id = 12 WHERE id = 10"),
    ],
    ids=["applied", "taken back", "application renamed", "migration renamed", "order"],
)
def test_changes_are_seen(
    lender: LendingDatabase, change: Callable[[LendingDatabase], None]
) -> None:
    """Whatever changed, all rows are read anew."""
    create_table(lender)
    record(lender, "orders.0001_initial", "archive.0001_initial", first_id=10)
    known, ask = Record(lender.vendor), Asked(lender)
    before = completed(known.read(ask))
    change(lender)
    after = completed(known.read(ask))
    assert ask.whole() == 2
    assert after != before
    assert after == completed(Record("unknown").read(ask))


def test_table_that_comes_and_goes(lender: LendingDatabase) -> None:
    """Without a table there is nothing to tell, and an empty one is a table."""
    known, ask = Record(lender.vendor), Asked(lender)
    assert completed(known.read(ask)) is None
    create_table(lender)
    assert completed(known.read(ask)) == []
    record(lender, "orders.0001_initial")
    assert completed(known.read(ask)) == [("orders", "0001_initial")]
    drop_table(lender)
    assert completed(known.read(ask)) is None


def test_little_is_read_as_it_is(lender: LendingDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest of a few rows is no cheaper than the rows."""
    monkeypatch.setattr(record_module, "_FEW", 1)
    create_table(lender)
    record(lender, "orders.0001_initial")
    known, ask = Record(lender.vendor), Asked(lender)
    assert completed(known.read(ask)) is completed(known.read(ask))
    assert ask.whole() == 2
    record(lender, "orders.0002_more")
    completed(known.read(ask))
    completed(known.read(ask))
    assert ask.whole() == 1


class Told:
    """Answers as it is told to: the rows, and what becomes of a digest."""

    def __init__(self, digest: Row | Exception) -> None:
        self.digest = digest
        self.digests = 0

    def __call__(self, sql: str, _: int) -> Steps[Rows]:
        """Answer, after a wait."""
        yield Awaited(0)
        if sql == WHOLE:
            return Rows((), list(ROWS))
        self.digests += 1
        if isinstance(self.digest, Exception):
            raise self.digest
        return Rows((), [self.digest])


@pytest.mark.parametrize(
    ("vendor", "digest", "times"),
    [
        ("oracle", (), 0),
        ("postgresql", CheckFailed(Reason.MISCONFIGURED), 1),
        ("mysql", (2, 5), 3),
    ],
    ids=["kind without", "function that the server lacks", "other digests than ours"],
)
def test_rows_are_read_where_there_is_no_digest(
    vendor: str, digest: Row | Exception, times: int
) -> None:
    """The answer is right all the same, and a digest of no use is not asked for again."""
    known, ask = Record(vendor), Told(digest)
    assert [completed(known.read(ask)) for _ in range(9)] == [KEYS] * 9
    assert ask.digests == times


def test_digest_of_a_table_that_changes_is_of_use_again() -> None:
    """It may differ from what is read a moment later."""
    known, ask = Record("mysql"), Told((2, 5))
    completed(known.read(ask))
    right = known._expected
    for digest in ((2, 5), (2, 5), right, (2, 5), (2, 5), right):
        ask.digest = digest
        assert completed(known.read(ask)) == KEYS
    assert ask.digests == 6
    ask.digest = (2, 5)
    for _ in range(2):
        completed(known.read(ask))
    assert ask.digests == 8


@pytest.mark.parametrize("reason", [Reason.PERMISSION, Reason.TIMEOUT])
def test_other_failures_are_those_of_the_database(reason: Reason) -> None:
    """What is known is told again when it answers."""
    known, ask = Record("sqlite"), Told(())
    completed(known.read(ask))
    ask.digest = CheckFailed(reason)
    with pytest.raises(CheckFailed) as caught:
        completed(known.read(ask))
    assert caught.value.reason is reason
    ask.digest = MissingTableError()
    assert completed(known.read(ask)) is None
    ask.digest = known._expected
    assert completed(known.read(ask)) == KEYS
