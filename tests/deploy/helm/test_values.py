"""What a user writes into the values is taken, or refused with a line that helps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from manifests import CHART, UnrenderableError, faults, of_kind, rendered
from page_snippets import snippets

PAGE = Path(__file__).parents[3] / "docs" / "kubernetes.md"
SCHEMA = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
VALUES = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))

REFUSED = {
    "a word misspelt": ("deployment.replica=1", "replica"),
    "a word misspelt at the top": ("serviceMonitors={}", "serviceMonitors"),
    "a number as text": ('web.port="10170"', "port"),
    "an interval without a unit": ('monitoring.interval="15"', "interval"),
    "a port for root": ("web.port=443", "port"),
    "a budget that holds up every drain": (
        "podDisruptionBudget.maxUnavailable=0",
        "maxUnavailable",
    ),
    "less time than the end takes": ("terminationGracePeriodSeconds=5", "terminationGrace"),
    "a command without a word": ("command=[]", "command"),
    "two monitors": (
        'serviceMonitor={"enabled": true},podMonitor={"enabled": true}',
        "every alert would fire twice",
    ),
    "two configurations": (
        'config={"log": {"level": "info"}},existingConfig={"secret": "shop"}',
        "config and existingConfig.secret",
    ),
    "TLS without its file": ("web.tls=true", "web.existingSecret"),
    "a probe of nothing": ("probe.enabled=true", "probe.targets"),
    "a rule that is not there": (
        'prometheusRule={"enabled": true, "disabled": ["DjangoHealthNope"]}',
        "there is no alert DjangoHealthNope",
    ),
    "a file of rules that is not there": (
        'prometheusRule={"enabled": true, "excludedFiles": ["nofile"]}',
        "there is no nofile; there are caches, ",
    ),
    "a label of the chart's own": ('commonLabels={"app.kubernetes.io/name": "x"}', "commonLabels"),
    "such a label of pods": ('deployment.podLabels={"helm.sh/chart": "x"}', "podLabels"),
    "such a label of monitors": (
        'monitoring.labels={"app.kubernetes.io/instance": "x"}',
        "monitoring",
    ),
    "a strategy that there is not": ('deployment.strategy.type="Recreated"', "strategy"),
    "no pods to scrape": (
        'deployment={"enabled": false},podMonitor={"enabled": true}',
        "podMonitor.selector",
    ),
    "a service monitor without a service": (
        'deployment={"enabled": false},serviceMonitor={"enabled": true}',
        "need the deployment",
    ),
}

SECRET = "hunter2-canary"
OPEN_PASSWORDS: dict[str, dict[str, Any]] = {
    "password": {"databases": {"default": {"engine": "mysql", "password": SECRET}}},
    "quoted": {"databases": {"default": {"password": f"0: {SECRET}"}}},
    "url": {"databases": {"default": {"url": f"postgres://shop:{SECRET}@db/shop"}}},
    "url without a user": {"caches": {"default": {"url": f"redis://:{SECRET}@cache:6379/1"}}},
    "token": {"alerting": {"channels": {"chat": {"type": "telegram", "token": SECRET}}}},
    "dollar in a url": {"databases": {"default": {"url": f"postgres://me:{SECRET}$s@db/x"}}},
    "dollar first": {"databases": {"default": {"password": f"${SECRET}"}}},
    "brace": {"databases": {"default": {"password": f"{{{SECRET}"}}},
    "half a name": {"databases": {"default": {"password": f"${{NAME}}{SECRET}"}}},
    "half a name in a url": {"caches": {"default": {"url": f"redis://:{SECRET}${{N}}@cache/1"}}},
    "the second of two": {
        "databases": {"a": {"password": "${A}"}, "b": {"url": f"mysql://me:{SECRET}@db/x"}}
    },
}


@pytest.mark.parametrize("case", REFUSED)
def test_mistakes_are_refused(case: str) -> None:
    """With the key, and with what to do."""
    value, told = REFUSED[case]
    with pytest.raises(UnrenderableError, match=told):
        rendered(sets=(value,))


@pytest.mark.parametrize("case", OPEN_PASSWORDS)
def test_a_password_is_kept_out_of_the_config_map(case: str) -> None:
    """It is refused, and the refusal does not repeat it."""
    with pytest.raises(UnrenderableError, match="put the password into a Secret") as refused:
        rendered(sets=(f"config={json.dumps(OPEN_PASSWORDS[case])}",))
    assert SECRET not in str(refused.value)


def test_names_of_passwords_are_taken() -> None:
    """A file, a variable and an address without a password stand in the ConfigMap as they are."""
    config = {
        "databases": {
            "default": {
                "url": "postgres://monitor@db:5432/shop",
                "password_file": "/run/secrets/a/b",
            },
            "reports": {"engine": "mysql", "host": "reports", "password": "${REPORTS_PASSWORD}"},
        },
        "caches": {"default": {"url": "redis://:${CACHE_PASSWORD}@cache:6379/1"}},
    }
    (found,) = of_kind(rendered(sets=(f"config={json.dumps(config)}",)), "ConfigMap")
    assert yaml.safe_load(found["data"]["config.yaml"]) == config


def test_every_value_has_its_place_in_the_schema() -> None:
    """Keys that only one of both knows are either refused or promise what nothing reads."""
    wanted = set(_keys(VALUES))
    known = set(_schema_keys(SCHEMA))
    free = {key for key in wanted if any(_is_free(SCHEMA, key, depth) for depth in range(1, 4))}
    assert wanted - free - known == set()
    assert {key for key in known if key.count(".") < 2} - wanted - {
        "global",
        "resources.claims",
    } == set()


def test_every_value_is_read_by_a_template() -> None:
    """What nothing reads is a promise that nobody keeps."""
    text = "".join(path.read_text(encoding="utf-8") for path in (CHART / "templates").rglob("*.*"))
    own = [key for key in _keys(VALUES) if key in set(_schema_keys(SCHEMA))]
    leaves = [key for key in own if not any(other.startswith(f"{key}.") for other in own)]
    assert [key for key in leaves if not _is_read(key, text)] == []


@pytest.mark.parametrize(
    "text",
    [text for start in ("# values.yaml", "deployment:") for text in snippets(PAGE, "yaml", start)],
)
def test_values_of_the_page_install(text: str, tmp_path: Path) -> None:
    """As they stand there."""
    values = tmp_path / "values.yaml"
    values.write_text(text, encoding="utf-8")
    manifests = rendered(values)
    assert [faults(one) for one in manifests if faults(one)] == []
    boards = [one for one in manifests if "grafana_dashboard" in one["metadata"]["labels"]]
    assert of_kind(manifests, "ServiceMonitor", "PodMonitor", "Deployment") or boards


def test_defaults_fit_the_schema() -> None:
    """And it is itself a schema."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.Draft7Validator(SCHEMA).validate(VALUES)


def _keys(values: dict[str, Any], prefix: str = "") -> list[str]:
    found = []
    for key, value in values.items():
        found.append(prefix + key)
        if isinstance(value, dict):
            found += _keys(value, f"{prefix}{key}.")
    return found


def _schema_keys(schema: dict[str, Any], prefix: str = "") -> list[str]:
    found = []
    for key, part in schema.get("properties", {}).items():
        found += [prefix + key, *_schema_keys(part, f"{prefix}{key}.")]
    return found


def _is_free(schema: dict[str, Any], key: str, depth: int) -> bool:
    """Whether an object above a key takes what Kubernetes takes, so that its keys are not ours."""
    names = key.split(".")
    for name in names[:depth]:
        if name not in schema.get("properties", {}):
            return False
        schema = schema["properties"][name]
    return depth < len(names) and "properties" not in schema


def _is_read(key: str, text: str) -> bool:
    """Whether a template names it, or hands on the whole that it is a part of."""
    whole, _, part = key.rpartition(".")
    names = [f".Values.{key}", f"$values.{part}", f"toYaml .Values.{whole} "]
    return any(name in text for name in names[: 3 if whole else 1])
