"""What Kubernetes would be given: rendered by Helm and Kustomize, and held against its schemas."""

from manifests.documents import Manifest, documents, named, of_kind
from manifests.pods import containers, pods, weaknesses
from manifests.rendering import CHART, KUSTOMIZE, UnrenderableError, built, chart_values, rendered
from manifests.validity import faults

__all__ = [
    "CHART",
    "KUSTOMIZE",
    "Manifest",
    "UnrenderableError",
    "built",
    "chart_values",
    "containers",
    "documents",
    "faults",
    "named",
    "of_kind",
    "pods",
    "rendered",
    "weaknesses",
]
