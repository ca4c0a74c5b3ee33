"""Does a name resolve."""
