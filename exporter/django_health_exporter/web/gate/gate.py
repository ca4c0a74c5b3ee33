"""Lets connections and requests in, or refuses them, before anything is asked."""

from __future__ import annotations

import ssl
from collections.abc import Coroutine
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.iostream import IOStream, SSLIOStream

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.certificates import certificate_of
from django_health_exporter.web.gate.locality import comes_from_here
from django_health_exporter.web.gate.rates import Rates
from django_health_exporter.web.gate.strangers import Strangers
from django_health_exporter.web.gate.users import UserGate, unauthorized
from django_health_exporter.web.links import Links
from django_health_exporter.web.peers import socket_of
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.policy.policy import Policy


class Gate:
    """Holds connections and requests against a policy.

    Args:
        config: The paths that need no password, and whether there is a proxy.
        policies: The policy that is in force.
    """

    def __init__(self, config: WebConfig, policies: CurrentPolicy) -> None:
        self.policies = policies
        links = Links(config.external_url, config.route_prefix)
        exempt = set(map(links.route, config.exempt_paths))
        if links.route("/") in exempt:  # what leads there tells nothing either
            exempt |= {"/", links.prefix}
        self._exempt = frozenset(exempt)
        self._behind_proxy = bool(config.external_url)
        self._users = UserGate()
        self._rates = Rates()
        self._strangers = Strangers()

    def greet(self, stream: IOStream) -> None:
        """Have a new connection dropped after its handshake if its certificate is not allowed.

        Whoever is refused learns nothing more, not even what is wrong with a request, as with
        Prometheus' exporters.
        """
        allowed = self.policies.now().allowed_sans
        if allowed and isinstance(stream, SSLIOStream):
            self._strangers.drop(stream, allowed)

    def admit(self, request: HTTPServerRequest, policy: Policy) -> Coroutine[Any, Any, None] | None:
        """Let a request in, at once or after a while.

        Raises:
            RequestError: It is refused.
        """
        if policy.rate_limit is None and not policy.users:
            return None
        exempt = request.path in self._exempt
        if policy.rate_limit is not None:
            self._rates.take(policy.rate_limit, exempt=exempt)
        if exempt or not policy.users:
            return None
        return self._users.admit(request, policy.users)

    def refusal(self, request: HTTPServerRequest, policy: Policy) -> RequestError | None:
        """Return why a request is refused that is wrong in itself; nothing is waited for."""
        try:
            undecided = self.admit(request, policy)
        except RequestError as refused:
            return refused
        if undecided is None:
            return None
        undecided.close()
        return unauthorized()

    def has_named_itself(self, request: HTTPServerRequest) -> bool:
        """Whether whoever asks came with a password, where users are configured.

        A path may be exempt from that, and is then asked by somebody who has shown nothing.
        """
        users = self.policies.now().users
        return not users or self._users.is_known(request, users)

    def is_allowed(self, request: HTTPServerRequest) -> bool:
        """Whether whoever asks may see what is for people who look for a fault.

        That is who came with a password, or with a certificate where one is demanded: who may come
        without one shows with it that an authority knows them, and be it one of the system's,
        which sign for anybody. Where neither is configured, it is who asks from this very machine,
        with no proxy between.
        """
        policy = self.policies.now()
        connection = socket_of(request)
        demand = ssl.CERT_NONE if policy.tls is None else policy.tls.verify_mode
        if demand == ssl.CERT_REQUIRED and certificate_of(connection):
            return True
        if policy.users:
            return self._users.is_known(request, policy.users)
        if demand != ssl.CERT_NONE:
            return False
        return not self._behind_proxy and comes_from_here(request, connection)
