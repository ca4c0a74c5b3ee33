"""A database stops, and the pager rings; it returns, and the pager is told: all of it real."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from alert_channels import Mailbox, PostOffice, eventually, post_office
from live_exporter import Exporter, postgresql_entry, write_settings
from live_servers import PostgreSQL, issue_certificate
from live_servers.alertmanager import Alertmanager
from shipped_alertmanager import SECRET, TEMPLATES, hurry, stage
from shipped_prometheus import ConfiguredPrometheus, hasty_rules
from shipped_prometheus import shipped as shipped_prometheus

PATIENCE = 60.0
DOWN = "DjangoHealthDatabaseDown"
RUNBOOKS, GRAFANA = "https://wiki.test/runbooks", "https://grafana.test"


@dataclass(frozen=True)
class Chain:
    """Everything from the database to the pager."""

    postgresql: PostgreSQL
    exporter: Exporter
    prometheus: ConfiguredPrometheus
    alertmanager: Alertmanager
    office: PostOffice
    mailbox: Mailbox

    def told(self, path: str, name: str, status: str) -> dict[str, Any]:
        """Return the first alert of a name with a status that came to a path."""

        def found() -> dict[str, Any] | None:
            for post in self.office.to(path):
                for alert in post.document["alerts"]:
                    if (alert["labels"]["alertname"], alert["status"]) == (name, status):
                        return {"receiver": post.document["receiver"], **alert}
            return None

        alert = eventually(found, PATIENCE)
        assert alert is not None
        return alert


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    """The daemon on a server, and after it what operators copy, in a hurry."""
    tls = issue_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.certificate, tls.key)
    with ExitStack() as stack:
        postgresql = stack.enter_context(PostgreSQL())
        write_settings(
            tmp_path,
            "alerting_settings",
            DATABASES={"default": postgresql_entry(postgresql)},
            INSTALLED_APPS=["django.contrib.contenttypes"],
        )
        exporter = stack.enter_context(Exporter(tmp_path, ["--django.settings=alerting_settings"]))
        office = stack.enter_context(post_office())
        mailbox = stack.enter_context(Mailbox(SECRET, context, auth_needs_tls=True))
        stand_ins = stack.enter_context(stage(office, mailbox, tls))
        configuration = stand_ins.configuration((0, 0))
        hurry(configuration["route"], "4s")
        alertmanager = stack.enter_context(Alertmanager(configuration, TEMPLATES))
        prometheus = _prometheus(exporter, alertmanager)
        stack.enter_context(prometheus)
        yield Chain(postgresql, exporter, prometheus, alertmanager, office, mailbox)


def _prometheus(exporter: Exporter, alertmanager: Alertmanager) -> ConfiguredPrometheus:
    """The shipped configuration with the addresses of this test."""
    configuration = shipped_prometheus("prometheus")
    configuration["global"] |= {
        "scrape_interval": "1s",
        "scrape_timeout": "1s",
        "evaluation_interval": "1s",
    }
    places = {"runbooks_url": RUNBOOKS, "grafana_url": GRAFANA, "cluster": "here"}
    external = configuration["global"]["external_labels"]
    assert external.keys() == places.keys()
    external |= places
    address = f"{alertmanager.host}:{alertmanager.port}"
    configuration["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [address]}]}]
    (job,) = (job for job in configuration["scrape_configs"] if job["job_name"] == "django")
    job["static_configs"] = [{"targets": [exporter.address]}]
    configuration["scrape_configs"] = [job]
    return ConfiguredPrometheus(configuration, hasty_rules())


def test_a_database_stops_and_returns(chain: Chain) -> None:
    """The pager hears of it and of its end, in the words of the rules; the watchdog is heard."""
    chain.prometheus.wait_for("django_health_database_up == 1", bool, PATIENCE)
    watchdog = chain.told("/heartbeat", "DjangoHealthWatchdog", "firing")
    assert watchdog["receiver"] == "dead-mans-switch"
    assert not any(DOWN in post.body.decode() for post in chain.office.posts)

    chain.postgresql.stop()
    firing = chain.told("/oncall", DOWN, "firing")
    _assert_in_full(firing, chain.exporter.address)
    _assert_muted(chain.alertmanager, firing["fingerprint"])

    chain.postgresql.start()
    resolved = chain.told("/oncall", DOWN, "resolved")
    assert resolved["labels"] == firing["labels"]
    assert resolved["fingerprint"] == firing["fingerprint"]
    assert chain.office.to("/slack")
    assert eventually(lambda: [m for m in chain.mailbox.mails if "[RESOLVED]" in m["Subject"]])
    _assert_no_secrets(chain)
    failed = [rule["name"] for rule in chain.prometheus.rules() if rule["health"] == "err"]
    assert failed == []


def _assert_in_full(alert: dict[str, Any], instance: str) -> None:
    """An alert goes where it belongs, with all its labels and its annotations, and no others."""
    assert alert["receiver"] == "pager"
    assert alert["labels"] == {
        "alertname": DOWN,
        "severity": "critical",
        "component": "database",
        "job": "django",
        "instance": instance,
        "database": "default",
        "cluster": "here",
    }
    annotations = alert["annotations"]
    assert annotations["summary"] == "The database default of django does not work"
    assert instance in annotations["description"]
    assert annotations["runbook_url"] == f"{RUNBOOKS}/{DOWN}.md"
    assert annotations["dashboard_url"].startswith(f"{GRAFANA}/d/dhe-databases?var-job=django&")


def _assert_muted(alertmanager: Alertmanager, cause: str) -> None:
    """That the whole component is down needs no page of its own."""

    def is_muted(alerts: list[dict[str, Any]]) -> bool:
        return any(
            cause in alert["status"]["inhibitedBy"]
            for alert in alerts
            if (alert["labels"]["alertname"], alert["labels"].get("check"))
            == ("DjangoHealthCheckDown", "database")
        )

    alertmanager.wait_for(is_muted, PATIENCE)


def _assert_no_secrets(chain: Chain) -> None:
    """Neither the database's password nor those of the channels are in anything that was sent."""
    told = [post.body.decode() for post in chain.office.posts]
    told += [mail.as_string() for mail in chain.mailbox.mails]
    for secret in (chain.postgresql.password, SECRET):
        assert secret
        assert [text for text in told if secret in text] == []
