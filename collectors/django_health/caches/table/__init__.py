"""A cache in a database table: a file per idea."""
