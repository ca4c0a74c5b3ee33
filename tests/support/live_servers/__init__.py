"""Real servers, and listeners that misbehave, for tests: on loopback and gone with the test run."""

from live_servers.certificates import TLSFiles, issue_certificate
from live_servers.listener import DripListener, SilentListener
from live_servers.mariadb import MariaDB
from live_servers.memcached import Memcached
from live_servers.ports import free_port
from live_servers.postgresql import PostgreSQL
from live_servers.programs import MissingProgramError
from live_servers.prometheus import Prometheus, Sample
from live_servers.redis import Redis
from live_servers.server import LiveServer, ServerError

__all__ = [
    "DripListener",
    "LiveServer",
    "MariaDB",
    "Memcached",
    "MissingProgramError",
    "PostgreSQL",
    "Prometheus",
    "Redis",
    "Sample",
    "ServerError",
    "SilentListener",
    "TLSFiles",
    "free_port",
    "issue_certificate",
]
