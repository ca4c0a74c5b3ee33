"""Caches: a file per backend, and the metric families that they share."""
