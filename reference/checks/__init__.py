"""The page of the built-in checks, and what it finds out about them."""
