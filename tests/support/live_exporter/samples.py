"""The samples of one scrape, to be looked up by name and labels."""

from __future__ import annotations

from typing import NamedTuple, Self

from prometheus_client.parser import text_string_to_metric_families


class Samples(NamedTuple):
    """Values by name and labels."""

    values: dict[tuple[str, frozenset[tuple[str, str]]], float]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the samples of an exposition in the text format."""
        return cls(
            {
                (sample.name, frozenset(sample.labels.items())): sample.value
                for family in text_string_to_metric_families(text)
                for sample in family.samples
            }
        )

    def __call__(self, name: str, **labels: str) -> float | None:
        """The value of one series; ``None`` where there is none."""
        return self.values.get((name, frozenset(labels.items())))

    def labelled(self, name: str, label: str) -> dict[str, float]:
        """The values of a family by one of its labels."""
        return {
            dict(labels)[label]: value
            for (family, labels), value in self.values.items()
            if family == name
        }

    def names(self) -> set[str]:
        """The names of all series."""
        return {name for name, _ in self.values}
