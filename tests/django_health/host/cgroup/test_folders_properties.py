"""``/proc/self/cgroup`` as kernels write it, and any other text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.host.cgroup.folders import membership
from drawn_inputs import mangled

CONTROLLERS = st.lists(
    st.sampled_from(["memory", "cpu", "cpuacct", "pids", "name=systemd"]), min_size=1, unique=True
)
PATHS = st.from_regex(r"/[a-z0-9:._@-]{0,12}(/[a-z0-9:._-]{1,8})?", fullmatch=True)
REAL = "4:cpu,cpuacct:/docker/1f2e\n3:memory:/docker/1f2e\n0::/system.slice/shop.service\n"


@given(names=CONTROLLERS, path=PATHS, unified=PATHS)
def test_every_controller_has_its_path(names: list[str], path: str, unified: str) -> None:
    """A path may hold colons; the one without controllers is that of version 2."""
    member = membership(f"5:{','.join(names)}:{path}\n0::{unified}\n")
    assert member.first == dict.fromkeys(names, (",".join(names), path))
    assert member.second == unified


@given(st.one_of(st.text(), mangled(st.just(REAL))))
def test_any_other_text_names_paths_or_none(text: str) -> None:
    """What is no such line is passed over."""
    member = membership(text)
    assert all(path.startswith("/") for _, path in member.first.values())
    assert member.second is None or member.second.startswith("/")
