"""All of it on one machine, without containers: ``make stack``, and how it is broken and mended."""
