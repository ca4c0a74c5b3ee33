"""The Django project's settings, read again in the process while checks are run by them."""
