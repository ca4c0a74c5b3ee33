"""MySQL and MariaDB: a file per idea."""
