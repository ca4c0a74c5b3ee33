"""Does a mail server serve."""
