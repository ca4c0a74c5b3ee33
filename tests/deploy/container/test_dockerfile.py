"""The images' descriptions: what hadolint finds, and what it does not look for."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path

import pytest

from wheel_programs import run_wheel_program

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "container"
DOCKERFILES = [FOLDER / "Dockerfile", FOLDER / "layered" / "Dockerfile"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LABELS = {"title": "text", "description": "text", "licenses": "spdx", "created": "text"}
"""What the image says of itself, in the words of the OCI, and of which kind each is."""

every_dockerfile = pytest.mark.parametrize(
    "dockerfile", DOCKERFILES, ids=lambda path: str(path.relative_to(FOLDER))
)


def _text(dockerfile: Path) -> str:
    """Without comments, each instruction in one line."""
    lines = dockerfile.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.lstrip().startswith("#")]
    return re.sub(r"\\\n\s*", " ", "\n".join(kept))


def _instructions(dockerfile: Path, word: str) -> list[str]:
    return re.findall(rf"^{word} (.*)$", _text(dockerfile), flags=re.MULTILINE)


def _final_stage(dockerfile: Path) -> str:
    return re.split(r"^FROM ", _text(dockerfile), flags=re.MULTILINE)[-1]


def _linted(dockerfile: Path, labels: dict[str, str]) -> tuple[int, str]:
    required = [f"--require-label=org.opencontainers.image.{n}:{k}" for n, k in labels.items()]
    configuration = ("--config", FOLDER / "hadolint.yaml")
    ended = run_wheel_program("hadolint", "--no-color", *configuration, *required, dockerfile)
    return ended.returncode, ended.stdout


@every_dockerfile
def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    """Down to matters of style; the base has the labels, what is built upon it inherits them."""
    labels = LABELS if dockerfile is DOCKERFILES[0] else {}
    assert _linted(dockerfile, labels) == (0, "")


@pytest.mark.parametrize(
    ("theirs", "broken", "rule"),
    [
        ("WORKDIR /app", "WORKDIR app", "DL3000"),
        ("EXPOSE 10170", "EXPOSE 101700", "DL3011"),
        ('ENTRYPOINT ["django-health-exporter"]', "ENTRYPOINT django-health-exporter", "DL3025"),
        ("slim-trixie\n", "slim-trixie\nFROM python\n", "DL3006"),
        ('licenses="MIT"', 'licenses="free"', "DL3054"),
        ('org.opencontainers.image.title="django-health-exporter" ', "", "DL3049"),
    ],
)
def test_hadolint_sees_a_mistake(tmp_path: Path, theirs: str, broken: str, rule: str) -> None:
    """What the test before relies on."""
    text = DOCKERFILES[0].read_text(encoding="utf-8")
    assert theirs in text
    changed = tmp_path / "Dockerfile"
    changed.write_text(text.replace(theirs, broken), encoding="utf-8")
    code, found = _linted(changed, LABELS)
    assert code != 0
    assert rule in found


@every_dockerfile
def test_the_image_does_not_run_as_root(dockerfile: Path) -> None:
    """It ends as somebody with a number, since Kubernetes cannot look names up."""
    assert _instructions(dockerfile, "USER")[-1] == "65534:65534"


@every_dockerfile
def test_no_image_is_whatever_is_newest(dockerfile: Path) -> None:
    """Each base names a version."""
    bases = re.findall(r"^ARG \w+_IMAGE=(\S+)$", _text(dockerfile), flags=re.MULTILINE)
    assert bases
    assert all(re.search(r":\d", base) and ":latest" not in base for base in bases)


def test_the_image_says_what_it_is() -> None:
    """Labels of the OCI, with the project's own words."""
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', _text(DOCKERFILES[0])))
    assert labels["title"] == PROJECT["project"]["name"]
    assert labels["licenses"] == PROJECT["project"]["license"]
    assert {"description", "version", "revision", "created", "source", "url"} <= set(labels)


def test_what_labels_are_filled_with_is_an_argument() -> None:
    """Of the stage that has them, and on the page; a name that is no argument would be empty."""
    stage = _final_stage(DOCKERFILES[0])
    arguments = set(re.findall(r"^ARG (\w+)=", stage, flags=re.MULTILINE))
    used = set(re.findall(r'org\.opencontainers\.image\.\w+="\$\{(\w+)\}"', stage))
    assert used == arguments
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {name for name in arguments if f"`{name}`" not in page} == set()


def test_the_health_check_needs_no_shell_and_no_curl() -> None:
    """The image has no program for it; it asks whether the process lives, and nothing else."""
    command = _instructions(DOCKERFILES[0], "HEALTHCHECK")[0]
    assert "curl" not in command
    assert "wget" not in command
    assert re.search(r'CMD \["/opt/exporter/bin/python", .*"/opt/exporter/healthy\.py"\]$', command)
    assert "COPY deploy/container/healthy.py /opt/exporter/healthy.py" in _text(DOCKERFILES[0])


def test_the_entry_point_is_the_program() -> None:
    """As the wheel installs it."""
    assert _instructions(DOCKERFILES[0], "ENTRYPOINT") == ['["django-health-exporter"]']
    assert "django-health-exporter" in PROJECT["project"]["scripts"]


def test_the_base_of_the_example_is_this_version() -> None:
    """A tag that nobody has built cannot be built upon."""
    assert f"django-health-exporter:{version('django-health-exporter')}" in _text(DOCKERFILES[1])


def test_nothing_of_the_build_is_in_the_image() -> None:
    """The last stage takes what was installed, and no sources, caches or tools."""
    copied = re.findall(r"^COPY (.*)$", _final_stage(DOCKERFILES[0]), flags=re.MULTILINE)
    assert copied == [
        "--from=build /opt/exporter /opt/exporter",
        "deploy/container/healthy.py /opt/exporter/healthy.py",
    ]
    assert "RUN" not in _final_stage(DOCKERFILES[0])


def test_the_build_has_what_the_wheel_is_made_of() -> None:
    """Hatchling reads the packages, the version in one of them, the readme and the licence."""
    copied = {
        word.rstrip("/")
        for line in _instructions(DOCKERFILES[0], "COPY")
        if not line.startswith("--from")
        for word in line.split()[:-1]
    }
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    needed |= {package.partition("/")[0] for package in wheel["packages"]}
    assert needed <= copied


@every_dockerfile
def test_what_is_copied_is_there_and_not_ignored(dockerfile: Path) -> None:
    """And what is not copied is ignored, so that no secret of the work tree gets into a layer."""
    rules = dockerfile.with_name("Dockerfile.dockerignore").read_text(encoding="utf-8").split("\n")
    kept = [rule[1:] for rule in rules if rule.startswith("!")]
    assert "*" in rules
    for line in _instructions(dockerfile, "COPY"):
        for word in [] if line.startswith("--from") else line.split()[:-1]:
            path = word.rstrip("/")
            assert (ROOT / path).exists(), path
            assert any(path == rule or fnmatch(path, f"{rule}/*") for rule in kept), path
    assert not any(fnmatch(secret, rule) for rule in kept for secret in (".env", ".git", ".run"))
