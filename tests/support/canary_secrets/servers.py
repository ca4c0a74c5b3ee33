"""Real servers that know the credentials of all forms, or others than these."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg.sql
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place
from canary_secrets.of_project import AMQP_BROKER
from canary_secrets.on_disk import IN_POSTGRESQL, creation_of, table_of
from live_servers import MariaDB, PostgreSQL, Redis, free_port
from live_servers.rabbitmq import RabbitMQ
from mail_server import MailServer

OTHER = "another-password"
"""What the servers know where the credentials are to be wrong."""

_FILLER = b"." * 8192
"""Before what is looked for in the answers of the website: not half of one is enough."""


class Website:
    """Answers 200 or 401, in both cases with every secret in its headers and its body."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.port = free_port()
        self.status = 200
        text = "".join(f"{canary.user} {canary.password}\n" for canary in canaries)
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self, text))

    def run(self) -> threading.Thread:
        """Serve on a thread."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


def _handler(site: Website, text: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(site.status, text.replace("\n", " ")[:200])
            self.send_header("WWW-Authenticate", text.partition("\n")[0])
            self.send_header("Content-Length", str(len(_FILLER + text.encode())))
            self.end_headers()
            self.wfile.write(_FILLER + text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    return Handler


class PostOffice(MailServer):
    """A mail server of many users."""

    users: Mapping[str, str] = {}

    def _authenticate(
        self, _: SMTP, __: Session, ___: Envelope, ____: str, data: LoginPassword
    ) -> AuthResult:
        known = self.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=known, handled=False)


@dataclass(frozen=True)
class Servers:
    """One of each kind."""

    postgresql: PostgreSQL
    mysql: MariaDB
    redis: Redis
    amqp: RabbitMQ
    http: Website
    smtp: PostOffice

    def places(self, *, tls: bool = False) -> dict[Kind, Place]:
        """Where they are; none of them speaks TLS."""
        ports = {
            Kind.POSTGRESQL: self.postgresql.port,
            Kind.MYSQL: self.mysql.port,
            Kind.REDIS: self.redis.port,
            Kind.AMQP: self.amqp.port,
            Kind.HTTP: self.http.port,
            Kind.SMTP: self.smtp.port,
        }
        return {kind: Place("127.0.0.1", port, tls) for kind, port in ports.items()}

    def know(self, forms: Iterable[Form], *, right: bool) -> None:
        """Have them know the users of all forms by the right password, or by another."""
        users: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
        for form in forms:
            users[form.kind][form.canary.user] = form.canary.password if right else OTHER
        self._know_databases(users)
        self._know_redis(users[Kind.REDIS])
        self.smtp.users = users[Kind.SMTP]
        self.http.status = 200 if right else 401
        canary = AMQP_BROKER.canary
        self.amqp.control("change_password", canary.user, canary.plain if right else OTHER)

    def _know_databases(self, users: Mapping[Kind, Mapping[str, str]]) -> None:
        with self.postgresql.connect() as admin:
            for user, password in users[Kind.POSTGRESQL].items():
                role = psycopg.sql.Identifier(user)
                secret = psycopg.sql.Literal(password)
                drop = psycopg.sql.SQL("DROP ROLE IF EXISTS {}").format(role)
                create = psycopg.sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, secret)
                admin.execute(drop)
                admin.execute(create)
        with self.mysql.connect() as owner, owner.cursor() as cursor:
            for user, password in users[Kind.MYSQL].items():
                cursor.execute("CREATE OR REPLACE USER %s@'%%' IDENTIFIED BY %s", (user, password))

    def _know_redis(self, users: Mapping[str, str]) -> None:
        with self.redis.connect() as admin:
            everything = ("on", "~*", "&*", "+@all", "resetpass")
            for user, password in users.items():
                admin.execute_command("ACL", "SETUSER", user, *everything, f">{password}")
            passwords = [f">{password}" for password in users.values()]
            # The connection stays logged in; the next one logs in by the password of the server.
            admin.execute_command(
                "ACL", "SETUSER", "default", "resetpass", f">{self.redis.password}", *passwords
            )


@contextmanager
def running_servers(forms: Iterable[Form]) -> Iterator[Servers]:
    """Start one server of each kind."""
    canaries = [form.canary for form in forms]
    broker = RabbitMQ()
    broker.user, broker.password = AMQP_BROKER.canary.user, AMQP_BROKER.canary.plain
    with ExitStack() as stack:
        site = Website(canaries)
        stack.callback(site.run().join)
        stack.callback(site.close)
        servers = Servers(
            postgresql=stack.enter_context(PostgreSQL()),
            mysql=stack.enter_context(MariaDB()),
            redis=stack.enter_context(Redis(password="administrator")),
            amqp=stack.enter_context(broker),
            http=site,
            smtp=stack.enter_context(PostOffice()),
        )
        with servers.postgresql.connect() as admin:
            admin.execute(creation_of(IN_POSTGRESQL.name))
            admin.execute(f"GRANT ALL ON {table_of(IN_POSTGRESQL.name)} TO PUBLIC")
        yield servers
