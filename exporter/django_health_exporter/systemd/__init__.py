"""What a service manager and the daemon tell each other: sockets, readiness, signs of life."""
