"""Follows the way to each target that could not be reached."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping

from django_health.doctor.address import Address
from django_health.doctor.way import Way, way_to
from django_health.result import CheckResult, Reason, Status

OF_NETWORK = {Reason.TIMEOUT, Reason.REFUSED, Reason.DNS, Reason.UNAVAILABLE}
"""The reasons behind which the network may be."""

MOST = 20
"""Ways that are followed."""

Follow = Callable[[Address], Way]


def ways_of(
    results: Iterable[CheckResult], addresses: Mapping[str, Address], follow: Follow = way_to
) -> Mapping[str, Way]:
    """Return how far the ways lead to what could not be reached, by the labels of the checks.

    All are followed at once.

    Args:
        results: Of the checks.
        addresses: By the labels of the checks.
        follow: Follows one way, for a limited time.
    """
    ill = [
        result.label
        for result in results
        if result.status is Status.ERROR
        and result.outcome.reason in OF_NETWORK
        and result.label in addresses
    ][:MOST]
    found = _followed({addresses[label] for label in ill}, follow)
    return {label: found[addresses[label]] for label in ill}


def _followed(wanted: set[Address], follow: Follow) -> dict[Address, Way]:
    found: dict[Address, Way] = {}

    def look(address: Address) -> None:
        found[address] = follow(address)

    threads = [
        threading.Thread(target=look, args=(address,), name="doctor-way", daemon=True)
        for address in wanted
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
