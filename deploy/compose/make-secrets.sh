#!/bin/sh
# Invents the passwords of compose.yaml, once: what is there stays as it is.
#
# Each is a file, which the containers get at /run/secrets. The folder is closed to everybody else on the host;
# the files in it are readable to all, since each container has a user of its own.
set -eu
umask 022
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

# A file of before may be closed to the containers' users.
invent() {
    [ ! -e "$1" ] || chmod 644 "$1"
    [ -s "$1" ] || od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$1"
}

for name in django_secret_key postgresql_password postgresql_root_password mariadb_password \
    mariadb_root_password redis_password grafana_password; do
    invent "$name"
done

# Redis reads its users from a file too, so that no password is in a command line. Nobody is let in without one.
[ ! -e redis_users ] || chmod 644 redis_users
[ -s redis_users ] || cat >redis_users <<END
user default off
user shop on >$(cat redis_password) ~* &* +@all -@admin -@dangerous +info +client|setname
END
echo "the passwords are in $(pwd)"
