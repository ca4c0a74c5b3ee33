"""The page of the variables has each that is read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from psycopg.pq import Conninfo

from django_health.databases.postgresql.parameters import connection_parameters
from django_health.settings.variables import ENVIRONMENT
from django_health.sources import environment
from django_health.targets import PostgreSQLTarget
from reference.settings.flags import options
from reference.settings.variables import OTHERS, PAGE

ROOT = Path(__file__).parents[3]
TEXT = PAGE.text()
SOURCES = [*(ROOT / "collectors").rglob("*.py"), *(ROOT / "exporter").rglob("*.py")]
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|HOME|TERM|COLUMNS|LINES|COLORTERM|PG[A-Z]+")
READS = {"environ", "getenv"}


def read_in(tree: ast.Module) -> set[str]:
    """The variables that a module reads: those in an expression that reads the environment.

    A name stands for the text that the module itself gives to it.
    """
    texts = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    kinds = (ast.Subscript, ast.Call, ast.Compare, ast.DictComp)
    reading = [one for one in ast.walk(tree) if isinstance(one, kinds) and _reads(one)]
    inner = [node for one in reading for node in ast.walk(one)]
    said = [node.value for node in inner if isinstance(node, ast.Constant)]
    said += [texts.get(node.id) for node in inner if isinstance(node, ast.Name)]
    return {text for text in said if isinstance(text, str) and VARIABLE.fullmatch(text)}


def _reads(expression: ast.AST) -> bool:
    """Whether the environment is read in it, by whichever name."""
    nodes = list(ast.walk(expression))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return bool(READS & (names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}))


def test_each_setting() -> None:
    """And no other ``HEALTH_*`` variable."""
    told = re.findall(r"^\| `(HEALTH_\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(told) == sorted(ENVIRONMENT)


def test_each_flag() -> None:
    """By the names that click reads."""
    named = [name for one in options().values() for name in one.envvar or ()]
    assert len(named) > 40
    assert [name for name in named if f"`{name}`" not in TEXT] == []


def test_each_that_names_a_target() -> None:
    """With the ending for a file."""
    for name in (environment.DATABASE, environment.CACHE, environment.REDIS, environment.FILE):
        assert f"`{name}`" in TEXT


def test_each_that_the_code_reads_besides() -> None:
    """Those of systemd, of terminals, of libpq's files."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES]
    read = {name for tree in trees for name in read_in(tree)}
    assert {"NO_COLOR", "NOTIFY_SOCKET", "DJANGO_SETTINGS_MODULE"} <= read
    setting = {"HEALTH_CHECK"}  # of Django's, read beside the environment
    assert [name for name in read - setting if f"`{name}`" not in TEXT] == []


def test_those_of_libpq() -> None:
    """It reads them itself, and knows each; what is always set for it is not among them."""
    files = {"PGSERVICEFILE", "PGSYSCONFDIR"}  # which lead to its options, and are none
    named = {name for name in OTHERS if name.startswith("PG")} - files
    known = {option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
    assert "PGPASSFILE" in named
    assert named <= known
    always = {"application_name", "client_encoding"}
    target = PostgreSQLTarget("default", "postgresql", host="db", name="shop")
    assert {"PGAPPNAME", "PGCLIENTENCODING"} & named == set()
    assert connection_parameters(target).keys() == {"host", "dbname", *always}


@pytest.mark.parametrize(
    "source",
    [
        'os.environ["DHE_NEW"]',
        'environ.get("DHE_NEW", "")',
        'os.getenv("DHE_NEW")',
        'getenv("DHE_NEW")',
        '"DHE_NEW" in environ',
        'NAME = "DHE_NEW"\nos.environ.get(NAME)',
        'NAME: Final = "DHE_NEW"\nenviron.pop(NAME, None)',
        '{name: environ[name] for name in ("DHE_NEW",)}',
    ],
)
def test_ways_to_read_one(source: str) -> None:
    """Each is noticed, however the name is given."""
    assert read_in(ast.parse(source)) == {"DHE_NEW"}
