"""``/config``: the configuration as it took effect."""
