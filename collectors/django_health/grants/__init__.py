"""The least privileges that the questions of this library need, as what an administrator types."""
