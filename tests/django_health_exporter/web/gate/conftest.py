"""What the tests of the gate share."""

from watched_bcrypt import watched

__all__ = ["watched"]
