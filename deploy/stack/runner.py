"""The life of a stack: started, watched over, broken and mended as is wished, and ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from deploy.stack import building, ground
from deploy.stack.errors import StackError
from deploy.stack.leftovers import end_leftovers
from deploy.stack.part import Part, Running
from deploy.stack.processes import find
from deploy.stack.receiver import Receiver
from deploy.stack.state import Condition, Folder, PartState, State

LOOK = 0.2
"""Seconds between looks at what is wished and what has ended by itself."""

SILENCE = {True: 10.0, False: 300.0}
"""Seconds that the dead man's switch waits, quick or not."""

SLOW = "That takes minutes, as in earnest; after `make stack ARGS=--quick` it takes seconds.\n"

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Runner:
    """Starts all parts from this process and stays until it is told to end.

    Args:
        folder: Where they run.
        quick: Whether waiting is shortened.
        tell: Is given each line for people.
    """

    def __init__(self, folder: Folder, tell: Callable[[str], None], *, quick: bool) -> None:
        own = find(os.getpid())
        assert own is not None  # noqa: S101 - it runs this very line
        self._folder = folder
        self._tell = tell
        self._state = State(own, quick=quick)
        self._running: dict[str, Running] = {}
        self._parts: dict[str, Part] = {}

    def run(self) -> None:
        """Be the stack until Ctrl-C or SIGTERM.

        Raises:
            StackError: It cannot be started, or not ended.
        """
        ground.claim(self._folder.path)
        with self._folder.taken(), _told_to_end():
            end_leftovers(self._folder)
            ground.clear(self._folder.path)
            self._folder.write(self._state)
            try:
                self._live()
            except KeyboardInterrupt:
                self._tell("ending ...")
            finally:
                for signum in _ENDING:
                    signal.signal(signum, signal.SIG_IGN)
                self._end()

    def _live(self) -> None:
        began = time.monotonic()
        self._tell(f"starting in {self._folder.path}; each part has its log there")
        quick = self._state.quick
        log = self._folder.path / "alerts.log"
        with Receiver(log, self._tell, SILENCE[quick]) as receiver:
            self._state.urls = building.build(
                self._folder.path, receiver.port, self._start, quick=quick
            )
            self._state.ready = True
            self._note()
            self._welcome(time.monotonic() - began)
            while True:
                for name in self._parts:
                    self._look_at(name)
                receiver.mind_silence()
                time.sleep(LOOK)

    def _welcome(self, seconds: float) -> None:
        self._tell(f"all of it runs, after {seconds:.0f} s:\n")
        width = max(len(url) for url in self._state.urls.values())
        for what, url in self._state.urls.items():
            self._tell(f"  {url:<{width}}  {what}")
        self._tell(
            "\nIn another terminal `make stack-break NAME=database` breaks a part, and\n"
            "`make stack-mend NAME=database` mends it. Alerts are told here as they arrive.\n"
            f"{'' if self._state.quick else SLOW}Ctrl-C ends all of it.\n"
        )

    def _start(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self._parts[part.name] = part
            self._running[part.name] = Running(part)
        for part in parts:
            self._running[part.name].wait_until_ready()
            self._tell(f"  {part.name}" + (f" on port {part.port}" if part.port else ""))
        self._note()

    def _look_at(self, name: str) -> None:
        """Make of a part what is wished; what has ended by itself is left so until it is mended."""
        running = self._running.get(name)
        if running is not None and running.has_ended():
            running.wait_for_end()
            del self._running[name]
            self._folder.wish(name, "stopped")
            self._tell(f"{name} has ended by itself: see {running.part.log}")
            self._note()
        elif (wished := self._folder.wished(name)) != self._condition(name):
            try:
                self._change(name, wished)
            except StackError as error:
                self._give_up(name, error)
            self._note()
            self._tell(f"{time.strftime('%H:%M:%S')} {name} is {self._condition(name)}")

    def _change(self, name: str, wished: Condition) -> None:
        if wished == "stopped":
            running = self._running.pop(name)
            running.tell_to_end()
            running.wait_for_end()
            return
        if name not in self._running:
            self._running[name] = Running(self._parts[name])
            self._running[name].wait_until_ready()
        if wished == "frozen":
            self._running[name].freeze()
        else:
            self._running[name].thaw()

    def _give_up(self, name: str, error: StackError) -> None:
        """Leave a part that does not start, until somebody mends it anew."""
        self._tell(str(error))
        running = self._running.pop(name, None)
        if running is not None:
            running.tell_to_end()
            running.wait_for_end()
        self._folder.wish(name, "stopped")

    def _condition(self, name: str) -> Condition:
        running = self._running.get(name)
        if running is None:
            return "stopped"
        return "frozen" if running.frozen else "running"

    def _note(self) -> None:
        """Tell the folder how everything is."""
        for name, part in self._parts.items():
            running = self._running.get(name)
            processes = [] if running is None else running.processes()
            self._state.parts[name] = PartState(self._condition(name), part.port, processes)
        self._folder.write(self._state)

    def _end(self) -> None:
        """End everything: first who watches, so that nobody tells of what is ended on purpose."""
        watchers = [name for name in ("prometheus", "alertmanager") if name in self._running]
        site = [name for name in ("exporter", "web", "worker") if name in self._running]
        rest = [name for name in self._running if name not in {*watchers, *site}]
        for phase in (watchers, site, rest):
            for name in phase:
                self._running[name].tell_to_end()
            for name in phase:
                self._running.pop(name).wait_for_end()
        self._folder.forget()
        self._tell("everything has ended")


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Take every signal to end for Ctrl-C."""

    def interrupt(signum: int, _: object) -> None:
        raise KeyboardInterrupt(signal.Signals(signum).name)

    before = {signum: signal.signal(signum, interrupt) for signum in _ENDING}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
