"""Each flag of the daemon is told beside the key of the file that says the same."""

from __future__ import annotations

import re

import pytest

from reference.settings import configuration_file
from reference.settings.flags import flag_of, options

ONCE = {"config_file", "config_check", "version", "help"}
"""Flags that can stand in no file: they say which, or ask for something once."""


@pytest.mark.parametrize(
    ("key", "flag"),
    [
        ("web.max_requests", "--web.max-requests"),
        ("web.enable_lifecycle", "--[no-]web.enable-lifecycle"),
        ("web.scrape_timeout", "--scrape-timeout"),
        ("web.self_metrics", "--[no-]self-metrics.NAME"),
        ("collectors", "--[no-]collector.NAME"),
        ("log.level", "--log.level"),
        ("databases", ""),
    ],
)
def test_the_flag_of_a_key(key: str, flag: str) -> None:
    """Empty where there is none."""
    assert flag_of(key) == flag


def test_each_flag_has_its_key() -> None:
    """On the page of the file."""
    told = set(re.findall(r"`(--[^`]+)` \|", configuration_file.PAGE.text()))
    names = {flag.replace("[no-]", "").removeprefix("--").removesuffix(".NAME") for flag in told}
    for parameter, option in options().items():
        flag = option.opts[0].removeprefix("--")
        assert parameter in ONCE or {flag, flag.rpartition(".")[0]} & names, flag
