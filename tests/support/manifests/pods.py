"""The pods that resources would start, and whether they may do more than they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from manifests.documents import Manifest


def pods(manifests: Iterable[Manifest]) -> list[dict[str, Any]]:
    """Return the specification of each pod."""
    found = []
    for manifest in manifests:
        if manifest["kind"] == "Pod":
            found.append(manifest["spec"])
        elif manifest["kind"] in {"Deployment", "StatefulSet", "DaemonSet", "Job"}:
            found.append(manifest["spec"]["template"]["spec"])
    return found


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all of its containers, those that begin first included."""
    return [*pod.get("initContainers", []), *pod["containers"]]


def weaknesses(pod: dict[str, Any]) -> list[str]:
    """Return what a pod is allowed beyond the standard "restricted" of Kubernetes, and beyond ours.

    Ours: a root file system that is read-only, no token, no variables of services, bounded memory.
    """
    return [*_of_pod(pod), *(fault for one in containers(pod) for fault in _of_container(pod, one))]


def _of_pod(pod: dict[str, Any]) -> Iterator[str]:
    if pod.get("automountServiceAccountToken") is not False:
        yield "it has a token of its service account"
    if pod.get("enableServiceLinks") is not False:
        yield "services put variables into its environment"
    yield from (f"it has {key}" for key in ("hostNetwork", "hostPID", "hostIPC") if pod.get(key))
    allowed = {"configMap", "emptyDir", "secret", "projected", "persistentVolumeClaim"}
    for volume in pod.get("volumes", []):
        yield from (f"it mounts a {kind}" for kind in sorted(set(volume) - allowed - {"name"}))
        if volume.get("secret", {}).get("defaultMode", 0) & 0o007 or (
            "secret" in volume and "defaultMode" not in volume["secret"]
        ):
            yield f"everybody in it may read the secret {volume['secret']['secretName']}"


def _of_container(pod: dict[str, Any], container: dict[str, Any]) -> Iterator[str]:
    name = container["name"]
    context = {**pod.get("securityContext", {}), **container.get("securityContext", {})}
    if context.get("runAsNonRoot") is not True or context.get("runAsUser") == 0:
        yield f"{name} may be root"
    if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield f"{name} may call all of the kernel"
    if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
        yield f"{name} may become more than it is"
    if context.get("capabilities") != {"drop": ["ALL"]}:
        yield f"{name} has capabilities"
    if context.get("readOnlyRootFilesystem") is not True:
        yield f"{name} may write to its root file system"
    resources = container.get("resources", {})
    if not {"cpu", "memory"} <= resources.get("requests", {}).keys():
        yield f"{name} does not say what it needs"
    if "memory" not in resources.get("limits", {}):
        yield f"{name} has no limit of memory"
    yield from (
        f"{name} takes the port {port['hostPort']} of the node"
        for port in container.get("ports", [])
        if "hostPort" in port
    )
