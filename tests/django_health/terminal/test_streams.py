"""What a stream is, and how programs are written to."""

from __future__ import annotations

import io
import os
import pty
from pathlib import Path

from django_health.terminal.streams import is_terminal, put


def test_a_terminal_is_one() -> None:
    """Unless it says that it can do nothing."""
    controller, device = pty.openpty()
    with os.fdopen(device, "w") as terminal:
        assert is_terminal(terminal, {"TERM": "xterm"})
        assert is_terminal(terminal, {})
        assert not is_terminal(terminal, {"TERM": "dumb"})
    os.close(controller)


def test_a_file_is_none(tmp_path: Path) -> None:
    """Nor is what is closed."""
    with (tmp_path / "a").open("w") as file:
        assert not is_terminal(file)
    assert not is_terminal(file)
    assert not is_terminal(None)


def test_programs_get_utf_8() -> None:
    """Also through a stream of another encoding, and where there are texts alone."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1")
    stream.write("a")
    put("✓\n", stream)
    assert raw.getvalue() == "a✓\n".encode()
    text = io.StringIO()
    put("✓\n", text)
    assert text.getvalue() == "✓\n"
