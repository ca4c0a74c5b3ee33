"""The forms in which a report is written."""

from __future__ import annotations

import io
import json

import pytest
from prometheus_client.parser import text_string_to_metric_families

from django_health.reports.pages import DETAILED
from django_health.result import Family, Measurement, Status
from django_health.settings import HealthSettings
from django_health.terminal.formats import FORMATS
from fresh_imports import imported_by
from sample_checks import report_of, result_of

SETTINGS = HealthSettings()
UP = Family("django_health_cache_up", "Whether it is up.", ("cache",))
REPORT = report_of(
    result_of(
        "cache",
        "grün",
        details={"password": "canary", "keys": 4},
        measurements=(Measurement(UP, 1.0, ("grün",)),),
    )
)


class _Stream(io.TextIOWrapper):
    """Bytes of an old encoding, perhaps on a terminal."""

    def __init__(self, *, is_terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding="latin-1", newline="\n")
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def _written(form: str, *, is_terminal: bool = False) -> bytes:
    stream = _Stream(is_terminal=is_terminal)
    FORMATS[form](REPORT, SETTINGS, Status.WARNING, stream)
    stream.flush()
    stream.seek(0)
    return bytes(stream.buffer.read())


def test_json_is_the_document_of_the_daemon() -> None:
    """Byte for byte; a person gets it indented."""
    assert _written("json") == DETAILED.answer(REPORT, "").body
    indented = _written("json", is_terminal=True)
    assert json.loads(indented) == json.loads(_written("json"))
    assert indented.startswith(b'{\n  "status"')
    assert indented.endswith(b"}\n")


def test_prometheus_is_the_text_format() -> None:
    """In UTF-8 whatever the terminal has."""
    text = _written("prometheus").decode("utf-8")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families["django_health_cache_up"].samples[0].labels == {"cache": "grün"}
    assert "django_health_check_status" in families


def test_the_table_is_in_the_terminals_own_encoding() -> None:
    """As it is for people."""
    assert "+ ok       cache/grün" in _written("table").decode("latin-1")


def test_nagios_is_the_output_of_a_plugin() -> None:
    """Of which one line is the least."""
    assert _written("nagios").startswith(b"HEALTH OK: 1 ok | ")


@pytest.mark.parametrize("form", FORMATS)
def test_secrets_in_details_are_stars(form: str) -> None:
    """Details are made fit to be shown in every form."""
    assert b"canary" not in _written(form)


def test_programs_load_nothing_for_people() -> None:
    """Nor does who only knows the forms."""
    program = (
        "import io\n"
        "from django_health.terminal.formats import FORMATS\n"
        "from django_health.result import Report, Status\n"
        "from django_health.settings import HealthSettings\n"
        "for form in ('json', 'prometheus', 'nagios'):\n"
        "    FORMATS[form](Report((), 0, 0, 0), HealthSettings(), Status.WARNING, io.StringIO())\n"
    )
    assert imported_by(program).isdisjoint({"rich", "click", "django", "tornado"})
