"""Queries of the configuration's own: a file per idea."""
