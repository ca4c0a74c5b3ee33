"""No credential is in any output when something happens to those that were well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canary_secrets.groups import GROUPS, leaking
from canary_secrets.ordeals import ORDEALS
from canary_secrets.servers import Servers
from canary_secrets.stage import Stage, running_stage

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
]


@pytest.fixture(scope="module")
def stage(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The daemons of all groups, which are well; they tell nothing at their end either."""
    with running_stage(servers, tmp_path_factory.mktemp("stage")) as running:
        yield running
    for player in running.players.values():
        assert leaking(player.written()) == {}


@pytest.mark.parametrize("ordeal", ORDEALS)
def test_credentials_are_in_no_output(ordeal: str, stage: Stage) -> None:
    """Every form, in every output; and each has met what it should have."""
    befallen = ORDEALS[ordeal]
    with befallen.befall(stage):
        shown = stage.show()
    told = {group: leaking(found.outputs) for group, found in shown.items()}
    assert {group: outputs for group, outputs in told.items() if outputs} == {}
    for group, found in shown.items():
        assert found.untrue({form: (befallen.reason_of(form),) for form in GROUPS[group]}) == {}
        assert befallen.unmeasured(found, GROUPS[group]) == []
    stage.recover()
