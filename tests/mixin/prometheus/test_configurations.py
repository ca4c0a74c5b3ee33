"""Every Prometheus takes the configurations that operators copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from mixin.rules.table import FILES
from promtools import Promtool, promtools
from shipped_prometheus import FOLDER, shipped

CONFIGURATIONS = sorted(FOLDER.glob("*.yml"))
NOT_BUILT_IN = "field kubernetes_sd_configs not found"
"""What a build says that was made without that discovery, as Debian's 2.42 was."""

every_promtool = pytest.mark.parametrize("promtool", promtools(), ids=str)


@every_promtool
@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: str(path.stem))
def test_it_is_valid(promtool: Promtool, path: Path) -> None:
    """As it is, with all files of rules where it looks for them."""
    checked = promtool.run("check", "config", path, folder=Path("/"))
    if NOT_BUILT_IN in checked.stdout:
        pytest.skip(f"promtool {promtool} was built without Kubernetes")
    assert checked.returncode == 0, checked.stdout
    found = f"SUCCESS: {len(FILES)} rule files found" in checked.stdout
    assert found == ("rule_files" in shipped(path.stem))


@pytest.mark.parametrize("name", ["prometheus", "sharding"])
def test_links_are_made_and_their_labels_dropped(name: str) -> None:
    """Annotations know both addresses, and alerts have only the labels that tell where they are."""
    configuration = shipped(name)
    labels = configuration["global"]["external_labels"]
    assert labels.keys() >= {"runbooks_url", "grafana_url", "cluster"}
    (relabelling,) = configuration["alerting"]["alert_relabel_configs"]
    assert relabelling["action"] == "labeldrop"
    kept = {label for label in labels if not re.fullmatch(relabelling["regex"], label)}
    assert kept == ({"cluster", "shard"} if name == "sharding" else {"cluster"})


def test_the_page_tells_of_each() -> None:
    """No configuration is without its line in the page, and none is told of that is not there."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| \[[\w.-]+\]\(([\w.-]+\.yml)\)", page, re.MULTILINE)
    assert sorted(told) == [path.name for path in CONFIGURATIONS]


def test_snippets_of_the_page_are_valid() -> None:
    """What it shows is YAML that has a meaning in the file."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for snippet in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        assert yaml.safe_load(snippet).keys() <= {"remote_write", "scrape_configs", "global"}
