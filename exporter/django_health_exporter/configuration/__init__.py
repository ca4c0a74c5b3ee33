"""Flags, environment, file and Django's settings become one frozen ``Config``."""
