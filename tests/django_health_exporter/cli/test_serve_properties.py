"""Whatever stands in the configuration: it is valid, or one line and exit code 2."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from django_health_exporter.cli.serve import serve
from drawn_inputs import SECRET, encoded, mangled
from fuzzing import CORPUS

FILES = [CORPUS / "yaml_file" / "whole", CORPUS / "toml_file" / "whole"]
VARIABLES = {
    "DATABASE_URL": f"postgres://u:{encoded(SECRET)}@h:5432/shop?connect_timeout=3",
    "DATABASE_URL_MORE": f"mysql://u:{encoded(SECRET)}@[::1]/shop",
    "CACHE_URL": f"rediss://:{encoded(SECRET)}@one:6379,two/1?key_prefix=shop",
    "REDIS_URL": f"unix:///run/redis.sock?password={encoded(SECRET)}",
    "HEALTH_CPU_THRESHOLD": "70/90",
    "HEALTH_DB_TIMEOUT": "2.5",
    "HEALTH_ALLOWED_IPS": "10.0.0.0/8, ::1",
    "HEALTH_TRUSTED_PROXIES": "unix",
    "DJANGO_HEALTH_EXPORTER_SCRAPE_TIMEOUT": "10",
    "DJANGO_HEALTH_EXPORTER_LOG_LEVEL": "info",
    "DJANGO_HEALTH_EXPORTER_WEB_LISTEN_ADDRESS": ":10170",
}


def _checked(*arguments: str, **environ: str) -> Result:
    """What ``--config.check`` says of a configuration that nothing else comes to."""
    cleared = dict.fromkeys(name for name in os.environ if "_URL" in name or "DJANGO" in name)
    result = CliRunner().invoke(serve, ["--config.check", *arguments], env=cleared | environ)
    assert isinstance(result.exception, SystemExit | None)
    assert SECRET not in result.output
    assert encoded(SECRET) not in result.output
    assert "Traceback" not in result.output
    if result.exit_code:
        assert (result.exit_code, result.stdout) == (2, "")
    else:
        assert (len(result.stdout.splitlines()), result.stderr) == (1, "")
    return result


@pytest.mark.parametrize("file", FILES, ids=["yaml", "toml"])
@settings(max_examples=50)
@given(data=st.data())
def test_a_slip_in_a_file(file: Path, data: st.DataObject) -> None:
    """The line begins with the file, or with the place in it."""
    text = data.draw(mangled(st.just(file.read_text(encoding="utf-8"))))
    suffix = ".yaml" if "yaml" in file.parent.name else ".toml"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=suffix, newline="") as written:
        written.write(text)
        written.flush()
        result = _checked(f"--config.file={written.name}", PASSWORD=SECRET)
    assert len(result.output.splitlines()) == 1


@settings(max_examples=50)
@given(name=st.sampled_from(list(VARIABLES)), data=st.data())
def test_a_slip_in_the_environment(name: str, data: st.DataObject) -> None:
    """The variable or its flag is named."""
    text = data.draw(mangled(st.just(VARIABLES[name]))).replace("\0", "")
    environ = VARIABLES | {name: text.encode("utf-8", "ignore").decode()}
    if name == "REDIS_URL":  # which counts where there is no other
        del environ["CACHE_URL"]
    result = _checked(**environ)
    if result.exit_code:
        flag = name.removeprefix("DJANGO_HEALTH_EXPORTER_").replace("_", "[-._]").lower()
        assert name in result.stderr or re.search(flag, result.stderr)


def test_the_configurations_are_valid_without_a_slip() -> None:
    """Else the properties above would prove nothing."""
    assert _checked(**VARIABLES).stdout.startswith("valid: ")
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            copy = Path(folder) / f"a.{file.parent.name.partition('_')[0]}"
            copy.write_bytes(file.read_bytes())
            result = _checked(f"--config.file={copy}", PASSWORD=encoded(SECRET))
            assert result.stdout.startswith("valid: "), result.output
