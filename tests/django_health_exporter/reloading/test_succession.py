"""Another configuration takes the place of the one in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.custom.guarded import GuardedCheck
from django_health.custom.registration import clear_health_checks, register_health_check
from django_health.settings import HealthSettings
from django_health_exporter.configuration.config import Config
from django_health_exporter.reloading.succession import Succession
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.watched import Watched
from sample_checks import Hangs, Sample, eventually

DEADLINE = 20.0


def _config(*checks: BaseHealthCheck, web: WebConfig | None = None, **more: Any) -> Config:
    return Config(
        HealthSettings(), web or WebConfig(), "info", "logfmt", (), checks, "nowhere", **more
    )


@contextmanager
def _succession(config: Config) -> Iterator[Succession]:
    made = Succession(config)
    try:
        yield made
    finally:
        made.close()
        made.watched.exposition.close()
        eventually(lambda: made.engine.threads == 0)


def _names(watched: Watched) -> list[str]:
    return list(watched.engine.names)


def test_new_requests_get_the_new_one() -> None:
    """What is shown has the new checks, and the old ones are closed once they are idle."""
    old, new, shown = Sample("old"), Sample("new"), list[Watched]()
    with _succession(_config(old)) as succession:
        before = succession.watched
        before.engine.run(deadline=DEADLINE)
        succession.follow(_config(new), shown.append)
        assert shown == [succession.watched]
        assert (_names(before), _names(succession.watched)) == (["old"], ["new"])
        assert (old.closed, new.closed) == (1, 0)
        eventually(lambda: before.engine.threads == 0)


def test_requests_under_way_get_their_answers() -> None:
    """The check is closed when the last of them has it."""
    hung = Hangs()
    with _succession(_config(hung)) as succession:
        engine = succession.engine
        asked = engine.start()
        assert hung.entered.wait(DEADLINE)
        succession.follow(_config(Sample("new")), lambda _: None)
        assert hung.closed == 0
        hung.gate.set()
        asked.done.result(DEADLINE)
        assert engine.report(asked).results[0].status.works
        eventually(lambda: (hung.closed, engine.threads) == (1, 0))


def test_checks_of_the_project_stay_open() -> None:
    """Each configuration has a guard of its own around the same check."""
    kept, gone = Sample("kept"), Sample("gone")
    with _succession(_config(GuardedCheck(kept), GuardedCheck(gone))) as succession:
        succession.follow(_config(GuardedCheck(kept)), lambda _: None)
        assert (kept.closed, gone.closed) == (0, 1)


def test_late_checks_follow() -> None:
    """What is registered later is asked by the engine that is in force then."""
    with _succession(_config(Sample("one"))) as succession:
        try:
            succession.follow(_config(Sample("two")), lambda _: None)
            register_health_check(Sample("late"))
            assert _names(succession.watched) == ["two", "late"]
        finally:
            clear_health_checks()


def test_web_stays_as_it_was_at_the_start() -> None:
    """It is what /config tells, with who said so."""
    web = WebConfig(max_requests=3)
    first = _config(Sample(), web=web, origins={"web.max_requests": "file", "timeouts": "file"})
    second = _config(Sample(), origins={"web.max_connections": "flag", "log.level": "flag"})
    with _succession(first) as succession:
        succession.follow(second, lambda _: None)
        assert succession.config.web == web
        shown = succession.watched.effective
        assert shown.web == web
        assert shown.origins == {"web.max_requests": "file", "log.level": "flag"}


def test_many_successions_leave_nothing_behind() -> None:
    """No thread and no engine of before, though one check hangs deaf to all."""
    hung = Hangs(timeout=0.05)
    engines = []
    with _succession(_config(hung)) as succession:
        for _ in range(20):
            engines.append(succession.engine)
            succession.engine.run(deadline=DEADLINE)
            succession.follow(_config(hung, Sample("other")), lambda _: None)
        eventually(lambda: sum(engine.threads for engine in engines) == 1)
        assert hung.runs == 1
        hung.gate.set()
        eventually(lambda: sum(engine.threads for engine in engines) == 0)
