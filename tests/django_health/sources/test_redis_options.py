"""Connection arguments from options and queries."""

from __future__ import annotations

import pytest
import redis

from django_health.sources.redis_options import connection_options, is_tls, path_of
from django_health.targets import TargetError


def test_arguments_of_the_connection_are_kept_and_no_others() -> None:
    """Pools, parsers, time limits and names are not taken over."""
    options = {"ssl_ca_certs": "/ca", "max_connections": 3, "parser_class": "x", "protocol": 3}
    query = {"socket_timeout": "1", "ssl_ca_certs": "/own", "client_class": "y"}
    assert connection_options(options, query, "X") == {"ssl_ca_certs": "/own", "protocol": 3}


def test_the_query_is_typed_as_redis_py_types_it() -> None:
    """Truth values and numbers."""
    query = {"ssl_check_hostname": "no", "socket_keepalive": "True", "protocol": "3"}
    assert connection_options({}, query, "X") == {
        "ssl_check_hostname": False,
        "socket_keepalive": True,
        "protocol": 3,
    }


@pytest.mark.parametrize("text", ["x", "9" * 5000])
def test_a_number_that_is_none_is_named(text: str) -> None:
    """The value is not repeated."""
    with pytest.raises(TargetError, match=r"^X has a protocol that is no number"):
        connection_options({}, {"protocol": text}, "X")


def test_a_class_of_connections_can_mean_tls() -> None:
    """As a class or as its path."""
    assert is_tls({"connection_class": redis.SSLConnection})
    assert is_tls({"connection_class": "redis.connection.SSLConnection"})
    assert not is_tls({})


def test_a_class_has_a_path() -> None:
    """What is neither a class nor a text has none."""
    assert path_of(redis.Redis, "") == "redis.client.Redis"
    assert [path_of(None, "d"), path_of("p", "d"), path_of(7, "d")] == ["d", "p", ""]
