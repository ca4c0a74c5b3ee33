"""What the web configuration file says: TLS, users, headers, rate."""
