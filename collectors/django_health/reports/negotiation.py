"""What a client accepts: the offers of an ``Accept`` header, which JSON, and whether gzip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

JSON = "application/json"
HEALTH_JSON = "application/health+json"
"""The media type of draft-inadarei-api-health-check."""

HEADERS = 16
"""Headers of which it is kept what they accept: each client sends the same one each time."""

_RANGES = ("*/*", "application/*")
"""What stands for both media types, from the least to the more specific."""


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


def offers(header: str) -> Iterator[Offer]:
    """The elements of an ``Accept`` or ``Accept-Encoding`` header, in their order."""
    for element in header.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        pairs = (parameter.partition("=") for parameter in parameters)
        known = {key.strip().lower(): value.strip() for key, _, value in pairs}
        yield Offer(name.lower(), known)


@lru_cache(HEADERS)
def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip: by its name, or by ``*`` where it is not named."""
    qualities = {offer.name: offer.quality for offer in offers(accept_encoding)}
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


def json_type(accept: str) -> str:
    """Return the media type, of the two for a health document, that fits an ``Accept`` header best.

    The better quality wins, then what is named over what a ``*`` stands for, then what is named
    first. JSON is for everybody else, also for who accepts neither.
    """
    known = list(offers(accept))
    health = _rank(known, HEALTH_JSON)
    return HEALTH_JSON if health.quality and health > _rank(known, JSON) else JSON


class _Rank(NamedTuple):
    """How well a media type fits: by quality, then by precision, then by being named early."""

    quality: float = 0.0
    precision: int = -1
    earliness: int = 0


def _rank(known: Iterable[Offer], media_type: str) -> _Rank:
    """The rank by the offer that names the media type most precisely."""
    names = (*_RANGES, media_type)
    ranks = (
        _Rank(offer.quality, names.index(offer.name), -place)
        for place, offer in enumerate(known)
        if offer.name in names
    )
    return max(ranks, key=lambda rank: (rank.precision, rank.earliness), default=_Rank())
