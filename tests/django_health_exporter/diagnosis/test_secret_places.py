"""Where secrets stand in a document."""

from __future__ import annotations

import pytest

from django_health_exporter.diagnosis.secret_places import ELSEWHERE, secret_places


def channel(**keys: object) -> dict[str, object]:
    """A document with one channel."""
    return {"alerting": {"channels": {"a": keys}}}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (channel(type="telegram", token="1:x"), "alerting.channels.a.token"),
        (channel(type="webhook", url="https://h/services/x"), "alerting.channels.a.url"),
        (channel(type="webhook", url="https://h", secret="x"), "alerting.channels.a.secret"),
        (channel(type="apprise", urls=["tgram://x/1"]), "alerting.channels.a.urls"),
        (
            channel(type="custom", options={"api_key": 12345}),
            "alerting.channels.a.options.api_key",
        ),
        (
            {"http": {"a": {"url": "http://h", "headers": {"Authorization": "Bearer x"}}}},
            "http.a.headers.Authorization",
        ),
        ({"http": {"a": {"headers": {"Cookie": "x"}}}}, "http.a.headers.Cookie"),
        ({"http": {"a": {"url": "https://h/?token=x"}}}, "http.a.url"),
        ({"caches": {"a": {"location": ["redis://h", "redis://:x@h"]}}}, "caches.a.location"),
        ({"caches": {"a": {"options": {"PASSWORD": "x"}}}}, "caches.a.options.PASSWORD"),
        ({"databases": {"a": {"url": f"mysql://u:x@{ELSEWHERE}/d"}}}, "databases.a.url"),
        ({"smtp": {"a b": {"password": "x"}}}, "smtp.?.password"),
    ],
)
def test_secrets(document: dict[str, object], place: str) -> None:
    """By the names of keys and headers, and by URLs."""
    assert list(secret_places(document)) == [place]


@pytest.mark.parametrize(
    "document",
    [
        channel(type="telegram", token=ELSEWHERE),
        channel(type="telegram", token_file="/x", chat=1),
        channel(type="webhook", url=f"https://h/services/{ELSEWHERE}"),
        channel(type="webhook", url="http://h:9/"),
        channel(type="apprise", urls=[f"tgram://{ELSEWHERE}/1"]),
        {"http": {"a": {"url": "https://h/health?page=1", "headers": {"Accept": "a/b"}}}},
        {"http": {"token": {"url": "http://h", "headers": {"Authorization": ELSEWHERE}}}},
        {"databases": {"a": {"url": f"mysql://u:{ELSEWHERE}@h/d"}}},
        {"critical": {"password": True}, "required_env": ["PASSWORD"]},
        {"databases": {"a": {"password": ""}}, "alerting": None},
    ],
)
def test_none(document: dict[str, object]) -> None:
    """What comes from elsewhere, what is only called so, and what everybody may know."""
    assert list(secret_places(document)) == []
