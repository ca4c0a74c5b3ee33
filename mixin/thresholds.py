"""Every limit that both an alert and a panel know; what the exporter exports itself is not here.

Usage of CPU, memory, disks and the like is compared with ``django_health_threshold_ratio``, which
each daemon exports as it is configured. Ratios are 0 to 1, times in seconds.
"""

from __future__ import annotations

OBJECTIVE = 0.999
"""Share of the time, over 30 days, in which a component is to work."""

CONNECTIONS_WARNING, CONNECTIONS_CRITICAL = 0.8, 0.95
"""Share of a server's connections that are in use."""

REPLICATION_LAG_WARNING, REPLICATION_LAG_CRITICAL = 30.0, 3600.0
"""Seconds that a replica is behind."""

LONG_TRANSACTION = 600.0
"""Age of the oldest open transaction."""

BUFFER_HIT_RATIO = 0.9
"""Share of page requests of a database that memory is to serve."""

CACHE_HIT_RATIO = 0.8
"""Share of reads that a cache is to serve."""

CACHE_MEMORY = 0.9
"""Share of a cache's memory limit that is in use."""

CLOCK_SKEW = 2.0
"""Seconds between the clocks of a database and of the host."""

QUEUE_LENGTH = 100.0
"""Messages that wait in a queue of Celery."""

QUEUE_STANDSTILL = 600.0
"""Seconds for which the same message is next in line."""

BEAT_LATENESS = 600.0
"""Seconds by which the most overdue periodic task is late; up to 180 mean nothing."""

LOAD_PER_CORE = 2.0
"""Load over 15 minutes, for each processor."""

CERTIFICATE_DAYS_WARNING, CERTIFICATE_DAYS_CRITICAL = 21.0, 3.0
"""Days until a certificate ends."""

CHECK_STALE = 300.0
"""Age of a check's result."""

SLOWER_THAN_BEFORE = 3.0
"""How many times longer than its own median of the day before a check takes."""

SCRAPE_DURATION = 8.0
"""Seconds that an answer takes; Prometheus gives up after ten."""
