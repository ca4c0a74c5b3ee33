"""Checks of the project's own: how they are registered, found, and kept from doing harm."""
