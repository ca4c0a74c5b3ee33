"""Which texts can be values of labels whose source is not ours."""

from __future__ import annotations

import re

LONGEST = 256
"""Characters of a value: more is no name of anything."""

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Line breaks and control characters, and halves of a pair, which UTF-8 does not hold."""


def can_be_value(text: str) -> bool:
    """Whether a text is one line, not too long, and without characters that nobody sees."""
    return len(text) <= LONGEST and not _UNSHOWN.search(text)
