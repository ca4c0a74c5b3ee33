"""What is fuzzed: a table of small functions that take any bytes and raise where a promise breaks.

``TARGETS`` has one line per parser of ours. A target makes the parser's input of the bytes, which
are readable text so that its corpus can be written and read by hand, and holds the answer against
what the parser promises: a sound value, or the documented error in one line without a secret. Any
other exception is a finding.

``tests/fuzz/fuzz.py`` has the targets tried with inputs that a coverage-guided fuzzer invents;
``tests/fuzz/test_corpus.py`` replays what is in ``tests/fuzz/corpus/<target>/`` in every test run.
"""

from fuzzing.corpus import CORPUS, entries
from fuzzing.table import TARGETS, Target

__all__ = ["CORPUS", "TARGETS", "Target", "entries"]
