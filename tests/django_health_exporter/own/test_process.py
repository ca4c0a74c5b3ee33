"""The standard metrics of a process."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import ProcessCollector

from django_health_exporter.own.process import ProcessFigures
from library_figures import assert_as_library
from told_figures import told_figures


def test_as_the_library_tells_them() -> None:
    """Names, types and values are those of every Prometheus client."""
    library = ProcessCollector(registry=None)
    assert_as_library(ProcessFigures(), library, moving={"cpu", "open", "memory"})


def test_older_kernels_do_not_count_descriptors(tmp_path: Path) -> None:
    """Then they are listed."""
    uncounted = Path("/proc/sys")  # a folder of the kernel's that says nothing of its size
    assert uncounted.stat().st_size == 0
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "fd").symlink_to(uncounted)
    told = told_figures(ProcessFigures(str(tmp_path)))
    assert told["process_open_fds"] == len(list(uncounted.iterdir()))


def test_a_system_without_the_files(tmp_path: Path) -> None:
    """What cannot be read is absent, and what needs no file is there."""
    told = told_figures(ProcessFigures(str(tmp_path)))
    assert told.keys() == {"process_cpu_seconds_total", "process_max_fds"}
