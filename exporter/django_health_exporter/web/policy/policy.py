"""The values that a web configuration file amounts to."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RateLimit:
    """A bucket of ``burst`` requests, filled with one each ``interval`` seconds."""

    interval: float
    burst: int


@dataclass(frozen=True, eq=False)
class Policy:
    """What holds for connections and requests.

    Attributes:
        tls: For new connections; ``None`` for plain HTTP.
        allowed_sans: Where it is not empty: a client's certificate has to carry one of these
            names, addresses or URIs.
        headers: Sent with every answer.
        users: The bcrypt hash of each user's password; where it is empty, nobody needs one.
        rate_limit: For all requests together.
    """

    tls: ssl.SSLContext | None = None
    allowed_sans: frozenset[str] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)
    users: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    rate_limit: RateLimit | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it demands nothing of anybody."""
        return not (self.tls or self.headers or self.users or self.rate_limit)
