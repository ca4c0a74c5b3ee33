"""The stand that all benchmarks share: real servers, what is measured on them, and how.

Its modules take servers and daemon from the tests' machinery; importing the package finds it. The
scripts beside it import the stand alone.
"""

import sys
from pathlib import Path

_SUPPORT = Path(__file__).resolve().parents[2] / "tests" / "support"

if str(_SUPPORT) not in sys.path:
    sys.path.insert(0, str(_SUPPORT))
