"""Every way to give a credential, every fault that it meets, and every output it must be absent of.

Three tables span the matrix, and a line in one of them is all that a new one needs:

- forms: ``databases``, ``caches``, ``declared``, ``of_project``, ``custom``, ``in_file``,
  ``in_environment``, put together in ``groups``. Each form has a :class:`Canary` of its own, so
  that a leak names the form.
- faults: ``faults`` are there from the beginning, and say where the servers of each kind are and
  what they do; ``ordeals`` befall those that run already and are well, one after the other, all
  groups on one ``stage``.
- outputs: ``daemon_outputs`` and ``library_outputs``.

What is written so wrongly that nothing starts has two tables of its own: ``mistakes`` in writing a
URL, and ``readers`` that complain of it.
"""

from canary_secrets.canary import Canary, leaks
from canary_secrets.form import Form, Kind, Place, World
from canary_secrets.scene import Scene

__all__ = ["Canary", "Form", "Kind", "Place", "Scene", "World", "leaks"]
