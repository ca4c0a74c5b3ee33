"""The files of rules as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping

from django_health_exporter.bundled.filling import filled
from django_health_exporter.bundled.thresholds import FILES, offered, written

HEAD = "# Written by `make mixin`"
"""How each of our files begins, wherever it was written."""

_GROUPS = "groups:\n"


def rule_files(numbers: Mapping[str, float], job: str = "") -> dict[str, str]:
    """Return the text of each file by its name; a comment tells what is not as it is by default.

    Args:
        numbers: Of all thresholds.
        job: The job to which they are narrowed; empty for all.
    """
    given = _given(numbers, job)
    return {
        path.name: _with_comment(filled(path.read_text(encoding="utf-8"), numbers, job), given)
        for path in sorted((FILES / "rules").glob("*.yaml"))
    }


def in_one(files: Mapping[str, str]) -> str:
    """Return all files as one that Prometheus reads."""
    comments = next(iter(files.values())).partition(_GROUPS)[0].splitlines()[1:]
    groups = "".join(text.partition(_GROUPS)[2] for text in files.values())
    return "\n".join([f"{HEAD}.", *comments, _GROUPS]) + groups


def is_ours(text: str) -> bool:
    """Whether a file was written here, or by ``make mixin``."""
    return text.startswith(HEAD)


def _given(numbers: Mapping[str, float], job: str) -> str:
    """Return the command that makes the same again; empty where all is as it is by default."""
    flags = [f"--job={job}"] if job else []
    for name, one in offered().items():
        if numbers[name] != one.default:
            flags.append(f"--threshold={name}={written(numbers[name])}")
    return " ".join(["django-health-exporter rules", *flags]) if flags else ""


def _with_comment(text: str, given: str) -> str:
    head, _, rest = text.partition("\n")
    return f"{head}\n# {given}\n{rest}" if given else text
