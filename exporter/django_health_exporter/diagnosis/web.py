"""Who can read the daemon's pages and its users' passwords, and when its certificate ends."""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django_health.doctor.finding import Finding, Level
from django_health.errors import HealthCheckError
from django_health.network.certificate import expiry_of
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.listening.sockets import UNIX, split_address
from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.policy import Policy
from django_health_exporter.web.policy.reading import read_policy

FLAG = "--web.config.file"
SOON = 14.0
"""Days before the end of a certificate from which on it is told."""

_DAY = 86400.0


def web_findings(config: WebConfig, now: Callable[[], float] = time.time) -> Iterator[Finding]:
    """Yield what is wrong with the HTTP side."""
    policy = Policy()
    if config.config_file:
        try:
            policy = read_policy(Path(config.config_file), Files())
        except HealthCheckError as error:
            yield Finding(Level.ERROR, FLAG, str(error), "correct what is named")
            return
    if not is_local(config):
        yield from _of_strangers(config, policy)
    if policy.tls is not None:
        yield from _of_certificate(policy.tls, now())


def is_local(config: WebConfig) -> bool:
    """Whether nobody beyond this host can reach the daemon, as far as its configuration tells."""
    return not config.systemd_socket and all(map(_is_local, config.listen_addresses))


def _is_local(address: str) -> bool:
    if address.startswith(UNIX):
        return True
    host, _ = split_address(address)
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _of_strangers(config: WebConfig, policy: Policy) -> Iterator[Finding]:
    where = "systemd's sockets" if config.systemd_socket else ", ".join(config.listen_addresses)
    if not policy.users and not (policy.tls and policy.tls.verify_mode == ssl.CERT_REQUIRED):
        yield Finding(
            Level.NOTE,
            "web",
            f"whoever reaches {where} may read the figures: nobody needs a password",
            f"basic_auth_users and TLS in {FLAG}, an address like 127.0.0.1:10170, or a firewall",
        )
    elif policy.tls is None and not config.external_url.startswith("https:"):
        yield Finding(
            Level.WARNING,
            "web",
            f"passwords come to {where} in clear text",
            f"tls_server_config in {FLAG}, or a proxy with TLS in front (--web.external-url)",
        )


def _of_certificate(context: ssl.SSLContext, now: float) -> Iterator[Finding]:
    end = expiry_of(certificate_of(context))
    if end is None or (left := (end - now) / _DAY) > SOON:
        return
    when = time.strftime("%Y-%m-%d", time.gmtime(end))
    what = f"the daemon's certificate ended on {when}"
    if left > 0:
        what = f"the daemon's certificate ends on {when}, in {left:.0f} days"
    level = Level.WARNING if left > 0 else Level.ERROR
    yield Finding(level, FLAG, what, "renew it; the daemon notices the new file by itself")


def certificate_of(server: ssl.SSLContext) -> bytes:
    """Return the certificate that a server with this context presents, empty where that is none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server)
    peer = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):  # the steps of a handshake
        for side in (client, peer):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:  # it wants a certificate of its clients, and has shown its own
                break
    try:
        return client.getpeercert(binary_form=True) or b""
    except ValueError:
        return b""
