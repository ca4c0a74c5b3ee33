"""``DATABASES`` as developers write it, and with anything in place of any value."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from django_health.sources.databases import database_targets
from django_health.targets import DatabaseTarget, TargetError
from drawn_inputs import ANYTHING, HOSTS, PORTS, SECRET, SECRETS, TEXTS, WORDS
from fuzzing.promises import refusing

ENGINES = {
    "django.db.backends.postgresql": "postgresql",
    "django.contrib.gis.db.backends.mysql": "mysql",
    "django_prometheus.db.backends.sqlite3": "sqlite",
}
ENTRIES = st.fixed_dictionaries(
    {
        "ENGINE": st.sampled_from(list(ENGINES)),
        "NAME": st.one_of(WORDS, WORDS.map(Path)),
        "USER": TEXTS,
        "PASSWORD": SECRETS,
        "HOST": HOSTS,
    },
    optional={
        "PORT": st.one_of(PORTS, PORTS.map(str), st.just("")),
        "OPTIONS": st.dictionaries(WORDS, WORDS, max_size=2),
        "CONN_MAX_AGE": st.one_of(st.none(), st.integers()),
        "ATOMIC_REQUESTS": st.booleans(),
        "TEST": st.just({"NAME": "test"}),
    },
)
KEYS = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@given(st.dictionaries(TEXTS, ENTRIES, max_size=3))
def test_what_django_takes_is_taken(databases: dict[str, dict[str, object]]) -> None:
    """A target per alias in its order, with each value as it stands there."""
    targets = database_targets(databases)
    assert [target.alias for target in targets] == list(databases)
    for target, entry in zip(targets, databases.values(), strict=True):
        assert isinstance(target, DatabaseTarget)
        assert target.kind == ENGINES[str(entry["ENGINE"])]
        assert (target.host, target.user) == (entry["HOST"], entry["USER"])
        assert target.password.reveal() == entry["PASSWORD"]
        assert target.name == str(entry["NAME"])
        assert str(target.port or "") == str(entry.get("PORT", ""))
        assert target.options == entry.get("OPTIONS", {})
        assert SECRET not in repr(target)


@given(alias=WORDS, entry=ENTRIES, key=st.sampled_from(KEYS), value=ANYTHING)
def test_whatever_stands_there_by_mistake_is_named(
    alias: str, entry: dict[str, object], key: str, value: object
) -> None:
    """Only the documented error, at the very place, and without what was found there."""
    with refusing(TargetError, start=f"DATABASES['{alias}']['{key}']"):
        database_targets({alias: {**entry, key: value}})


@given(ANYTHING)
def test_whatever_stands_in_place_of_the_whole(value: object) -> None:
    """No other exception than the documented one."""
    with refusing(TargetError, start="DATABASES"):
        targets = database_targets(value)  # type: ignore[arg-type]
        assert isinstance(value, dict)
        assert len(targets) <= len(value)
