"""The host and the container: what runs out, and who uses it."""
