"""No credential is in what is told of targets and of the configuration."""

from __future__ import annotations

from pathlib import Path

from canary_file import CANARY, FILE, SECRET
from canary_secrets import leaks
from live_exporter import Exporter

PAGES = ("/sd", "/config", "/openapi.json", "/probe", "/probe?target=nowhere", "/")


def test_no_credential_is_in_a_page_of_targets(tmp_path: Path) -> None:
    """Each target is down, and tells so, with all that is known of it, in each form."""
    path = tmp_path / "exporter.yml"
    path.write_text(FILE, encoding="utf-8")
    pages: dict[str, bytes] = {}
    with Exporter(tmp_path, [f"--config.file={path}"], {"SHOP_KEY": SECRET}) as exporter:
        names = [group["labels"]["target"] for group in exporter.get("/sd").json()]
        probes = [f"/probe?target={name}{end}" for name in names for end in ("", "&debug=true")]
        for page in [*PAGES, *probes]:
            answer = exporter.get(page, {"Accept": "*/*"}, timeout=60)
            pages[page] = repr(dict(answer.headers)).encode() + answer.body
        pages["json"] = exporter.get("/config", {"Accept": "application/json"}).body
    pages["log"] = exporter.log.encode()
    assert {page: found for page, body in pages.items() if (found := leaks(body, [CANARY]))} == {}
    assert len(probes) > 20
    debugged = pages["/probe?target=database/default&debug=true"]
    assert b"Configuration of the target:" in debugged
    assert b"probe_success 0.0" in debugged
    assert b"***" in pages["/config"]
