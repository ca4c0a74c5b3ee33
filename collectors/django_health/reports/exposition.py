"""Metric families as the text that Prometheus reads: in which format, and gzip around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from django_health.reports.negotiation import HEADERS, offers
from django_health.reports.rendering import Renderer, renderer_for
from django_health.result import Measurement

try:  # a third of the time, for fewer bytes
    from isal.isal_zlib import compress as packed
except ImportError:  # a processor for which there is none
    from zlib import compress as packed

VERSIONS = {
    "application/openmetrics-text": ("", "1.0.0"),
    "text/plain": ("", "0.0.4", "1.0.0"),
    "text/*": ("",),
    "*/*": ("",),
}
"""The media types that can be answered with, and the versions of each; else it is the default."""

WORTH_COMPRESSING = 1024
"""Bytes under which gzip gains nothing: the answer fits one packet as it is."""

LEVEL = 1
"""The gzip level: the fastest that looks for repetitions, of either library."""

_GZIP = 31
"""zlib's word for a window of 32 KiB with gzip's header around it."""


class Page(NamedTuple):
    """What is sent, what it is, and whether gzip is around it."""

    body: bytes
    content_type: str
    compressed: bool


def encoder_for(accept: str) -> tuple[Renderer, str]:
    """Return the encoder that fits an ``Accept`` header best, and its content type.

    Text 0.0.4 is for everybody who accepts nothing better, or sends nonsense.
    """
    return renderer_for(_best(accept))


@lru_cache(HEADERS)
def _best(accept: str) -> str:
    """The offer that is taken, said anew: the library's parser fails on some nonsense."""
    known = [
        offer
        for offer in offers(accept)
        if offer.quality and offer.version in VERSIONS.get(offer.name, ())
    ]
    best = max(known, key=lambda offer: offer.quality, default=None)
    return best.canonical if best else ""


def page_of(
    batches: Iterable[Sequence[Measurement]],
    encoder: Renderer,
    content_type: str,
    *,
    compress: bool,
) -> Page:
    """Render measurements, in gzip where it is worth it.

    Args:
        batches: What is told.
        encoder: One of :func:`encoder_for`.
        content_type: What it makes.
        compress: Whether gzip is accepted.
    """
    body = encoder.page(batches)
    if compress and len(body) > WORTH_COMPRESSING:
        return Page(packed(body, LEVEL, _GZIP), content_type, compressed=True)
    return Page(body, content_type, compressed=False)
