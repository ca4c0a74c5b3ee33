"""What may be wrong with the daemon's own configuration, beside what its checks find."""
