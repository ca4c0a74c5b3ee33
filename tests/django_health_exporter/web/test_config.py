"""The web configuration refuses what cannot work."""

import msgspec
import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.scrape.self_metrics import GROUPS


@pytest.mark.parametrize("path", ["/metrics", "/", "/a/b.c", "/healthz", "/-x"])
def test_takes_any_free_path(path: str) -> None:
    """A path that no other page has is taken, also the root."""
    assert WebConfig(telemetry_path=path).telemetry_path == path


@pytest.mark.parametrize("path", ["", "metrics", "/a b", "/a?b", "/a#b", "/é", "/a\n"])
def test_refuses_what_is_no_path(path: str) -> None:
    """A telemetry path that no request could ask for is refused, with an example."""
    with pytest.raises(ValueError, match="write a path like /metrics"):
        WebConfig(telemetry_path=path)


@pytest.mark.parametrize(
    "path",
    ["/health", "/health/", "/health/x", "/-/ready", "/-/", "/probe", "/sd", "/openapi.json"],
)
def test_refuses_paths_of_other_pages(path: str) -> None:
    """The metrics cannot displace another page."""
    with pytest.raises(ValueError, match="taken by another page"):
        WebConfig(telemetry_path=path)


@pytest.mark.parametrize(
    "document",
    [
        {"listen_addresses": []},
        {"scrape_timeout": 0},
        {"timeout_offset": -1},
        {"shutdown_grace": -1},
        {"port": 1},
    ],
)
def test_refuses_values_out_of_range(document: dict[str, object]) -> None:
    """No address, times below zero and unknown keys are errors."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(document, WebConfig)


def test_what_is_told_of_the_daemon() -> None:
    """All groups, but those that are switched off; or none."""
    assert WebConfig().told == GROUPS.keys()
    some = WebConfig(self_metrics={"python": False, "process": True})
    assert some.told == GROUPS.keys() - {"python"}
    assert not WebConfig(disable_exporter_metrics=True, self_metrics={"python": True}).told


def test_unknown_group() -> None:
    """The most similar one is named."""
    with pytest.raises(ValueError, match="unknown group 'pyton', did you mean 'python'"):
        WebConfig(self_metrics={"pyton": False})


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"external_url": "ftp://h"}, "external URL 'ftp://h': write a URL like"),
        ({"external_url": "http://me:canary@h"}, "external URL: no user, password"),
        ({"route_prefix": "/a b"}, "route prefix '/a b': write a path like"),
        (
            {"systemd_socket": True, "listen_addresses": [":1"]},
            "give listen addresses or take systemd's sockets, not both",
        ),
    ],
)
def test_refuses_what_contradicts_itself(document: dict[str, object], reason: str) -> None:
    """Each with its reason, and without a password."""
    with pytest.raises(msgspec.ValidationError, match=reason) as caught:
        msgspec.convert(document, WebConfig)
    assert "canary" not in str(caught.value)


def test_takes_the_sockets_of_systemd_alone() -> None:
    """The address that is the default does not stand in their way."""
    assert WebConfig(systemd_socket=True).systemd_socket
