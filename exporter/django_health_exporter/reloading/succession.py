"""What is in force, and how another configuration takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django_health.check import BaseHealthCheck
from django_health.custom.guarded import GuardedCheck
from django_health.engine import Engine
from django_health_exporter.configuration.config import Config
from django_health_exporter.configuration.effective import effective_document
from django_health_exporter.reloading.late_checks import LateChecks
from django_health_exporter.reloading.thread_connections import close_of_this_thread
from django_health_exporter.web.scrape.exposition import Exposition
from django_health_exporter.web.scrape.self_metrics import Teller
from django_health_exporter.web.watched import Watched


class Succession:
    """The configuration in force, with all that was made of it.

    Args:
        config: The first one. What it says of the web is in force until the end.
        tellers: Tell of the daemon's parts that no configuration concerns.

    Attributes:
        config: The one in force.
        watched: What was made of it.
        late: Has its engine ask also what is registered later.
    """

    def __init__(self, config: Config, tellers: Iterable[Teller] = ()) -> None:
        self.config = config
        engine = Engine(config.checks, leave=close_of_this_thread)
        self.late = LateChecks(engine, config.health)
        exposition = Exposition(engine, config.health, tellers, groups=config.web.told)
        self.watched = Watched(engine, exposition, effective_document(config), config.health)

    @property
    def engine(self) -> Engine:
        """The one that is in force."""
        return self.watched.engine

    def follow(self, config: Config, show: Callable[[Watched], None]) -> None:
        """Put another configuration in force, at once.

        Requests under way keep to what they began with. Checks that both have go on as they are,
        with their connections. What is of the old one alone is closed as soon as nobody waits for
        it: there is no time limit to wait for, since a run that overruns is told to end, and keeps
        nothing alive but itself.

        Args:
            config: It.
            show: Has new requests be answered from what is given.
        """
        before = self.watched
        engine = Engine(config.checks, after=before.engine, leave=close_of_this_thread)
        self.config = _with_web_of(self.config, config)
        self.watched = Watched(
            engine,
            before.exposition.followed_by(engine, config.health),
            effective_document(self.config),
            config.health,
        )
        self.late.follow(engine, config.health)
        show(self.watched)
        before.engine.retire(spare=shared(before.engine.checks, engine.checks))

    def close(self) -> None:
        """End what runs and close the connections."""
        self.late.end()
        self.engine.close()


def _with_web_of(first: Config, config: Config) -> Config:
    """A configuration that says of the web what is in force, and who said so."""
    origins = {
        key: origin
        for one, is_of_web in ((first, True), (config, False))
        for key, origin in one.origins.items()
        if key.startswith("web.") is is_of_web
    }
    return replace(config, web=first.web, origins=origins)


def shared(old: Iterable[BaseHealthCheck], new: Iterable[BaseHealthCheck]) -> list[BaseHealthCheck]:
    """Return the old checks that must stay open: a new one is the same, or asks the same.

    Each configuration has a guard of its own around a check of the project's.
    """
    kept = {id(_asked(check)) for check in new}
    return [check for check in old if id(_asked(check)) in kept]


def _asked(check: BaseHealthCheck) -> BaseHealthCheck:
    return check.origin if isinstance(check, GuardedCheck) else check
