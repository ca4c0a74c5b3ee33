"""How many connections the process can have, by the file descriptors that it may open."""

from __future__ import annotations

import logging
import resource

logger = logging.getLogger(__name__)

RESERVE = 256
"""Descriptors for all that is no client: checks, their connections and files, logs, listeners."""


def connections_within_limit(wanted: int) -> int:
    """Return how many connections there may be, and raise the process's own limit if need be.

    Only the soft limit is raised, which is there for programs that cannot do with more. Where the
    hard one is too low, clients get half of what there is, and the log is told.

    Args:
        wanted: The connections that the configuration allows.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted + RESERVE:
        return wanted
    enough = wanted + RESERVE if hard == resource.RLIM_INFINITY else min(wanted + RESERVE, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))
    possible = max(enough - RESERVE, enough // 2)
    if possible >= wanted:
        return wanted
    logger.warning(
        "--web.max-connections %d: lowered to %d, since the process may open %d files: "
        "raise the limit, LimitNOFILE= in systemd",
        wanted,
        possible,
        enough,
    )
    return possible
