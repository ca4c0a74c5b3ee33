"""No form of a credential is in any output, whatever becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from canary_secrets.collecting import collect
from canary_secrets.faults import FAULTS
from canary_secrets.groups import GROUPS, leaking, scene_of
from canary_secrets.servers import Servers

FORMATS = ("logfmt", "json")


@pytest.mark.timeout(240)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("fault", FAULTS)
def test_credentials_are_in_no_output(
    fault: str, group: str, servers: Servers, tmp_path: Path
) -> None:
    """Every form of the group, under one fault, in every output; and the fault is what it seems."""
    log_format = FORMATS[list(FAULTS).index(fault) % len(FORMATS)]
    with FAULTS[fault].world(servers) as world:
        scene = scene_of(group, tmp_path, world, FAULTS[fault].timeout)
        found = collect(scene, log_format)
    assert leaking(found.outputs) == {}
    assert found.untrue({form: FAULTS[fault].reasons_of(form) for form in GROUPS[group]}) == {}
