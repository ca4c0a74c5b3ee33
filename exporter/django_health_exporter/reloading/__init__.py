"""A new configuration takes the place of the old one while the daemon serves."""
