"""The smaller pages: the landing page, health, the process itself, its reload."""
