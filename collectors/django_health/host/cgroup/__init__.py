"""What the container allows, by cgroup v1 and v2: a file per idea."""
