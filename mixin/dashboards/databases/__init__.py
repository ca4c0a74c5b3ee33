"""Databases: what is wrong with them, how busy they are, and what they keep."""
