"""One target at a time, and the list of them: ``/probe`` and ``/sd``."""
