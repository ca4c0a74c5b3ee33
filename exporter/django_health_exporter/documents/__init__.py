"""Files as plain documents: YAML and TOML, and what typed sections of them have in common."""
