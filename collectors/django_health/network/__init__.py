"""Sockets that end with their run, and what TLS says of the other side."""
