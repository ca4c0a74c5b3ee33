"""Checks that are registered late are asked, too, by the engine that is in force."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django_health.check import BaseHealthCheck
from django_health.custom.registration import on_registration, registered_checks
from django_health.custom.selection import fitted
from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.reloading.attempt import THREAD


class LateChecks:
    """Has an engine ask also what is registered from now on.

    Applications may be loaded while checks run. What was registered since the configuration was
    read is taken up as well. What reading a configuration registers is asked once that one is in
    force: a module that it names stays imported, with its checks, when it is refused.

    Args:
        engine: The engine.
        health: Which checks are on, and how critical they are.
    """

    def __init__(self, engine: Engine, health: HealthSettings) -> None:
        self._turn = threading.Lock()
        self._engine = engine
        self._health = health
        self._is_held = False
        self._unsettled: set[str] = set()
        self._end = on_registration(self._heard)
        self._take_up_registered()

    def follow(self, engine: Engine, health: HealthSettings) -> None:
        """Have another engine ask them, now that its configuration takes over."""
        with self._turn:
            self._engine, self._health = engine, health
        self._unsettled.clear()
        self._take_up_registered()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Take up nothing during the block by itself: it may be of settings that are not kept.

        What is registered at the end of the block is taken up then.
        """
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            self._take_up_registered()

    def end(self) -> None:
        """Take up no more."""
        self._end()

    def _heard(self, registered: BaseHealthCheck) -> None:
        if threading.current_thread().name == THREAD:
            self._unsettled.add(registered.name)
        elif not self._is_held:
            self._take_up(registered)

    def _take_up_registered(self) -> None:
        for registered in registered_checks():
            if registered.name not in self._unsettled:
                self._take_up(registered)

    def _take_up(self, registered: BaseHealthCheck) -> None:
        with self._turn:
            if registered.name not in self._engine.names:
                for check in fitted([registered], self._health):
                    self._engine.add(check)
