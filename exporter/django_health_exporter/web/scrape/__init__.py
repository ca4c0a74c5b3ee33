"""Pages of metrics: ``/metrics``, and what all such pages have in common."""
