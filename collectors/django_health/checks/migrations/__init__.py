"""Which migrations of the project a database holds."""
