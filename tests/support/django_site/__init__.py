"""A Django project with a test suite of Django's own kind, as a user of the library has one."""
