"""The servers that the sample project stands on, with the accounts of ``deploy/compose``."""

from __future__ import annotations

import signal
from pathlib import Path

from deploy.stack import accounts
from deploy.stack.part import Part
from deploy.stack.places import COMPOSE, made
from deploy.stack.ports import LOOPBACK, free_port, listens
from deploy.stack.programs import find_program


def postgresql(home: Path, password: str) -> tuple[Part, list[str]]:
    """PostgreSQL, over TCP alone.

    Args:
        home: Its folder, which is made.
        password: Of its superuser ``postgres``.

    Returns:
        The part, and the command that must have made its data before it starts.
    """
    account = accounts.account_for("postgres")
    data = made(home, account) / "data"
    secret = home / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    accounts.give(secret, account)
    port = free_port()
    settings = {
        "listen_addresses": LOOPBACK,
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",  # of a demonstration nothing is kept
        "shared_buffers": "16MB",
    }
    install = [
        *(find_program("initdb"), "-D", str(data), "--username=postgres", f"--pwfile={secret}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
        "--no-instructions",
    ]
    command = [
        *(find_program("postgres"), "-D", str(data)),
        *(f"--{name}={value}" for name, value in settings.items()),
    ]

    def ready() -> bool:
        try:
            lines = (data / "postmaster.pid").read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and listens(port)

    # At SIGTERM it would wait for its clients.
    return Part(
        "postgresql", command, home, port, ready, account, stop_signal=signal.SIGINT
    ), install


def mariadb(home: Path, password: str) -> tuple[Part, list[str]]:
    """MariaDB with the project's database and user; over TCP alone but for its own account.

    Args:
        home: Its folder, which is made.
        password: Of the project's user ``shop``.

    Returns:
        The part, and the command that must have made its data before it starts.
    """
    account = accounts.account_for("mysql")
    data = made(home, account) / "data"
    start = home / "start.sql"
    start.touch(mode=0o600)
    start.write_text("".join(f"{line};\n" for line in _statements(password)), encoding="utf-8")
    accounts.give(start, account)
    port = free_port()
    small = {"innodb-buffer-pool-size": "32M", "innodb-log-file-size": "8M"}
    settings = {
        **small,
        "datadir": data,
        "socket": "socket",  # in datadir: a whole path may be too long
        "pid-file": home / "pid",
        "tmpdir": home,
        "init-file": start,
        "innodb-flush-log-at-trx-commit": 0,
        "bind-address": LOOPBACK,
        "port": port,
    }
    install = [
        *(find_program("mariadb-install-db"), "--no-defaults", f"--datadir={data}"),
        # Starting in a tmpdir it removes the temporary tables of every other server there.
        *(f"--tmpdir={home}", "--auth-root-authentication-method=socket", "--skip-test-db"),
        *("--skip-name-resolve", *(f"--{name}={value}" for name, value in small.items())),
    ]
    command = [
        *(find_program("mariadbd"), "--no-defaults", "--skip-name-resolve"),
        *(f"--{name}={value}" for name, value in settings.items()),
    ]
    return Part("mariadb", command, home, port, lambda: listens(port), account), install


def redis(home: Path, users: str) -> Part:
    """Redis, which keeps nothing.

    Args:
        home: Its folder, which is made.
        users: Its file of users.
    """
    account = accounts.account_for("redis")
    file = made(home, account) / "users"
    file.touch(mode=0o600)
    file.write_text(users, encoding="utf-8")
    accounts.give(file, account)
    port = free_port()
    settings = {
        "bind": LOOPBACK,
        "port": str(port),
        "dir": str(home),
        "aclfile": str(file),
        "save": "",
        "maxmemory": "64mb",
        "maxmemory-policy": "noeviction",
    }
    command = [find_program("redis-server")]
    for name, value in settings.items():
        command += [f"--{name}", value]
    return Part("redis", command, home, port, lambda: listens(port), account)


def memcached(home: Path) -> Part:
    """Memcached, over TCP alone."""
    account = accounts.account_for("memcache")
    made(home, account)
    port = free_port()
    command = [find_program("memcached"), "-l", LOOPBACK, "-p", str(port), "-U", "0"]
    # It has nothing to save, and would take a second to end in order.
    return Part(
        *("memcached", command, home, port, lambda: listens(port), account),
        stop_signal=signal.SIGKILL,
    )


def _statements(password: str) -> list[str]:
    """What the image makes of its variables, and the script beside it; again at each start."""
    script = (COMPOSE / "mariadb.sql").read_text(encoding="utf-8")
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    return [
        "CREATE DATABASE IF NOT EXISTS archive",
        f"CREATE USER IF NOT EXISTS 'shop'@'%' IDENTIFIED BY '{password}'",
        "GRANT ALL ON archive.* TO 'shop'@'%'",
        *(" ".join(one.split()) for one in "\n".join(lines).split(";") if one.strip()),
    ]
