"""What every dashboard has, and what the builder's JSON is made into."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mixin.dashboards.board import Board, Row
from mixin.dashboards.links import OVERVIEW, to
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import Panel, graph, number
from mixin.dashboards.queries import now, over_time
from mixin.dashboards.reach import exporters


def _number(title: str) -> Panel:
    link = to(OVERVIEW, "Overview", alias="${__field.labels.database}")
    return number(title, "What it is. What to do.", now("up"), unit="none", links=[link])


def _graph(title: str) -> Panel:
    asked = [over_time("up", "{{job}}"), over_time("1 - up", "{{job}} down")]
    return graph(title, "What it is. What to do.", *asked, unit="none", colours=steps(1))


def _board(*rows: Row, alias: tuple[str, str] | None = None) -> dict[str, Any]:
    board = Board("dhe-example", "Example", "For tests.", rows, alias=alias)
    made: dict[str, Any] = json.loads(board.text())
    return made


ROWS = (
    Row("Now", [_number("Up"), _graph("Over time")]),
    Row("More", [_graph("Over time")], collapsed=True),
)


def _panels(board: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for one in board["panels"] for panel in (one, *one.get("panels", ()))]


def test_rows_and_panels() -> None:
    """Panels follow their row; those of a closed one are in it."""
    top = _board(*ROWS)["panels"]
    assert [panel["title"] for panel in top] == ["Now", "Up", "Over time", "More"]
    assert [panel["title"] for panel in top[-1]["panels"]] == ["Over time"]


def test_numbers_are_each_panels_own() -> None:
    """Also where two rows have a panel of one title, and where a row has that of its panel."""
    numbers = [panel["id"] for panel in _panels(_board(*ROWS, Row("Up", [_number("Up")])))]
    assert len(set(numbers)) == len(numbers) == 7


def test_numbers_stay() -> None:
    """Another panel before a panel does not change its number, which links to it have."""
    more = Row("Now", [_number("New"), *ROWS[0].panels])
    before, after = ({p["title"]: p["id"] for p in _panels(_board(row))} for row in (ROWS[0], more))
    assert {title: after[title] for title in before} == before


def test_queries_have_letters_and_the_data_source() -> None:
    """As Grafana wants them."""
    targets = _board(*ROWS)["panels"][2]["targets"]
    assert [target["refId"] for target in targets] == ["A", "B"]
    assert {target["datasource"]["uid"] for target in targets} == {"${datasource}"}


def test_links_of_values_have_what_such_links_have() -> None:
    """And keep time, data source, job and instance; the alias is told by the value."""
    (link,) = _board(*ROWS)["panels"][1]["fieldConfig"]["defaults"]["links"]
    assert link == {
        "title": "Overview",
        "targetBlank": False,
        "url": "/d/dhe-overview?${__url_time_range}&${datasource:queryparam}&${job:queryparam}"
        "&${instance:queryparam}&var-alias=${__field.labels.database}",
    }


def test_a_link_tells_a_variable_once() -> None:
    """What is taken from the value is not kept from before as well."""
    made = to(OVERVIEW, "Overview", job="${__field.labels.job}").build()
    assert made.url is not None
    assert "${job:queryparam}" not in made.url
    assert made.url.count("var-job=") == 1


def test_variables() -> None:
    """Data source, job and instance, and an alias where there is one; each narrows the next."""
    chosen = exporters('job=~"$job"')
    found = _board(alias=("django_health_cache_up", "cache"))["templating"]["list"]
    assert [variable["name"] for variable in found] == ["datasource", "job", "instance", "alias"]
    assert [variable["query"] for variable in found[2:]] == [
        f"label_values({chosen}, instance)",
        'label_values(django_health_cache_up{job=~"$job",instance=~"$instance"}, cache)',
    ]
    assert [v["name"] for v in _board()["templating"]["list"]] == ["datasource", "job", "instance"]


@pytest.mark.parametrize("name", ["Firing alerts", "Version changes", "Pending migrations"])
def test_annotations(name: str) -> None:
    """They are shown, have a text, and are asked the same by old Grafanas and by new ones."""
    found = {one["name"]: one for one in _board()["annotations"]["list"]}[name]
    assert found["enable"]
    assert found["titleFormat"]
    assert found["target"]["expr"] == found["expr"]
    assert found["target"]["interval"] == found["step"] == "1m"


def test_the_schema_is_one_that_grafana_11_knows() -> None:
    """A newer one would be loaded as it is."""
    assert _board()["schemaVersion"] == 39
    assert _board()["id"] is None
