"""Memcached over TLS, and in plain for who wants to know whether it runs."""

from __future__ import annotations

from pymemcache.client.base import Client

from live_servers import Memcached, TLSFiles, free_port
from live_servers.certificates import copy_for


class EncryptedMemcached(Memcached):
    """Speaks TLS on :attr:`port`.

    Args:
        tls: The certificate that it presents.
    """

    def __init__(self, tls: TLSFiles) -> None:
        super().__init__()
        self._tls = tls
        self._plain_port = 0

    def present(self, files: TLSFiles) -> None:
        """Present another certificate from now on; all connections end."""
        self._tls = copy_for(files, self.directory, self.account)
        self.restart()

    def _prepare(self) -> None:
        self._tls = copy_for(self._tls, self.directory, self.account)

    def _choose_ports(self) -> None:
        super()._choose_ports()
        self._plain_port = free_port()

    def _ports(self) -> list[int]:
        return [self.port, self._plain_port]

    def _command(self) -> list[str]:
        files = f"ssl_chain_cert={self._tls.certificate},ssl_key={self._tls.key}"
        plain = f"notls:{self.host}:{self._plain_port}"
        return [*super()._command(), "-l", plain, "-Z", "-o", files]

    def _client(self, timeout: float) -> Client:
        return Client((self.host, self._plain_port), connect_timeout=timeout, timeout=timeout)
