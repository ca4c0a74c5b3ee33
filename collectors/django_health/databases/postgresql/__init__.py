"""PostgreSQL, PostGIS and what speaks their protocol: a file per idea."""
