#!/bin/sh
# Puts newer packages of Prometheus and its Alertmanager beside those of the system: rules and
# configurations have to hold on both. Docker Compose comes along, which takes its file to pieces without Docker.
#
# They come from newer suites of Debian, through an apt with a state of its own, and are unpacked into
# .servers/SUITE at the root of the project: nothing on the system changes, and the tests look there.
# Debian's keyring vouches for them. Where that fails (another system, no network, packages that
# moved) a line says so, and the tests run with what there is.
set -u

packages='prometheus promtool prometheus-alertmanager docker-compose'
suites=${*:-trixie sid}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
servers=$(cd "$(dirname "$0")/../.." && pwd)/.servers

give_up() {
    echo "no newer Prometheus${suite:+ of $suite}: $1" >&2
}

suite=''
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null || [ ! -r "$keyring" ]; then
    give_up 'this is no Debian'
    exit 0
fi
# The mirror of the machine itself.
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | head -n 1)
if [ -z "$mirror" ]; then
    give_up 'apt knows no mirror'
    exit 0
fi

# Fetches the packages of one suite into a folder; its first line of complaint is the reason.
fetch() {
    folder=$1
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/parts" "$folder/debs"
    : >"$folder/status"
    echo "deb [signed-by=$keyring] $mirror $suite main" >"$folder/sources.list"
    set -- -qq \
        -o Dir::State="$folder" -o Dir::State::lists="$folder/lists" -o Dir::State::status="$folder/status" \
        -o Dir::Cache="$folder/cache" -o Dir::Etc::sourcelist="$folder/sources.list" \
        -o Dir::Etc::sourceparts="$folder/parts" -o Dir::Etc::preferencesparts="$folder/parts" \
        -o Acquire::Languages=none -o APT::Sandbox::User=root -o Acquire::Retries=2
    apt-get "$@" update || return 1
    # shellcheck disable=SC2086 # each word is a package
    (cd "$folder/debs" && apt-get "$@" download $packages)
}

for suite in $suites; do
    [ -x "$servers/$suite/usr/bin/promtool" ] && [ -x "$servers/$suite/usr/bin/docker-compose" ] && continue
    work=$(mktemp -d) || exit 0
    if ! report=$(fetch "$work" 2>&1); then
        give_up "$(echo "$report" | head -n 1)"
        rm -rf "$work"
        continue
    fi
    mkdir -p "$work/root"
    for package in "$work"/debs/*.deb; do
        dpkg -x "$package" "$work/root" || give_up "$package cannot be unpacked"
    done
    if "$work/root/usr/bin/promtool" --version >/dev/null 2>&1; then
        mkdir -p "$servers"
        rm -rf "${servers:?}/$suite"
        mv "$work/root" "$servers/$suite"
        "$servers/$suite/usr/bin/promtool" --version 2>&1 | head -n 1
    else
        give_up 'its promtool does not run here'
    fi
    rm -rf "$work"
done
