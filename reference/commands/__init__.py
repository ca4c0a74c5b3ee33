"""The pages of the commands: of the program, and of ``manage.py``."""
