"""The fleet: what fails now, where, since when and why."""
