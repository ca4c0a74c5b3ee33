-- Run once, by the image's superuser: the application's own user and database. psql reads the password itself,
-- so that it is in no command line.
\set password `cat "${SECRETS:-/run/secrets}/postgresql_password"`
CREATE ROLE shop LOGIN PASSWORD :'password';
CREATE DATABASE shop OWNER shop;
-- What `django-health-exporter grants` asks for beside what an owner has: the figures of the server.
GRANT pg_read_all_stats TO shop;
