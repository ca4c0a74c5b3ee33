"""The smaller pages: the status page, health, the process itself, its reload."""
