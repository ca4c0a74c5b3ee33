"""The reference of the documentation, written from the code: settings, flags, metrics and more.

A page says what a docstring, a help text or a table of the code says, and nothing else. What has no
meaning there cannot be written: see :mod:`reference.meaning`.
"""
