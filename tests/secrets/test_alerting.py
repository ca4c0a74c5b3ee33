"""No credential of a channel is in what is told while none of them delivers."""

from __future__ import annotations

from pathlib import Path

from canary_file import CANARY, FILE, SECRET
from canary_secrets import leaks
from live_exporter import Exporter
from reloads import LIFECYCLE, eventually, reloaded

UP = "django_health_exporter_alert_channel_up"
CHANNELS = {"mail", "hook", "chat", "manager"}
PAGES = ("/metrics", "/config", "/", "/health/detailed/")


def test_no_credential_of_a_channel_is_told(tmp_path: Path) -> None:
    """In the log, the pages and the state, also after a reload."""
    path, state = tmp_path / "exporter.yml", tmp_path / "state"
    path.write_text(FILE.replace("alerting:\n", f"alerting:\n  state_file: {state}\n"))
    with Exporter(tmp_path, [f"--config.file={path}", LIFECYCLE], {"SHOP_KEY": SECRET}) as exporter:
        eventually(lambda: exporter.scrape().labelled(UP, "channel") == dict.fromkeys(CHANNELS, 0))
        reloaded(exporter)
        told = {page: exporter.get(page, timeout=60).body for page in PAGES}
    told["log"] = exporter.log.encode()
    told["state"] = state.read_bytes()
    assert {place: found for place, text in told.items() if (found := leaks(text, [CANARY]))} == {}
    for name in CHANNELS:
        assert f"channel {name} does not deliver: ".encode() in told["log"]
