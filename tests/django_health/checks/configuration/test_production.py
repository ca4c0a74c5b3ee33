"""Settings that are unfit for production."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.checks.security import base
from django.test import override_settings

from django_health.checks.configuration.production import SENTENCES, ProductionCheck
from django_health.result import Outcome, Reason, Status

CANARY = "canary-Sécret!"
STRONG = f"{CANARY}-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKL"
HOST = "canary.example.com"
GOOD = {
    "DEBUG": False,
    "SECRET_KEY": STRONG,
    "SECRET_KEY_FALLBACKS": [],
    "ALLOWED_HOSTS": [HOST],
}

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.fixture(autouse=True)
def _secret_key() -> Iterator[None]:
    """A key to go back to: Django lets nobody read an empty one."""
    settings.SECRET_KEY = STRONG
    yield
    settings.SECRET_KEY = ""


def outcome_of(**changes: Any) -> Outcome:
    """The outcome for good settings with changes, which holds no value of a setting."""
    with override_settings(**{**GOOD, **changes}):
        found = ProductionCheck().check()
    assert "canary" not in repr(found)
    assert {m.labels[0]: m.value for m in found.measurements} == found.details
    return found


def findings(**changes: Any) -> set[str]:
    """The findings that are so."""
    return {name for name, is_so in outcome_of(**changes).details.items() if is_so}


def test_good_settings_are_fine() -> None:
    """Every finding is told, as not so."""
    found = outcome_of()
    assert (found.status, found.reason, found.message) == (Status.OK, None, "")
    assert found.details == dict.fromkeys(SENTENCES, False)


def test_a_failure_of_it_does_not_make_the_whole_unhealthy() -> None:
    """The application runs."""
    assert ProductionCheck().critical is False


@pytest.mark.parametrize(
    "key",
    [STRONG[:49], "abcd" * 20, f"django-insecure-{STRONG}", "", CANARY.encode()],
    ids=["short", "few characters", "startproject", "empty", "bytes"],
)
def test_a_weak_key_is_found(key: object) -> None:
    """Of SECRET_KEY and of its predecessors alike."""
    assert findings(SECRET_KEY=key) == {"weak_secret_key"}
    assert outcome_of(SECRET_KEY=key).message == "SECRET_KEY is weak"
    assert findings(SECRET_KEY_FALLBACKS=[STRONG, key]) == {"weak_secret_key_fallbacks"}


@pytest.mark.parametrize(
    "key",
    [STRONG, STRONG[:50], STRONG[:49], "abcde" * 10, "abcd" * 20],
    ids=["long", "50", "49", "5 characters", "4 characters"],
)
def test_keys_are_judged_as_django_judges_them(key: str) -> None:
    """The rules are those of security.W009."""
    with override_settings(SECRET_KEY=key):
        is_weak = bool(base.check_secret_key(None))
    assert outcome_of(SECRET_KEY=key).details["weak_secret_key"] is is_weak


def test_hosts_are_judged_with_debug_off() -> None:
    """None refuses every request, and a star lets every Host header in."""
    assert findings(ALLOWED_HOSTS=[]) == {"no_allowed_hosts"}
    assert findings(ALLOWED_HOSTS=[HOST, "*"]) == {"any_allowed_host"}


def test_debug_is_the_only_sentence_that_a_development_project_hears() -> None:
    """The key is told as weak in the details; what Django ignores with DEBUG on is not."""
    changes = {"DEBUG": True, "SECRET_KEY": "django-insecure-x", "ALLOWED_HOSTS": ["*"]}
    found = outcome_of(**changes)
    assert (found.status, found.reason) == (Status.WARNING, Reason.MISCONFIGURED)
    assert found.message == "DEBUG is on"
    assert findings(**changes) == {"debug", "weak_secret_key"}
    assert findings(DEBUG=True, ALLOWED_HOSTS=[]) == {"debug"}


def test_several_findings_are_told_together() -> None:
    """In one sentence."""
    found = outcome_of(SECRET_KEY="x", ALLOWED_HOSTS=["*"])
    assert found.message == "SECRET_KEY is weak; ALLOWED_HOSTS lets every host name in"
