"""Which paths may be exempt."""

import pytest

from django_health_exporter.web.config import WebConfig


@pytest.mark.parametrize("paths", [(), ("/",), ("/-/healthy", "/metrics"), ("/a%20b",)])
def test_paths(paths: tuple[str, ...]) -> None:
    """Any path that a request can have is taken, and none at all."""
    assert WebConfig(exempt_paths=paths).exempt_paths == paths


@pytest.mark.parametrize("path", ["", "healthz", "/a b", "/a?b", "/a#b", "/é", "/a\n", "*"])
def test_what_is_no_path(path: str) -> None:
    """What no request could have is refused, with an example."""
    with pytest.raises(ValueError, match=r"exempt path .*: write a path like /-/healthy"):
        WebConfig(exempt_paths=("/-/healthy", path))
