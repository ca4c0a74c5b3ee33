"""What the site makes of a text: a description, breakable names, coloured code, addresses."""

from __future__ import annotations

import pytest
from bs4 import Tag

from documentation_site import Site, build_small, listing

NAME = "django_health_exporter_check_duration_seconds"

PAGES = {
    "docs/index.md": listing("short", "long", "code", "runbooks/Down"),
    "docs/short.md": '# Short\n\nThe *first* `paragraph`\nof "it".\n\nThe second.\n',
    "docs/long.md": f"# Long\n\n{'Many words. ' * 40}\n",
    "docs/code.md": f"""# Code

`{NAME}` and `short_name`.

```promql
job:requests:rate5m > 2
```

```sql
SHOW REPLICA STATUS\\G
```
""",
    "docs/runbooks/Down.md": "# Down\n\nIt is down.\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of a few pages."""
    site = build_small(tmp_path_factory.mktemp("texts"), PAGES)
    assert (site.code, site.complaints) == (0, ())
    return site


def _description(site: Site, page: str) -> str:
    (tag,) = site.page(page).select('head > meta[name="description"]')
    return str(tag["content"])


def test_the_description_is_the_first_paragraph(small: Site) -> None:
    """In plain words and one line, whatever characters are in it."""
    assert _description(small, "short") == 'The first paragraph of "it".'


def test_a_long_description_ends_with_a_whole_word(small: Site) -> None:
    """And tells that there is more."""
    text = _description(small, "long")
    assert len(text) <= 160
    assert text.endswith(("words…", "Many…"))


def test_long_names_have_joints(small: Site) -> None:
    """At which a browser may break them; what is copied is the name, and short ones are whole."""
    name, short = small.page("code").select("article p code")
    assert name.get_text() == NAME
    parts = [text.strip() for text in name.find_all(string=True) if text.strip()]
    assert parts == ["django_health_", "exporter_check_", "duration_seconds"]
    assert len(name.select("wbr")) == 2
    assert short.select("wbr") == []


def test_code_is_coloured(small: Site) -> None:
    """Also names of recorded series, and what the client of MySQL knows beyond SQL."""
    blocks = {
        str(block["class"][0]): block
        for block in small.page("code").select("div.highlight-promql, div.highlight-sql")
    }
    recorded = blocks["highlight-promql"].select_one("span.nv")
    assert isinstance(recorded, Tag)
    assert recorded.get_text() == "job:requests:rate5m"
    assert blocks["highlight-sql"].get_text().strip() == "SHOW REPLICA STATUS\\G"
    assert blocks["highlight-sql"].select("span.err") == []


def test_runbooks_have_the_addresses_that_alerts_name(small: Site) -> None:
    """``<runbooks_url>/NAME.md`` leads on to the page, for the runbooks alone."""
    leading = small.page("runbooks/Down.md/index")
    (refresh,) = leading.select('meta[http-equiv="refresh"]')
    assert refresh["content"] == "0; url=../Down.html"
    assert (small.folder / "runbooks" / "Down.html").is_file()
    assert not (small.folder / "short.md").exists()
