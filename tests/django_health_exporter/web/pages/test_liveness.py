"""``/-/healthy`` and ``/-/ready``."""

import threading

from running_web import FakeCheck, HangingCheck, ask, running_web


def test_healthy_asks_nothing() -> None:
    """No check runs and no thread starts, however often it is asked."""
    check = FakeCheck()
    with running_web([check]) as web:
        before = threading.active_count()
        for _ in range(20):
            answer = web.get("/-/healthy")
            assert (answer.status, answer.text) == (200, "ok\n")
        assert threading.active_count() == before
        assert web.engine.threads == 0
    assert check.runs == 0


def test_ready_asks_nothing() -> None:
    """Readiness is the daemon's own, not that of what it watches."""
    check = HangingCheck()
    with running_web([check]) as web:
        answer = web.get("/-/ready")
    assert (answer.status, answer.text) == (200, "ready\n")
    assert not check.entered.is_set()


def test_head() -> None:
    """Balancers that use HEAD get the same status and headers."""
    with running_web() as web:
        for path, length in (("/-/healthy", "3"), ("/-/ready", "6")):
            answer = web.get(path, "HEAD")
            assert (answer.status, answer.body) == (200, b"")
            assert answer.headers["Content-Length"] == length


def test_not_ready_while_stopping() -> None:
    """A connection from before hears that the end has come, and that it ends too."""
    check = HangingCheck()
    with running_web([check]) as web:
        kept, scraping = web.connect(), web.connect()
        assert ask(kept, "/-/ready").status == 200
        scraping.request("GET", "/metrics")
        assert check.entered.wait(30)
        web.server.stop()
        answer = ask(kept, "/-/ready")
        assert (answer.status, answer.text) == (503, "stopping\n")
        assert answer.headers["Connection"] == "close"
        check.released.set()
        assert scraping.getresponse().read()
        kept.close()
        scraping.close()
