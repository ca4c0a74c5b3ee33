"""The applications of the Django project, loaded when a check first needs them."""

from __future__ import annotations

import os
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from django.apps import AppConfig, apps
from django.conf import settings
from django.urls import set_script_prefix

from django_health.failure import CheckFailed, described, place
from django_health.result import Reason

PATIENCE: Final = 10.0
"""Seconds to wait while another thread loads the applications, from when it began to."""

_DOTTED = re.compile(r"[A-Za-z0-9_.]{1,100}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OF_THE_MAIN_THREAD = ("signal", "asyncio.events")


def load_applications(timeout: float = PATIENCE) -> None:
    """Make the project's applications available, its models and ``ready()`` included.

    Where Django runs they are there already and nothing happens. In a process that has only the
    settings it does what ``django.setup()`` does, but leaves the logging alone: that is the
    daemon's. A check calls it in its run, so that an application that hangs while it is loaded
    takes no more than the time of such checks.

    What failed before any model was imported, or in a ``ready()``, is tried again by the next
    call, where each ``ready()`` that has returned is not called again. Models are imported once: a
    second time would make other classes of them, so that failure is told until the process ends.

    Args:
        timeout: Seconds to wait while another thread loads them; less where that one has been at
            it for long.

    Raises:
        CheckFailed: They cannot be loaded (reason ``misconfigured``), or another thread has not
            loaded them yet (reason ``timeout``).
    """
    if not apps.ready:
        _project.load(timeout)


@contextmanager
def loading_held_off(patience: float = 0.0) -> Iterator[bool]:
    """Have nobody begin to load the applications by :func:`load_applications` during the block.

    Args:
        patience: Seconds to wait while somebody loads them.

    Yields:
        Whether nobody does; else the block runs all the same.
    """
    with _project.held_off(patience) as is_held_off:
        yield is_held_off


def explained(error: BaseException) -> str:
    """Return why code of the project failed, without the text of the exception."""
    match error:
        case ModuleNotFoundError(name=str(name)) if _DOTTED.fullmatch(name):
            return f"there is no module {name!r}"
        case KeyError(args=(str(key),)) if _VARIABLE.fullmatch(key) and _is_of_environ(error):
            return f"the environment variable {key!r} is missing ({place(error)})"
    return described(error)


def _is_of_environ(error: KeyError) -> bool:
    """Whether it was ``os.environ`` that lacked the key; any other key may be a secret."""
    frame = _innermost(error)
    return frame is not None and frame.f_globals is vars(os)


def _innermost(error: BaseException) -> FrameType | None:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1] if frames else None


class _Project:
    """The attempts of this process to load the applications, one at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._begun: float | None = None
        self._is_ours = False
        self._lasting_failure: CheckFailed | None = None

    def load(self, timeout: float) -> None:
        if not self._turn.acquire(timeout=min(timeout, self._patience_left())):
            raise CheckFailed(Reason.TIMEOUT, "the applications are still being loaded")
        try:
            self._begun = time.monotonic()
            if not apps.ready:
                self._attempt()
        finally:
            self._begun = None
            self._turn.release()

    @contextmanager
    def held_off(self, patience: float) -> Iterator[bool]:
        came = self._turn.acquire(timeout=patience)
        try:
            yield came
        finally:
            if came:
                self._turn.release()

    def _patience_left(self) -> float:
        """Seconds; it ends once, so that what hangs does not hold up every later check anew."""
        begun = self._begun
        return PATIENCE if begun is None else max(begun + PATIENCE - time.monotonic(), 0.0)

    def _attempt(self) -> None:
        if self._lasting_failure is not None:
            raise _failure(str(self._lasting_failure))
        if apps.loading and not self._is_ours:
            _await_others()
            return
        try:
            if apps.models_ready:
                _make_ready()
            else:
                self._populate()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - an application may raise anything
            failure = _failure(
                f"the applications cannot be loaded: {explained(error)}{_hint(error)}"
            )
            if apps.loading and not apps.models_ready:
                self._lasting_failure = failure
            raise failure from None

    def _populate(self) -> None:
        script = settings.FORCE_SCRIPT_NAME
        set_script_prefix("/" if script is None else script)
        configs = [_ready_once(AppConfig.create(entry)) for entry in settings.INSTALLED_APPS]
        self._is_ours = True
        apps.populate(configs)


def _failure(message: str) -> CheckFailed:
    return CheckFailed(Reason.MISCONFIGURED, message)


def _hint(error: BaseException) -> str:
    frame = _innermost(error)
    name = "" if frame is None else frame.f_globals.get("__name__")
    if name not in _OF_THE_MAIN_THREAD or threading.current_thread() is threading.main_thread():
        return ""
    return " (they are loaded on a thread, where no signal can be handled and no event loop is)"


def _ready_once(config: AppConfig) -> AppConfig:
    """The application, whose ``ready()`` does nothing after it has once returned."""
    config.ready = _once(config.ready)  # type: ignore[method-assign]
    return config


def _once(ready: Callable[[], None]) -> Callable[[], None]:
    has_returned = False

    def call() -> None:
        nonlocal has_returned
        if not has_returned:
            ready()
            has_returned = True

    return call


def _make_ready() -> None:
    """The last phase of ``apps.populate()``, which itself can be called only once."""
    for config in apps.get_app_configs():
        config.ready()
    apps.ready = True
    apps.ready_event.set()


def _await_others() -> None:
    """Wait for code that is no check and is loading the applications, or has failed to."""
    try:
        apps.populate()
    except RuntimeError:
        raise _failure(
            "the applications are not loaded: what began to load them in this process failed, "
            "or has not ended"
        ) from None


_project = _Project()
