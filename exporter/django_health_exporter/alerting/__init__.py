"""Alerts from the daemon: whether it sends any, by which configuration, and what came of them."""
