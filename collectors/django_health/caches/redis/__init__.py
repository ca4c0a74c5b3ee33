"""Redis and its kin: a file per idea."""
