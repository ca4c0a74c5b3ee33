"""Who may ask: users, rate, and what is for the allowed alone."""
