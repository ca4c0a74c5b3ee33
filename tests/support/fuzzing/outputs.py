"""What is made of answers: the text for Prometheus, and JSON."""

from __future__ import annotations

import json

import msgspec
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.samples import Sample

from django_health.answers import outcome_from
from django_health.json_ready import CHARACTERS, json_ready, one_line
from django_health.label_values import LONGEST, can_be_value
from django_health.masking import LONGEST as MOST_MASKED
from django_health.masking import masked
from django_health.reports.rendering import Families, renderer_for
from django_health.result import Reason, Status
from fuzzing.promises import CANARY, of_values, require_line

_FORMATS = (
    "",
    "text/plain;version=1.0.0;escaping=allow-utf-8",
    "application/openmetrics-text;version=1.0.0;escaping=dots",
)
_KINDS = ("gauge", "counter", "unknown", "info")


def labels(data: bytes) -> None:
    """Render a family; its first line is its name, the others a value of a label each."""
    name, *values = data.decode("utf-8", "replace").split("\n")
    metric = Metric("shop", name, _KINDS[len(data) % len(_KINDS)])
    metric.samples = [
        Sample("shop", {"one": value, "two": name}, float(len(value))) for value in values
    ]
    for accepted in _FORMATS:
        encoder, _ = choose_encoder(accepted)
        renderer, _ = renderer_for(accepted)
        assert renderer(Families([metric])) == encoder(Families([metric]))
    for value in values:
        if can_be_value(value):
            assert len(value) <= LONGEST
            assert len(value.splitlines()) <= 1


@of_values
def json_details(value: object) -> None:
    """Make a check's details ready for JSON."""
    details = value if isinstance(value, dict) else {"value": value}
    copy = json_ready(details)
    assert msgspec.json.decode(msgspec.json.encode(copy)) == copy
    text = json.dumps(copy, allow_nan=False)
    assert len(text) <= 20 * CHARACTERS
    assert json_ready(copy) == copy


def masking(data: bytes) -> None:
    """Put stars in the place of credentials; what stands there already is no credential."""
    text = data.decode("utf-8", "replace").replace(CANARY, "canary")
    stars = masked(text)
    assert len(stars) <= max(4 * len(text), 1)
    assert CANARY not in masked(f"{text} redis://u:{CANARY}@h"[-MOST_MASKED:])
    assert CANARY not in masked(f"password={CANARY} {text}")


@of_values
def check_answer(value: object) -> None:
    """Take what a custom check returned."""
    outcome = outcome_from(value)
    assert outcome.status in Status
    assert (outcome.reason is None) or outcome.reason in Reason
    assert outcome.status is not Status.ERROR or outcome.reason is not None
    assert one_line(outcome.message) == outcome.message
    if outcome.message:
        require_line(f"{outcome.message}.", secret="\n")
    msgspec.json.encode(outcome.details)
