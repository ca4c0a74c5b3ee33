"""The choice of the text format, and gzip around it."""

import gzip
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Gauge

from django_health.reports.exposition import encoder_for, page_of
from django_health.result import Family

FINE = Family("fine", "Fine.", ("n",))
TEXT = "text/plain; version=0.0.4; charset=utf-8"
TEXT_1 = "text/plain; version=1.0.0; charset=utf-8; escaping=underscores"
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
OPEN_PLAIN = "application/openmetrics-text; version=1.0.0; charset=utf-8"
PROMETHEUS_2 = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
PROMETHEUS_3 = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
    "application/openmetrics-text;version=0.0.1;q=0.4,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", TEXT),
        ("*/*", TEXT),
        ("text/html,application/xhtml+xml", TEXT),
        ("text/plain", TEXT),
        ("text/plain;version=0.0.4", TEXT),
        ("text/plain; version=1.0.0", TEXT_1),
        ("application/openmetrics-text", OPEN_PLAIN),
        ("Application/OpenMetrics-Text;version=1.0.0;q=0", TEXT),
        ("application/openmetrics-text; version=1.0.0", OPEN),
        ("application/openmetrics-text;version=0.0.1", TEXT),
        ("application/openmetrics-text;version=7.0.0", TEXT),
        ("application/openmetrics-text;version=x", TEXT),
        ("text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.9", TEXT),
        ("text/plain;version=0.0.4;q=0.3,application/openmetrics-text;version=1.0.0;q=0.9", OPEN),
        (PROMETHEUS_2, OPEN),
        (PROMETHEUS_3, OPEN.replace("underscores", "allow-utf-8")),
    ],
)
def test_the_best_of_what_is_accepted(accept: str, content_type: str) -> None:
    """Quality decides, then order; unknown versions are passed over, nonsense gets the text."""
    assert encoder_for(accept)[1] == content_type


@given(
    st.one_of(
        st.text(st.characters(max_codepoint=255)),
        st.from_regex(
            r"(text/plain|application/openmetrics-text|\*/\*)"
            r"(;(version|q|escaping)=?[0-9a-z.;,=-]*)*(,[ -~]*)?",
            fullmatch=True,
        ),
    )
)
def test_any_accept_header_gets_an_answer(accept: str) -> None:
    """Whatever is accepted, there is an encoder that works and a content type that can be sent."""
    registry = CollectorRegistry()
    Gauge("fine", "Fine.", registry=registry).set(1)
    encoder, content_type = encoder_for(accept)
    assert b"fine 1.0\n" in encoder(registry)
    assert content_type.isascii()
    assert content_type.isprintable()


@pytest.mark.parametrize(
    ("count", "compress", "compressed"), [(200, True, True), (200, False, False), (1, True, False)]
)
def test_gzip_where_it_is_worth_it(count: int, compress: bool, compressed: bool) -> None:
    """What fits one packet as it is stays as it is."""
    registry = CollectorRegistry()
    gauge = Gauge("fine", "Fine.", ["n"], registry=registry)
    for n in range(count):
        gauge.labels(str(n)).set(n)
    encoder, content_type = encoder_for("")
    batch = [FINE(n, str(n)) for n in range(count)]
    page = page_of([batch], encoder, content_type, compress=compress)
    assert (page.content_type, page.compressed) == (TEXT, compressed)
    body = gzip.decompress(page.body) if compressed else page.body
    assert body == encoder(registry)


def test_without_the_faster_library() -> None:
    """Where there is none for a processor, Python's own packs the same."""
    code = (
        "import sys; sys.modules['isal'] = None\n"
        "import gzip, zlib\n"
        "from django_health.reports import exposition\n"
        "assert exposition.packed is zlib.compress\n"
        "assert gzip.decompress(exposition.packed(b'a' * 2000, 1, 31)) == b'a' * 2000\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
