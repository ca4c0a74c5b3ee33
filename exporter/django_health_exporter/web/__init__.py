"""The HTTP side of the daemon: sockets, routes, waiting for checks, and what is sent."""
