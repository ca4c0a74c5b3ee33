"""A page of ``docs/runbooks``, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from inspect import cleandoc

from promql_parser import parse

from documented_metrics import documented
from mixin.rules.rule import Severity

SECTIONS = ["Meaning", "Impact", "Diagnosis", "Mitigation"]
METRIC = re.compile(r"\b(?:django_health|process|python)_[a-z0-9_]+\b(?!\()")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PACKAGES = {"django_health", "django_health_exporter"}
"""Not metrics: what is imported."""


@dataclass(frozen=True, slots=True)
class Runbook:
    """A page.

    Attributes:
        name: The alert's.
        text: All of it.
    """

    name: str
    text: str

    def findings(self, severities: Collection[Severity]) -> Iterator[str]:
        """Yield what is wrong.

        Args:
            severities: Those that the alert has.
        """
        lines = [line for line in self.text.splitlines() if line.strip()]
        if lines[:1] != [f"# {self.name}"]:
            yield f"the title is not {self.name}"
        yield from self._of_the_head(severities)
        sections = re.findall(r"^## (.+)$", self._without_blocks(), re.MULTILINE)
        if sections != SECTIONS:
            yield f"the sections are {', '.join(sections)}"
        for section, text in zip(sections, self._parts()[1:], strict=True):
            if not text.strip():
                yield f"{section} is empty"
        yield from self._of_the_code()

    def _without_blocks(self) -> str:
        return BLOCK.sub(lambda block: block[0].replace("\n#", "\n "), self.text)

    def _parts(self) -> list[str]:
        """Return what stands before the first section, and below each."""
        return re.split(r"^## .+$", self._without_blocks(), flags=re.MULTILINE)

    def _of_the_head(self, severities: Collection[Severity]) -> Iterator[str]:
        head = "".join(self._parts()[0].splitlines(keepends=True)[1:]).lower()
        known = set(Severity) - {Severity.NONE} | set(severities)
        told = [word for word in re.findall(r"[a-z]+", head) if word in known]
        missing = sorted(set(severities) - set(told))
        if missing:
            yield f"the head does not say {', '.join(missing)}"
        elif told[0] not in severities:
            yield f"the head says {told[0]}"

    def _of_the_code(self) -> Iterator[str]:
        known = documented()
        for name in sorted(set(METRIC.findall(" ".join(self._code())))):
            if name.endswith("_") and any(metric.startswith(name) for metric in known):
                continue
            if name not in known and name not in PACKAGES:
                yield f"{name} is no metric"
        for language, block in BLOCK.findall(self.text):
            if language == "promql":
                yield from _of_queries(block)

    def _code(self) -> list[str]:
        blocks = [block for _, block in BLOCK.findall(self.text)]
        return blocks + SPAN.findall(BLOCK.sub("", self.text))


def _of_queries(block: str) -> Iterator[str]:
    """A block holds one query, or one a line."""
    try:
        parse(cleandoc(block))
    except ValueError:
        for line in block.splitlines():
            try:
                parse(line)
            except ValueError as error:
                if line.strip() and not line.startswith("#"):
                    yield f"{line!r}: {error}"
