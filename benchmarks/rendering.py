"""Measures how long 10,000 samples take to become text, beside prometheus_client's own encoders.

The measurements are made anew for each page, as at each scrape. The library is given finished
metric families, and the time to make these from the measurements is told beside it. Ours is
measured with all values changed since the page before, with a tenth of them changed, and for the
very first page. All of them make the same bytes, which is checked.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from prometheus_client.exposition import choose_encoder

from django_health.reports.families import families_of
from django_health.reports.rendering import Families, Renderer
from django_health.result import Family, Kind, Measurement
from stand.clocks import wait_until_quiet
from stand.figures import Bar, show, table
from stand.script import arguments, conditions, finish

FORMATS = {
    "text 0.0.4": "text/plain;version=0.0.4",
    "OpenMetrics": "application/openmetrics-text;version=1.0.0",
}

FAMILIES = [
    Family(
        f"django_health_bench_{number}{'_total' if number % 2 else ''}",
        "A family like those of the checks (where its figure comes from).",
        ("cache", "server"),
        Kind.COUNTER if number % 2 else Kind.GAUGE,
    )
    for number in range(20)
]


class Case(NamedTuple):
    """Something to do with measurements."""

    name: str
    format: str
    changed: float
    render: Callable[[list[Measurement]], object]


def measurements(samples: int, turn: int, changed: float) -> list[Measurement]:
    """Return so many measurements, of whose values a share is another one in each turn."""
    each = samples // len(FAMILIES)
    moving = int(each * changed)
    return [
        family((turn if place < moving else 0) + place * 1.25, f"cache{place}", "127.0.0.1:6379")
        for family in FAMILIES
        for place in range(each)
    ]


def cases(name: str, accept: str) -> list[Case]:
    """What is measured in a format."""
    library, _ = choose_encoder(accept)
    return [
        Case("prometheus_client", name, 1, lambda found: library(Families(families_of(found)))),
        Case("making the families alone", name, 1, families_of),
        Case("ours, all values changed", name, 1, _page_of(Renderer(library))),
        Case("ours, a tenth changed", name, 0.1, _page_of(Renderer(library))),
        Case("ours, first page", name, 1, lambda found: Renderer(library).page([found])),
    ]


def _page_of(renderer: Renderer) -> Callable[[list[Measurement]], bytes]:
    return lambda found: renderer.page([found])


def check_bytes(samples: int) -> None:
    """Raise unless ours is the library's text."""
    for accept in FORMATS.values():
        library, _ = choose_encoder(accept)
        renderer = Renderer(library)
        for turn in range(2):
            found = measurements(samples, turn, 1)
            if renderer.page([found]) != library(Families(families_of(found))):
                raise RuntimeError(f"not the same bytes for {accept}")


def run(group: Sequence[Case], samples: int, rounds: int) -> dict[Case, float]:
    """CPU milliseconds of each, the median, measured in turns."""
    taken: dict[Case, list[float]] = {case: [] for case in group}
    for turn in range(1, rounds + 2):
        wait_until_quiet(0.5)
        for case in group:
            found = measurements(samples, turn, case.changed)
            started = time.thread_time()
            case.render(found)
            taken[case].append((time.thread_time() - started) * 1000)
    # The first time is that of the empty caches, of which there is a case of its own.
    return {case: statistics.median(each[1:]) for case, each in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--samples", type=int, default=10_000, help="samples of a page (10000)")
    parser.add_argument("--rounds", type=int, default=15, help="pages of each (15)")
    options = parser.parse_args()
    check_bytes(options.samples)
    found = run(
        [case for name, accept in FORMATS.items() for case in cases(name, accept)],
        options.samples,
        options.rounds,
    )
    show(f"{conditions()}; {options.samples} samples, {options.rounds} pages of each\n")
    rows = [["", "format", "CPU ms", "µs a sample"]]
    for case, cpu in found.items():
        rows.append([case.name, case.format, f"{cpu:.1f}", f"{cpu * 1000 / options.samples:.2f}"])
    show(table(rows, markdown=options.markdown))
    bars = [
        Bar(f"{case.name}, {case.format}: CPU", 40 * options.samples / 10_000, cpu, " ms")
        for case, cpu in found.items()
        if case.name == "ours, all values changed"
    ]
    finish(options, bars)


if __name__ == "__main__":
    main()
