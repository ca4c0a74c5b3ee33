"""The pages of what can be set: in Django's settings, in the daemon's files, in variables."""
