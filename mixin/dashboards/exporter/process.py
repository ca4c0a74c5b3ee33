"""The process of the exporter."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import MATCHERS, over_time, rate, select
from mixin.thresholds import OPEN_FILES

_OURS = f" and on (job, instance) django_health_exporter_build_info{{{MATCHERS}}}"
_EACH = "{{instance}}"
_FILES = f"{select('process_open_fds')} / ({select('process_max_fds')} > 0)"

PROCESS = Row(
    "Process",
    [
        graph(
            "CPU",
            "Processors that the exporter uses. A scrape takes some milliseconds; more than a "
            "tenth of a processor means that it is asked very often, or that checks spin.",
            over_time(rate("process_cpu_seconds_total") + _OURS, _EACH),
            unit="none",
        ),
        graph(
            "Memory",
            "Memory in RAM. It grows in the first minutes and then stays; a slope over days is a "
            "leak: restart it, and please report it.",
            over_time(select("process_resident_memory_bytes") + _OURS, f"{_EACH} in RAM"),
            unit="bytes",
        ),
        graph(
            "Address space",
            "Memory that the process has reserved, most of which it never touches. Only a limit "
            "of the address space (ulimit -v, LimitAS) makes it matter.",
            over_time(select("process_virtual_memory_bytes") + _OURS, _EACH),
            unit="bytes",
        ),
        graph(
            "File descriptors",
            "Share of the files and connections that it may have open. At 100 % no check can "
            "connect: raise LimitNOFILE, or find out who holds connections to it.",
            over_time(f"{_FILES}{_OURS}", _EACH),
            unit="percentunit",
            colours=steps(OPEN_FILES),
            most=1,
        ),
        graph(
            "Garbage collection",
            "Runs of Python's garbage collector per second, by generation. Generation 2 runs "
            "seldom; if it runs all the time, objects pile up: compare with the memory.",
            over_time(
                f"sum by (instance, generation) ({rate('python_gc_collections_total')}{_OURS})",
                "{{instance}} generation {{generation}}",
            ),
            unit="ops",
        ),
        graph(
            "Objects collected",
            "Objects per second that the garbage collector freed, and those that it could not. "
            "The second is always zero; if not, a library keeps cycles: please report it.",
            over_time(
                f"sum by (instance) ({rate('python_gc_objects_collected_total')}{_OURS})",
                "{{instance}} freed",
            ),
            over_time(
                f"sum by (instance) ({rate('python_gc_objects_uncollectable_total')}{_OURS})",
                "{{instance}} not to be freed",
            ),
            unit="ops",
        ),
    ],
)
