"""What a request for ``/probe`` may say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.probe.request import Asked, asked_for
from django_health_exporter.web.probe.targets import ProbeTarget

DATABASE = ProbeTarget("database", "default", ("database", "migrations"))
TARGETS = {"database/default": DATABASE, "system": ProbeTarget("system", "", ("system",))}


def _asked(target: Sequence[str], collect: Sequence[str] = (), debug: Sequence[str] = ()) -> Asked:
    return asked_for({"target": target, "collect[]": collect, "debug": debug}, TARGETS)


def test_all_that_concerns_the_target_is_asked() -> None:
    """Where nothing is chosen, every kind of check is."""
    assert _asked(["database/default"]) == Asked(DATABASE, ("database", "migrations"), debug=False)


def test_kinds_can_be_chosen() -> None:
    """Some of them alone."""
    assert _asked(["database/default"], ["migrations"]).kinds == ("migrations",)


@pytest.mark.parametrize(("values", "debug"), [((), False), (("false",), False), (("true",), True)])
def test_debugging_is_a_switch(values: Sequence[str], debug: bool) -> None:
    """It is off unless it is switched on."""
    assert _asked(["system"], debug=values).debug is debug


KNOWN = "there are database/default, system"


@pytest.mark.parametrize(
    ("target", "collect", "debug", "status", "text"),
    [
        ([], [], [], 400, f"target is missing: {KNOWN}"),
        (["system", "system"], [], [], 400, f"give target once: {KNOWN}"),
        (["default"], [], [], 404, f"unknown target 'default': {KNOWN}"),
        (["127.0.0.1:5432"], [], [], 404, f"unknown target '127.0.0.1:5432': {KNOWN}"),
        (["system\n"], [], [], 404, f"unknown target 'system\\n': {KNOWN}"),
        (
            ["system"],
            ["database"],
            [],
            400,
            "unknown check 'database' in collect[], there are system",
        ),
        (["system"], [], ["1"], 400, "debug is true or false"),
        (["system"], [], ["true", "true"], 400, "debug is true or false"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    target: Sequence[str], collect: Sequence[str], debug: Sequence[str], status: int, text: str
) -> None:
    """One line says what is wrong, and what there is."""
    with pytest.raises(RequestError) as caught:
        _asked(target, collect, debug)
    assert (caught.value.status_code, caught.value.text) == (status, text)


def test_without_targets_none_is_listed() -> None:
    """The line is one also where nothing can be probed."""
    with pytest.raises(RequestError) as caught:
        asked_for({"target": ["x" * 300], "collect[]": [], "debug": []}, {})
    assert caught.value.text == f"unknown target '{'x' * 100}': there are none"
