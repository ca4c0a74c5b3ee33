"""Does a URL answer as it should."""
