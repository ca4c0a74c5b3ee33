"""What a client accepts: which text format, and whether gzip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

Encoder = Callable[[Collector], bytes]

VERSIONS = {
    "application/openmetrics-text": ("", "1.0.0"),
    "text/plain": ("", "0.0.4", "1.0.0"),
    "text/*": ("",),
    "*/*": ("",),
}
"""The media types that can be answered with, and the versions of each; else it is the default."""


class Offer(NamedTuple):
    """One element of an ``Accept`` or ``Accept-Encoding`` header."""

    name: str
    parameters: dict[str, str]

    @property
    def version(self) -> str:
        """The version of the format; empty where any will do."""
        return self.parameters.get("version", "")

    @property
    def canonical(self) -> str:
        """The offer without what does not matter to the choice of an encoder."""
        known = {key: self.parameters.get(key) for key in ("version", "escaping")}
        return ";".join([self.name, *(f"{key}={text}" for key, text in known.items() if text)])

    @property
    def quality(self) -> float:
        """How much the client likes it, from 0 (not at all) to 1; nonsense counts as 0."""
        try:
            quality = float(self.parameters.get("q", "1"))
        except ValueError:
            return 0.0
        return quality if 0 <= quality <= 1 else 0.0


def encoder_for(accept: str) -> tuple[Encoder, str]:
    """Return the encoder that fits an ``Accept`` header best, and its content type.

    Text 0.0.4 is for everybody who accepts nothing better, or sends nonsense.
    """
    offers = [
        offer
        for offer in _offers(accept)
        if offer.quality and offer.version in VERSIONS.get(offer.name, ())
    ]
    best = max(offers, key=lambda offer: offer.quality, default=None)
    # Said anew: the library's own parser fails on some nonsense, and repeats it in its answer.
    return choose_encoder(best.canonical if best else "")


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip: by its name, or by ``*`` where it is not named."""
    qualities = {offer.name: offer.quality for offer in _offers(accept_encoding)}
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


def _offers(header: str) -> Iterator[Offer]:
    for element in header.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        pairs = (parameter.partition("=") for parameter in parameters)
        known = {key.strip().lower(): value.strip() for key, _, value in pairs}
        yield Offer(name.lower(), known)
