"""Memcached: a file per idea."""
