"""Usage held against the thresholds that each daemon exports as it is configured."""

from __future__ import annotations


def reaches(usage: str, resource: str, level: str, share: float | None = None) -> str:
    """Return where a usage has reached its own daemon's threshold, which is exceeding it.

    Args:
        usage: An expression with the labels job and instance.
        resource: ``cpu``, ``memory`` or ``disk``.
        level: ``warning`` or ``critical``.
        share: The part of the threshold that is enough; ``None`` for all of it.
    """
    limit = f'django_health_threshold_ratio{{resource="{resource}",level="{level}"}}'
    # One threshold for each, also where two targets have the same job and instance: such a pair
    # would end the rule for everybody.
    limit = f"max by (job, instance) ({limit})"
    scaled = limit if share is None else f"({limit} * {share})"
    return f"{usage} >= on (job, instance) group_left () {scaled}"
