#!/bin/sh
# Installs the servers that the tests run against, where they are missing (Debian and its like).
#
# As root it installs them and leaves none running. Otherwise it prints what root has to run; the
# tests of a missing server are then skipped, but where CI=true this fails, and so do they.
#
# With the argument "exporters" it installs those of Prometheus too, which the benchmarks compare with.
set -eu

# The program, the package that holds it and the service, if any, that the package would start.
servers='
postgres postgresql postgresql
mariadbd mariadb-server mariadb
redis-server redis-server redis-server
memcached memcached memcached
prometheus prometheus prometheus
prometheus-alertmanager prometheus-alertmanager prometheus-alertmanager
rabbitmq-server rabbitmq-server rabbitmq-server
faketime faketime
chromium chromium
ip iproute2
systemd-analyze systemd
curl curl
fuser psmisc
jq jq
nc netcat-openbsd
openssl openssl
ps procps
sqlite3 sqlite3
'
if [ "${1:-}" = exporters ]; then
    for name in postgres mysqld redis node blackbox; do
        name=prometheus-$name-exporter
        servers="$servers$name $name $name
"
    done
fi

# Whether a program is there; PostgreSQL's is not on PATH, its folder bears the version.
is_installed() {
    for place in $(command -v "$1") /usr/sbin/"$1" /usr/lib/postgresql/*/bin/"$1"; do
        [ -x "$place" ] && return 0
    done
    return 1
}

packages=''
services=''
while read -r program package service; do
    if [ -n "$program" ] && ! is_installed "$program"; then
        packages="$packages $package"
        services="$services${service:+ $service}"
    fi
done <<END
$servers
END
[ -n "$packages" ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "to test against every server, run as root: apt-get install$packages" >&2
    [ "${CI:-}" != true ] || exit 1
    exit 0
fi

echo "installing$packages"
# What the packages' scripts take for the present runlevel: no service is started in this one.
export RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# Its report is for the case that it fails.
# shellcheck disable=SC2086 # each word is a package
if ! report=$(apt-get -qq install --no-install-recommends $packages 2>&1 </dev/null); then
    echo "$report" >&2
    exit 1
fi
# systemd knows no runlevels. The tests start servers of their own, so these may rest.
if [ -n "$services" ] && [ -d /run/systemd/system ]; then
    # shellcheck disable=SC2086 # each word is a service
    systemctl --quiet disable --now $services
fi
