"""A process full of hostile clients: ``python -m attackers JSON`` tells in JSON how it went."""

from __future__ import annotations

import json
import resource
import select
import sys
import time
from collections import Counter
from dataclasses import asdict
from ipaddress import IPv4Address

from attackers.attack import Attack, Fate
from attackers.behaviours import BEHAVIOURS, Behaviour
from attackers.client import Client

AT_A_TIME = 100
"""Connections that are begun between two looks at the others."""


class Crowd:
    """The clients of an attack.

    Args:
        attack: What they do.
    """

    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        self._behaviour: Behaviour = BEHAVIOURS[attack.behaviour]()
        self._poller = select.epoll()
        self._clients: dict[int, Client] = {}
        self._statuses: Counter[str] = Counter()
        self._ages: list[float] = []
        self._begun = 0
        self._failed = 0

    def run(self) -> Fate:
        """Attack until the time is up."""
        started = time.monotonic()
        dripped = started
        while (now := time.monotonic()) < started + self._attack.seconds:
            self._begin(now - started)
            for descriptor, events in self._poller.poll(0.05, 512):
                self._handle(descriptor, events)
            if now - dripped >= 1:
                dripped = now
                for descriptor in list(self._clients):
                    self._clients[descriptor].drip()
                    self._note_end(descriptor)
        alive = len(self._clients)
        for client in self._clients.values():
            client.close()
        return Fate(self._begun, self._failed, alive, dict(self._statuses), sorted(self._ages))

    def _begin(self, since: float) -> None:
        attack = self._attack
        due = attack.count if not attack.pace else min(attack.count, int(since * attack.pace) + 1)
        missing = due - (len(self._clients) if attack.reconnect else self._begun)
        for _ in range(min(missing, AT_A_TIME)):
            client = Client(self._poller, self._behaviour, self._statuses)
            try:
                self._clients[client.connect((attack.host, attack.port), self._source())] = client
            except OSError:
                client.close()
                self._failed += 1
            self._begun += 1

    def _source(self) -> str:
        number = 0 if self._attack.own else self._begun % self._attack.sources + 1
        return str(IPv4Address("127.0.0.1") + number)

    def _handle(self, descriptor: int, events: int) -> None:
        if client := self._clients.get(descriptor):
            client.handle(events)
            self._note_end(descriptor)

    def _note_end(self, descriptor: int) -> None:
        client = self._clients[descriptor]
        if client.closed:
            del self._clients[descriptor]
            self._ages.append(round(time.monotonic() - client.begun, 3))


def main() -> None:
    """Attack as the argument says, and tell."""
    attack = Attack(**json.loads(sys.argv[1]))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if 0 <= hard < attack.count + 50:
        raise SystemExit(f"{attack.count} connections need as many descriptors, there are {hard}")
    sys.stdout.write(json.dumps(asdict(Crowd(attack).run())))


if __name__ == "__main__":
    main()
