"""Where connections come in: addresses, unix sockets, systemd's sockets."""
