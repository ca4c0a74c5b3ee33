"""The errors of use."""

from __future__ import annotations

import pickle

import pytest

from django_health.errors import (
    DuplicateCheckError,
    HealthCheckError,
    ImportPathError,
    InvalidCheckError,
    UnknownAliasError,
    listed,
)


def test_unknown_alias_lists_the_valid_ones() -> None:
    """Who mistyped sees at once what there is."""
    error = UnknownAliasError("replca", ["default", "replica"])
    assert str(error) == "unknown alias 'replca': there are default, replica"
    assert (error.alias, error.valid) == ("replca", ("default", "replica"))


def test_unknown_alias_says_of_what() -> None:
    """A database and a cache may have the same aliases."""
    error = UnknownAliasError("x", [], "cache alias")
    assert str(error) == "unknown cache alias 'x': there is none"


def test_unknown_alias_survives_pickling() -> None:
    """Test runners send exceptions between processes."""
    error = pickle.loads(pickle.dumps(UnknownAliasError("a", ["b"], "check")))  # noqa: S301
    assert (str(error), error.valid) == ("unknown check 'a': there are b", ("b",))


@pytest.mark.parametrize(
    ("kind", "standard"),
    [
        (UnknownAliasError, LookupError),
        (ImportPathError, ImportError),
        (InvalidCheckError, ValueError),
        (DuplicateCheckError, ValueError),
    ],
)
def test_errors_are_the_librarys_own_and_of_a_standard_kind(
    kind: type[Exception], standard: type[Exception]
) -> None:
    """One ``except`` catches them all, and each fits where Python's own would."""
    assert issubclass(kind, HealthCheckError)
    assert issubclass(kind, standard)


def test_names_are_listed_in_their_order() -> None:
    """The order of the settings is what the reader knows."""
    assert listed(("b", "a")) == "there are b, a"
