"""Dashboards, recording rules and alerts as Python, of which the files to copy are made."""
