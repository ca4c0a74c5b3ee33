"""What the runbooks tell a reader to type does what they say, on real servers where it can."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from live_servers.rabbitmq import RabbitMQ
from live_servers.server import PASSWORD
from mixin_stand.project import configuration
from runbook_commands import (
    ILL,
    SILENT,
    TALKATIVE,
    UNTRIED,
    Command,
    Ground,
    blocks,
    commands,
    ground_of,
    needs_illness,
    reason_of,
    running_stage,
    statements,
    tried,
)
from wheel_programs import run_wheel_program

pytestmark = pytest.mark.timeout(300)  # the first one starts all the servers

COMMANDS = commands()
TRIED = [command for command in COMMANDS if not reason_of(command.text, UNTRIED)]
WELL = [command for command in TRIED if not needs_illness(command.text)]
WHEN_ILL = [command for command in TRIED if needs_illness(command.text)]
STATEMENTS = statements()

MYSQL = re.compile(
    r"SHOW (ENGINE|FULL|GLOBAL|GRANTS|REPLICA)|SET GLOBAL|@@|\*\.\*|UTC_TIMESTAMP|sys\."
    r"|information_schema\.(innodb|processlist|tables)"
)
"""What is for MySQL and MariaDB alone."""

PATIENCE = 60.0


def _each(found: list[Command]) -> pytest.MarkDecorator:
    names = [f"{command.page}: {command.text.splitlines()[0]}" for command in found]
    return pytest.mark.parametrize("text", [command.text for command in found], ids=names)


def _of(program: str) -> list[Command]:
    return [command for command in COMMANDS if command.text.startswith(f"{program} ")]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A place with everything that commands ask."""
    with running_stage(tmp_path_factory.mktemp("stage")) as stage, ground_of(stage) as ground:
        yield ground


@pytest.fixture(scope="module")
def ill(ground: Ground) -> Ground:
    """The same when enough is wrong for the logs to tell of it."""
    stage = ground.stage
    stage.servers.standby.stop()
    stage.servers.mariadb.pause()
    stage.servers.cached[1].stop()
    stage.worker.stop()
    warned = configuration(stage.servers).replace("warning: 99", "warning: 0")
    for text, told in ((warned, "is warning"), ("nothing: like that", "not reloaded")):
        stage.file.write_text(text, encoding="utf-8")
        stage.daemon.process.send_signal(signal.SIGHUP)
        _wait_until_told(ground, told)
    return ground


def _wait_until_told(ground: Ground, told: str) -> None:
    daemon, deadline = ground.stage.daemon, time.monotonic() + PATIENCE
    while told not in daemon.log:
        assert time.monotonic() < deadline, daemon.log[-3000:]
        daemon.scrape()
        time.sleep(0.2)


def _works(text: str, ground: Ground) -> None:
    run = tried(text, ground)
    assert PASSWORD not in run.told + run.complaints
    assert not run.complaints or reason_of(text, TALKATIVE), run
    assert (run.told and run.code == 0) or reason_of(text, SILENT), run


def test_blocks_are_sound(tmp_path: Path) -> None:
    """Bash reads each of them, and a linter finds nothing."""
    for number, block in enumerate(blocks("sh")):
        file = tmp_path / f"{block.page}-{number}.sh"
        file.write_text(block.text, encoding="utf-8")
        read = subprocess.run(["bash", "-n", file], capture_output=True, text=True, check=False)
        assert (read.returncode, read.stderr) == (0, ""), block
    found = run_wheel_program("shellcheck", "--shell=bash", *sorted(tmp_path.iterdir()))
    assert found.stdout == ""


@_each(WELL)
def test_command_works(text: str, ground: Ground) -> None:
    """It has something to tell, complains of nothing, and shows nobody a password."""
    _works(text, ground)


@_each(STATEMENTS)
def test_statement_works(text: str, ground: Ground) -> None:
    """The server that it is for answers it."""
    postgresql, mariadb = ground.stage.servers.postgresql, ground.stage.servers.mariadb
    if MYSQL.search(text):
        client = f"mysql -h {mariadb.host} -P {mariadb.port} -u {mariadb.user} {mariadb.database}"
    else:
        client = f"psql -v ON_ERROR_STOP=1 -h {postgresql.host} -p {postgresql.port}"
        client += f" -U {postgresql.user} {postgresql.database}"
        # The extension has figures only where the server was started with it.
        text = f"EXPLAIN {text}" if "pg_stat_statements" in text else text
    run = tried(f"{client} <<< {shlex.quote(text)}", ground)
    assert (run.code, run.complaints) == (0, "")


@_each(_of("kubectl"))
def test_kubectl_understands_it(text: str, tmp_path: Path) -> None:
    """It finds no cluster, and nothing wrong before."""
    file = tmp_path / "kubeconfig"
    file.write_text("{apiVersion: v1, kind: Config}", encoding="utf-8")
    nobody = ["--server=http://127.0.0.1:1", f"--kubeconfig={file}"]
    run = run_wheel_program("kubectl", *nobody, *shlex.split(text.partition(" | grep ")[0])[1:])
    assert run.returncode == 1
    assert re.search("was refused|connection refused", run.stdout), run.stdout


@pytest.fixture(scope="module")
def rabbitmq() -> Iterator[RabbitMQ]:
    """A RabbitMQ with the user of the runbooks."""
    with RabbitMQ() as server:
        server.control("add_user", "monitor", "canary-of-monitor")
        yield server


@_each(_of("rabbitmqctl"))
def test_rabbitmq_does_it(text: str, rabbitmq: RabbitMQ) -> None:
    """And tells what is looked for in its answer."""
    command, _, sought = text.partition(" | grep -iE ")
    told = rabbitmq.control(*shlex.split(command.replace("VHOST", "/"))[1:])
    for word in sought.strip("'").split("|"):
        assert word in told.lower()


@_each(WHEN_ILL)
def test_command_works_when_something_is_wrong(text: str, ill: Ground) -> None:
    """Logs have the words that are looked for."""
    _works(text, ill)


def test_what_does_not_work_is_found(ground: Ground) -> None:
    """A wrong option, a word that nothing tells, a path that is not in an answer, a password."""
    for text in (
        "redis-cli -h CACHE_HOST --no-such-option",
        "curl -s http://localhost:10170/config | grep 'no such word'",
        "curl -s http://localhost:10170/health/detailed/ | jq '.checks[].targets[].servers[]'",
        "python manage.py diffsettings | grep DATABASES",
    ):
        with pytest.raises(AssertionError):
            _works(text, ground)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (UNTRIED, COMMANDS),
        (SILENT, TRIED),
        (TALKATIVE, TRIED),
        (dict.fromkeys(ILL, ""), TRIED),
    ],
    ids=["not tried", "silent", "talkative", "ill"],
)
def test_tables_fit_something(table: Mapping[str, str], found: list[Command]) -> None:
    """No line is left over from a command that is gone."""
    unfit = [key for key in table if not any(re.search(key, c.text) for c in found)]
    assert unfit == []
