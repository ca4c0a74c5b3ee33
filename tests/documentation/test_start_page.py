"""``docs/start.md``, typed from top to bottom: a new project, servers, the daemon, the files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from pprint import pformat

import pytest

from live_exporter import Exporter, postgresql_entry, redis_entry
from live_servers import PostgreSQL, Redis, free_port
from page_commands import Command, Place, commands
from page_snippets import snippets

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "start.md"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "mysite.settings"}

NOT_TYPED = {
    "pip install": "tests/test_wheel.py makes the package and runs what is in it",
    "/srv/mysite/venv/bin/pip install": "as above",
    "django-health-exporter --web.listen-address": "the daemon is started by the test",
    "sudo systemctl": "there is no service manager; tests/deploy/systemd looks at the unit",
}
"""Commands that are passed over, and why."""

MAY_WARN = re.compile(r"django-health-exporter (check|doctor)")
"""Those that end with 1 where something warns, as DEBUG does in a new project."""


def _is_typed(command: Command) -> bool:
    return not command.text.startswith(tuple(NOT_TYPED))


TYPED = [command for command in commands(PAGE) if _is_typed(command)]


def _made(folder: Path) -> None:
    """Have Django make a project."""
    folder.mkdir(parents=True)
    django = [sys.executable, "-m", "django", "startproject", "mysite", str(folder)]
    subprocess.run(django, check=True, timeout=60)


def _new_project(folder: Path, **settings: object) -> None:
    """Have Django make the project of the page, on servers of the test."""
    _made(folder)
    with (folder / "mysite" / "settings.py").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = {pformat(value)}\n" for name, value in settings.items())
    _migrated(folder)


def _migrated(folder: Path) -> None:
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=folder, env={}, check=True, timeout=90)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The project of the page with two servers and the daemon, and a folder that is ``/etc``."""
    root = tmp_path_factory.mktemp("start")
    project = root / "srv" / "mysite"
    with PostgreSQL() as postgresql, Redis() as redis:
        _new_project(
            project,
            DATABASES={"default": postgresql_entry(postgresql)},
            CACHES={"default": redis_entry(redis)},
        )
        for folder in ("default", "grafana", "prometheus", "systemd/system"):
            (root / "etc" / folder).mkdir(parents=True)
        (job,) = snippets(PAGE, "yaml", "# prometheus.yml")
        (root / "etc" / "prometheus" / "prometheus.yml").write_text(job, encoding="utf-8")
        server = f"{postgresql.user}:{postgresql.password}@{postgresql.host}:{postgresql.port}"
        with Exporter(project, environ=SETTINGS) as exporter:
            replaced = {
                "monitor:PASSWORD@localhost/shop": f"{server}/{postgresql.database}",
                "redis://localhost:6379": f"redis://{redis.host}:{redis.port}",
                "127.0.0.1:10170": exporter.address,
                "localhost:10170": exporter.address,
                "/srv/mysite/venv/bin/": "",
                " deploy/": f" {ROOT}/deploy/",
                "/srv/mysite": str(project),
                "venv/bin/": "",
                "sudo ": "",
                "/etc/": f"{root}/etc/",
            }
            yield Place(project, replaced, {})


def test_what_is_passed_over_is_there() -> None:
    """Each reason is for a command of the page, and most of the page is typed."""
    over = [str(command) for command in commands(PAGE) if not _is_typed(command)]
    assert all(any(text.startswith(name) for text in over) for name in NOT_TYPED)
    assert len(TYPED) > len(over)


@pytest.mark.parametrize("command", TYPED, ids=str)
def test_each_command_does_what_it_is_for(place: Place, command: Command) -> None:
    """It ends well, or with a warning where that is what it tells, and never with a traceback."""
    typed = place.type(command)
    good = {0, 1} if MAY_WARN.search(command.text) else {0}
    assert typed.returncode in good, (typed.stdout, typed.stderr)
    assert "Traceback" not in typed.stderr


def _names(table: str) -> list[str]:
    """What a table of ``check`` tells of, in its order, without the ports of servers."""
    found = re.findall(r"^[✓▲✗–] +\w+ +(\w+/\S+)", table, re.MULTILINE)
    return [re.sub(r":\d+$", "", name) for name in found]


def test_the_table_is_that_of_a_new_project(place: Place) -> None:
    """The page shows the rows that a reader sees."""
    shown, *_ = snippets(PAGE, "console")
    (command,) = [c for c in TYPED if c.text.startswith("DJANGO_SETTINGS_MODULE")]
    assert _names(place.type(command).stdout) == _names(shown)


def _said(row: str) -> str:
    """The words of a row of the table of what newcomers meet."""
    table = PAGE.read_text(encoding="utf-8").partition("| it says |")[2].partition("\n\n")[0]
    (line,) = [line for line in table.splitlines() if row in line]
    *_, said = re.findall(r"`([^`]+)`", line.split(" | ")[0])
    return str(said)


AWAY = {"DATABASE_URL": "postgres://monitor:x@127.0.0.1:{free}/shop"}
WRONG = {"DATABASE_URL": "postgres://nobody:x@{server}/shop"}
CASES = {
    "no module": (SETTINGS, "--django.pythonpath=/", ""),
    "does not exist": (SETTINGS, "", "DATABASES"),
    "in the memory": (SETTINGS, "", "CACHES"),
    "DEBUG": (SETTINGS, "", ""),
    "refused: the connection": (AWAY, "", ""),
    "auth": (WRONG, "", ""),
}
"""By a word of the row: variables, flags, and the setting that is left as Django has it."""


@pytest.mark.parametrize("row", CASES)
def test_what_newcomers_meet(place: Place, tmp_path: Path, row: str) -> None:
    """The page has it in the words that are said."""
    environ, flags, original = CASES[row]
    project = tmp_path / "mysite"
    shutil.copytree(place.folder, project)
    settings = project / "mysite" / "settings.py"
    if original:
        text = settings.read_text(encoding="utf-8")
        # The last one, which the fixture has put at the end.
        head, _, tail = text.rpartition(f"\n{original} = ")
        settings.write_text(f"{head}\nOTHERS = {tail}", encoding="utf-8")
    server = place.replaced["monitor:PASSWORD@localhost/shop"].partition("@")[2].partition("/")[0]
    told = {
        k: v.replace("{free}", str(free_port())).replace("{server}", server)
        for k, v in environ.items()
    }
    typed = Place(project, {}, told).type(Command(f"django-health-exporter check {flags}"))
    assert _said(row).partition(", looked in")[0] in typed.stdout + typed.stderr


def test_a_project_before_its_first_migration(tmp_path: Path) -> None:
    """What the page says of one that is quite new, and of the remedy."""
    _made(tmp_path / "mysite")
    (command,) = [c for c in TYPED if c.text.startswith("DJANGO_SETTINGS_MODULE")]
    place = Place(tmp_path / "mysite", {}, {})
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    said = "(`✗ error`, `the database file does not exist`)"
    assert "`migrate` comes first: before that there is no file of its SQLite" in text
    assert f"and the table says so {said}" in text
    before = place.type(command)
    assert before.returncode == 2
    assert re.search("✗ error +database/default .*the database file does not exist", before.stdout)
    _migrated(tmp_path / "mysite")
    assert place.type(command).returncode in {0, 1}


def test_a_port_that_is_in_use(place: Place) -> None:
    """As the daemon's own is."""
    command = Command(
        f"django-health-exporter --web.listen-address={place.replaced['127.0.0.1:10170']}"
    )
    typed = place.type(command)
    assert (typed.returncode, _said("the port") in typed.stderr) == (2, True)
