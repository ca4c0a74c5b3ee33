"""A defect in a page stops the build: on a small copy of the site, each defect by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from documentation_site import build_small, listing

SOUND = {
    "docs/index.md": listing("page"),
    "docs/page.md": "# Page\n\n## Place\n\n[Front](index.md), [here](#place), [file](../a.yaml)\n",
    "a.yaml": "key: value\n",
}

DEFECTS = {
    "a link to a page that is not there": ("[x](gone.md)", "gone.md"),
    "a link to a place that is not there": ("[x](index.md#gone)", "gone"),
    "a link to a place of this page that is not there": ("[x](#gone)", "gone"),
    "a link to a file of the repository that is not there": ("[x](../gone.yaml)", "gone.yaml"),
    "a picture that is not there": ("![x](pictures/gone.png)", "gone.png"),
    "a language that nobody knows": ("```nothing-like-it\nx\n```", "nothing-like-it"),
    "a block that is not of its language": ('```json\n{"a": ?}\n```', "json"),
    "a page in the navigation that is not there": ("```{toctree}\ngone\n```", "gone"),
}


def test_a_sound_copy_passes(tmp_path: Path) -> None:
    """So the others fail for their defect alone."""
    site = build_small(tmp_path, SOUND)
    assert (site.code, site.complaints) == (0, ())


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_named(defect: str, tmp_path: Path) -> None:
    """The build fails, and tells the page and what is wrong with it."""
    text, told = DEFECTS[defect]
    page = f"{SOUND['docs/page.md']}\n{text}\n"
    site = build_small(tmp_path, {**SOUND, "docs/page.md": page})
    assert site.code != 0
    assert any("page.md" in line and told in line for line in site.complaints), site.complaints


def test_a_page_that_is_not_in_the_navigation(tmp_path: Path) -> None:
    """Nobody would find it."""
    site = build_small(tmp_path, {**SOUND, "docs/alone.md": "# Alone\n\nHere.\n"})
    assert site.code != 0
    assert any("alone.md" in line and "toctree" in line for line in site.complaints)
