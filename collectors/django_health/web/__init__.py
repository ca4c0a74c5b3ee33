"""What the views inside Django stand on: who may see what, and the answers."""
