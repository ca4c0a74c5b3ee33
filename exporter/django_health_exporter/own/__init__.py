"""What the daemon tells about itself, whatever it watches."""
