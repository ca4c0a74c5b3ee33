"""How the project is configured, and whether its surroundings fit that."""
