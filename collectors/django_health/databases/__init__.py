"""Databases: a file per engine, and the metric families that they share."""
