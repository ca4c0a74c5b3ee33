"""Caches: what is wrong with them, what they spare the databases, and what they keep."""
