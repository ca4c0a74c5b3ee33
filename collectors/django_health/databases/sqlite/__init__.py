"""SQLite: a file per idea."""
