"""Of several boards at once."""

from __future__ import annotations

from mixin_queries.mark import Mark, elsewhere, ill, nothing
from mixin_queries.marks.reasons import FITS

MARKS: tuple[Mark, ...] = (
    ill("*/annotation/Firing alerts", "nothing fires but what the machine's load does", may=True),
    ill("*/annotation/Pending migrations", "all migrations are applied"),
    elsewhere("dhe-*/Health/What is wrong/E", FITS),
    elsewhere("dhe-*/Now/What is wrong/J", FITS),
    nothing("*/Health/What is wrong/G", "it is for a daemon that watches none"),
)
