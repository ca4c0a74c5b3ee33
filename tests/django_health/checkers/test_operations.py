"""What came of setting, getting and deleting a key."""

from __future__ import annotations

import pytest

from django_health.checkers.operations import operations
from django_health.result import Status, Summary
from sample_checks import result_of


def _of(*servers: tuple[Status, dict[str, float]]) -> Summary:
    return Summary(
        tuple(
            result_of("cache", "a", str(number), status=status, details={"operation_seconds": took})
            for number, (status, took) in enumerate(servers)
        )
    )


ALL = {"set": 0.1, "get": 0.2, "delete": 0.3}


def test_all_went_well() -> None:
    """Each has its time."""
    assert operations(_of((Status.OK, ALL))) == {
        "set_operation": {"status": "ok", "time": 0.1},
        "get_operation": {"status": "ok", "time": 0.2},
        "delete_operation": {"status": "ok", "time": 0.3},
        "overall_status": "ok",
    }


@pytest.mark.parametrize(
    ("took", "words"),
    [
        ({}, ["error", "skipped", "skipped"]),
        ({"set": 0.1}, ["ok", "error", "skipped"]),
        ({"set": 0.1, "get": 0.1}, ["ok", "ok", "error"]),
    ],
)
def test_first_that_failed_is_the_error(took: dict[str, float], words: list[str]) -> None:
    """Those after it were not tried."""
    found = operations(_of((Status.ERROR, took)))
    assert [
        found["set_operation"]["status"],
        found["get_operation"]["status"],
        found["delete_operation"]["status"],
    ] == words
    assert found["overall_status"] == "error"


def test_replica_is_read_alone() -> None:
    """What is not tried is skipped and no error."""
    found = operations(_of((Status.OK, {"get": 0.2})))
    assert found["set_operation"] == {"status": "skipped", "time": None}
    assert found["get_operation"] == {"status": "ok", "time": 0.2}
    assert found["overall_status"] == "ok"


def test_worst_of_several_servers_counts() -> None:
    """With the longest time."""
    found = operations(_of((Status.OK, ALL), (Status.ERROR, {"set": 0.4})))
    assert found["set_operation"] == {"status": "ok", "time": 0.4}
    assert found["get_operation"] == {"status": "error", "time": 0.2}
    assert found["delete_operation"] == {"status": "ok", "time": 0.3}
    assert found["overall_status"] == "error"


def test_what_is_off_is_skipped() -> None:
    """Nothing was asked."""
    skipped = {"status": "skipped", "time": None}
    assert operations(None) == {
        "set_operation": skipped,
        "get_operation": skipped,
        "delete_operation": skipped,
        "overall_status": "skipped",
    }
