"""The web configuration refuses what cannot work."""

import msgspec
import pytest

from django_health_exporter.web.config import WebConfig


@pytest.mark.parametrize("path", ["/metrics", "/", "/a/b.c", "/healthz", "/-x"])
def test_takes_any_free_path(path: str) -> None:
    """A path that no other page has is taken, also the root."""
    assert WebConfig(telemetry_path=path).telemetry_path == path


@pytest.mark.parametrize("path", ["", "metrics", "/a b", "/a?b", "/a#b", "/é"])
def test_refuses_what_is_no_path(path: str) -> None:
    """A telemetry path that no request could ask for is refused, with an example."""
    with pytest.raises(ValueError, match="write a path like /metrics"):
        WebConfig(telemetry_path=path)


@pytest.mark.parametrize("path", ["/health", "/health/", "/health/x", "/-/ready", "/-/"])
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
