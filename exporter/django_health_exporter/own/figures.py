"""The daemon's figures about itself, as far as they are wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django_health_exporter.own.build import build_figures
from django_health_exporter.own.interpreter import collector_figures, python_figures
from django_health_exporter.own.process import ProcessFigures
from django_health_exporter.reloading.metrics import ReloadFigures
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.policy.metrics import PolicyFigures
from django_health_exporter.web.scrape.self_metrics import Teller


def own_figures(
    groups: Collection[str], policies: CurrentPolicy, reloads: ReloadFigures
) -> list[Teller]:
    """Return what tells of the daemon before anything is served.

    Args:
        groups: What is wanted, out of those of ``web.scrape.self_metrics``.
        policies: Of the web configuration file.
        reloads: Of the configuration.
    """
    known: Mapping[str, Sequence[Teller]] = {
        "build": (build_figures,),
        "process": (ProcessFigures(),),
        "python": (python_figures, collector_figures),
        "reload": (reloads, PolicyFigures(policies)),
    }
    return [teller for group, tellers in known.items() if group in groups for teller in tellers]
