"""The values that an answer has to hold, compared as DNS compares them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from dns.rdata import Rdata
from dns.rdtypes.txtbase import TXTBase

from django_health.failure import CheckFailed
from django_health.result import Reason


class ExpectedRecords:
    """Records all of which have to be among the answers.

    Args:
        kind: Their type.
        texts: Written as ``dig +short`` shows them; names may lack the dot at their end, and texts
            their quotes.
    """

    def __init__(self, kind: str, texts: Sequence[str]) -> None:
        self._kind = kind
        self._texts = texts

    def missing_from(self, found: Iterable[Rdata]) -> int:
        """Return how many of them are not among the records.

        Raises:
            CheckFailed: One of them cannot be a record of this type.
        """
        known = {_comparable(record) for record in found}
        return sum(self._wanted(number) not in known for number in range(len(self._texts)))

    def _wanted(self, number: int) -> object:
        text = self._texts[number]
        kind = dns.rdatatype.from_text(self._kind)
        try:
            if self._kind == "TXT" and not text.startswith('"'):
                return text.encode()
            record = dns.rdata.from_text(
                dns.rdataclass.IN, kind, text, origin=dns.name.root, relativize=False
            )
        except (dns.exception.DNSException, ValueError):
            raise CheckFailed(
                Reason.MISCONFIGURED, f"expected[{number}] is no value of a {self._kind} record"
            ) from None
        return _comparable(record)


def _comparable(record: Rdata) -> object:
    """A text, however it is cut into pieces; any other record as itself, names in any case."""
    return b"".join(record.strings) if isinstance(record, TXTBase) else record
