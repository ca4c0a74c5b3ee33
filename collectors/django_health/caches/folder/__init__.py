"""A file-based cache: a file per idea."""
