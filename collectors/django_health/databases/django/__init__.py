"""Any other engine, through a connection of Django's: a file per idea."""
