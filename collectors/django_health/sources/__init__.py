"""Where targets come from: Django's settings, URLs, the environment."""
