"""The deadline of a request."""

import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.scrape.deadline import LONGEST, deadline_of

CONFIG = WebConfig(scrape_timeout=10, timeout_offset=0.5)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 4.5),
        (" 5.25 ", 4.75),
        ("1", 0.5),
        ("0.6", 0.3),
        ("1e-3", 0.0005),
        ("3600", LONGEST),
        (None, 9.5),
    ],
)
def test_is_the_limit_less_the_offset(header: str | None, seconds: float) -> None:
    """It leaves time to answer, at least half the limit to the checks, and is never absurd."""
    assert deadline_of(header, CONFIG) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "header", ["", "0", "-1", "nan", "inf", "-inf", "1e999", "ten", "5,5", "5_0"]
)
def test_refuses_what_is_no_time(header: str) -> None:
    """A header that is no positive number is the client's error, told in one line."""
    with pytest.raises(RequestError) as caught:
        deadline_of(header, CONFIG)
    assert caught.value.status_code == 400
    assert caught.value.text == (
        "X-Prometheus-Scrape-Timeout-Seconds must be a number of seconds above 0"
    )
