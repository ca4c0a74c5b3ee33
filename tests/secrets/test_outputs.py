"""No form of a credential is in any output, whatever becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from canary_secrets import leaks
from canary_secrets.collecting import Collected, collect
from canary_secrets.faults import FAULTS, Fault
from canary_secrets.form import Form
from canary_secrets.groups import CANARIES, GROUPS, scene_of
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
    with FAULTS[fault].places(servers) as places:
        scene = scene_of(group, tmp_path, places, FAULTS[fault].timeout)
        found = collect(scene, log_format)
    told = {name: leaks(output, CANARIES) for name, output in found.outputs.items()}
    assert {name: forms for name, forms in told.items() if forms} == {}
    assert _untrue(found, FAULTS[fault], GROUPS[group]) == {}


def _untrue(found: Collected, fault: Fault, forms: tuple[Form, ...]) -> dict[str, str]:
    """The forms that did not meet the fault: what they show would prove nothing."""
    reasons = {
        form: found.reason(form.component, form.alias or form.name)
        for form in forms
        if form.component
    }
    return {
        form.name: reason
        for form, reason in reasons.items()
        if reason not in fault.reasons_of(form)
    }
