"""Attacks the daemon on loopback with thousands of hostile clients, and scrapes it once a second.

The daemon watches the host, a Redis and an SQLite, and its page has 400 kB. The attackers come from
127.0.0.2, the scraper from 127.0.0.1, on a new connection each time. All limits are the defaults.
"""

from __future__ import annotations

import resource
from collections.abc import Sequence

from stand.figures import Bar, percentile, show, table
from stand.script import arguments, conditions, finish, scratch
from stand.sieges import HEAD, MIB, Siege, both, row


def bars(found: Sequence[tuple[str, Siege]]) -> list[Bar]:
    """What is promised of all attacks together."""
    sieges = [siege for _, siege in found]
    seconds = [each for siege in sieges for each in siege.visits.seconds]
    failures = sum(len(siege.visits.failures) for siege in sieges)
    worst = max(percentile([*siege.visits.seconds] * 2, 99) for siege in sieges)
    return [
        Bar("scrapes that failed under attack", 0, failures),
        Bar("p99 of all scrapes under attack", 1000, percentile(seconds, 99) * 1000, " ms"),
        Bar("p99 of the scrapes under the worst attack", 1000, worst * 1000, " ms"),
        Bar("memory more than before", 50, max(siege.growth for siege in sieges) / MIB, " MiB"),
    ]


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="of each attack (15)")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    show(f"{conditions()}; {options.seconds:g} s each; up to {hard} descriptors\n")
    with scratch() as folder:
        found = both(folder, options.seconds)
    rows = [HEAD, *(row(name, siege) for name, siege in found)]
    show(table(rows, markdown=options.markdown))
    finish(options, bars(found))


if __name__ == "__main__":
    main()
