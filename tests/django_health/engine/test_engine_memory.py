"""What an engine keeps, and what not."""

from __future__ import annotations

import gc
import weakref

from sample_checks import Sample, engine_of, eventually

DEADLINE = 20.0


def test_what_was_measured_goes_with_its_report() -> None:
    """Nothing holds it in a cycle, which the garbage collector would have to look for."""
    with engine_of(Sample(), Sample("other")) as engine:
        gc.collect()
        gc.disable()
        try:
            flights = []
            for _ in range(3):
                asked = engine.start()
                flights += [weakref.ref(entry) for _, entry in asked.entries]
                asked.done.result(DEADLINE)
                engine.report(asked)
            del asked
            # A thread of the engine may still be about to let go of the last one.
            eventually(lambda: [flight() for flight in flights] == [None] * 6)
        finally:
            gc.enable()
