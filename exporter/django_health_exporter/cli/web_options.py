"""The flags of the HTTP side, under the names that Prometheus and its exporters give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django_health_exporter.cli.options import F, flag
from django_health_exporter.web.listening.sockets import FLAG
from django_health_exporter.web.scrape.self_metrics import GROUPS

PARAMETER = "web_"
"""What stands before the keys in the command's parameters: there is a ``config_file`` already."""

SECONDS: Mapping[str, Any] = {"type": float, "metavar": "SECONDS"}

WEB: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "listen_addresses": (
        FLAG,
        {
            "multiple": True,
            "metavar": "ADDRESS",
            "help": "Address to listen on, may be repeated: ':10170', '127.0.0.1:10170', "
            "'[::1]:10170', 'unix:/run/exporter.sock'; default: ':10170'.",
        },
    ),
    "systemd_socket": (
        "--web.systemd-socket/--no-web.systemd-socket",
        {"help": "Listen on the sockets that systemd hands over instead."},
    ),
    "config_file": (
        "--web.config.file",
        {
            "metavar": "FILE",
            "help": "YAML file with TLS, users, headers and rate limit, as of all exporters.",
        },
    ),
    "exempt_paths": (
        "--web.exempt-path",
        {
            "multiple": True,
            "metavar": "PATH",
            "help": "Path that needs no password, may be repeated; instead of the default "
            "'/-/healthy' and '/-/ready', which then need one unless they are named too.",
        },
    ),
    "external_url": (
        "--web.external-url",
        {"metavar": "URL", "help": "Where users find the daemon, if it stands behind a proxy."},
    ),
    "route_prefix": (
        "--web.route-prefix",
        {
            "metavar": "PATH",
            "help": "What stands before all paths; default: the path of --web.external-url.",
        },
    ),
    "telemetry_path": (
        "--web.telemetry-path",
        {"metavar": "PATH", "help": "Path of the metrics; default: '/metrics'."},
    ),
    "max_requests": (
        "--web.max-requests",
        {
            "type": int,
            "metavar": "COUNT",
            "help": "Requests that may wait for checks at the same time, 0 for any number; more "
            "are answered 503; default: 40.",
        },
    ),
    "max_connections": (
        "--web.max-connections",
        {
            "type": int,
            "metavar": "COUNT",
            "help": "Connections that may be open at the same time; default: 512.",
        },
    ),
    "read_timeout": (
        "--web.read-timeout",
        {**SECONDS, "help": "Time in which a request has to come in; default: 5."},
    ),
    "write_timeout": (
        "--web.write-timeout",
        {**SECONDS, "help": "Time in which an answer has to be taken; default: 30."},
    ),
    "idle_timeout": (
        "--web.idle-timeout",
        {**SECONDS, "help": "Time that a connection is kept between requests; default: 90."},
    ),
    "shutdown_grace": (
        "--web.shutdown-grace",
        {
            **SECONDS,
            "help": "Time that answers may still take once the end has come; default: 5.",
        },
    ),
    "disable_exporter_metrics": (
        "--web.disable-exporter-metrics/--no-web.disable-exporter-metrics",
        {"help": "Tell nothing of the exporter itself; default: tell."},
    ),
    "enable_lifecycle": (
        "--web.enable-lifecycle/--no-web.enable-lifecycle",
        {"help": "Answer POST /-/reload, which reads the configuration again."},
    ),
    "scrape_timeout": (
        "--scrape-timeout",
        {**SECONDS, "help": "Time for an answer when the scraper names none; default: 10."},
    ),
    "timeout_offset": (
        "--timeout-offset",
        {
            **SECONDS,
            "help": "Taken off the scraper's own timeout, to answer before it; default: 0.5.",
        },
    ),
}
"""The flags by the key that each of them is in the configuration file's section ``web``."""


def web_options(command: F) -> F:
    """Declare them, and a switch for each group of the daemon's own metrics."""
    for group, told in reversed(list(GROUPS.items())):
        declare = flag(
            f"--self-metrics.{group}/--no-self-metrics.{group}",
            f"self_metrics_{group}",
            default=None,
            help=f"Tell {told}, or do not; default: tell.",
        )
        command = declare(command)
    for parameter, (name, settings) in reversed(list(WEB.items())):
        command = flag(name, PARAMETER + parameter, **{"default": None, **settings})(command)
    return command


def web_given(given: dict[str, object]) -> dict[str, object]:
    """Take the flags of the HTTP side out of all that were given; what is absent is left out."""
    values = {name: given.pop(PARAMETER + name) for name in WEB}
    switches = {group: given.pop(f"self_metrics_{group}") for group in GROUPS}
    values["self_metrics"] = {group: on for group, on in switches.items() if on is not None} or None
    return {name: value for name, value in values.items() if value is not None and value != ()}
