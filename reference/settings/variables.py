"""The page of the variables of the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from django_health.settings import HealthSettings
from django_health.settings.variables import ENVIRONMENT, override
from django_health.sources.environment import targets_from_environment
from reference.markdown import code, codes, inline, paragraphs, table
from reference.meaning import meanings_of, paragraphs_of, said
from reference.page import Page
from reference.settings.flags import names_of, options

_INTRODUCTION = """
A variable wins over files and over Django's settings, a flag over its variable. An empty one counts
as absent.
"""

_WITH_DJANGO = """
With Django's settings these are left to them: that is where such settings take their databases
from. In a URL, percent-encode special characters of the password.
"""

OTHERS: Mapping[str, str] = {
    "DJANGO_SETTINGS_MODULE": "The settings module, where neither flag nor file names one.",
    "NO_COLOR": "Not empty: no colours at a terminal.",
    "FORCE_COLOR": "Not empty: colours in a pipe too.",
    "COLUMNS": "Width of tables, where it is not that of the terminal.",
    "TERM": "What the terminal can show; `dumb` and `unknown` get no colours.",
    "COLORTERM": "How many colours the terminal has.",
    "LINES": "Height of the terminal, where it does not tell it itself.",
    "PGUSER": "User of PostgreSQL, where URL or settings name none. All variables of libpq count "
    "likewise, but for `PGAPPNAME` and `PGCLIENTENCODING`.",
    "PGPASSWORD": "Password of that user, where URL or settings have none.",
    "PGPASSFILE": "File of passwords for PostgreSQL, in place of `.pgpass` of the user.",
    "PGSSLMODE": "How TLS is wanted of PostgreSQL, where URL or settings do not say it.",
    "PGSSLROOTCERT": "File of the authorities that are believed then.",
    "PGSSLCERT": "File of the certificate that is shown to PostgreSQL.",
    "PGSSLKEY": "File of its private key.",
    "SSL_CERT_FILE": "File of the authorities that OpenSSL believes, where no other is named.",
    "SSL_CERT_DIR": "Folder of the same.",
    "PGSERVICEFILE": "File of services of PostgreSQL, for the option `service`.",
    "PGSYSCONFDIR": "Folder of the same file of the whole system.",
    "HOME": "Where `.pg_service.conf` and `.pgpass` of the user are.",
    "NOTIFY_SOCKET": "Given by systemd: where it is told that the daemon is ready, and how it is.",
    "WATCHDOG_USEC": "Given by systemd: how often it has to be told that the daemon lives.",
    "WATCHDOG_PID": "Given by systemd: the process that this is for.",
    "LISTEN_FDS": "Given by systemd: how many sockets it hands over.",
    "LISTEN_PID": "Given by systemd: the process that they are for.",
    "LISTEN_FDNAMES": "Given by systemd: what they are called.",
}
"""Variables that others define, and what they are for here."""


def _of_checks() -> str:
    rows = [
        [code(variable), code(".".join(path)), inline(_meaning(path))]
        for variable, path in ENVIRONMENT.items()
    ]
    return table(["variable", "setting", "meaning"], rows)


def _meaning(path: Sequence[str]) -> str:
    """What a setting means, by the way that leads to it."""
    struct: type[msgspec.Struct] = HealthSettings
    *sections, key = path
    for section in sections:
        struct = type(getattr(msgspec.convert({}, struct), section))
    return said(meanings_of(struct).get(key), f"{struct.__name__}.{key}")


def _of_flags() -> str:
    rows = [
        [codes(option.envvar), code(names_of(option)), inline(said(option.help, names_of(option)))]
        for option in options().values()
        if isinstance(option.envvar, list)
    ]
    return table(["variable", "flag", "meaning"], rows)


def _blocks() -> list[str]:
    *_, forms = paragraphs_of(override, "override")
    return [
        _INTRODUCTION,
        "## Databases and caches",
        paragraphs(paragraphs_of(targets_from_environment, "targets_from_environment")[1:]),
        _WITH_DJANGO,
        "## Settings of the checks",
        inline(forms),
        _of_checks(),
        "## Flags",
        "Those of the daemon; the other commands have the same variables for the same flags.",
        _of_flags(),
        "## Of others",
        table(["variable", "meaning"], ([code(name), text] for name, text in OTHERS.items())),
    ]


PAGE = Page(
    "reference/variables.md",
    "Variables of the environment",
    "`DATABASE_URL` and its kin, `HEALTH_*`, and the variable of each flag",
    _blocks,
)
