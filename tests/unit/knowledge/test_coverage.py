"""``coverage``: what is missing, thin or old, and where figures come from."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser

import pytest

from advisor.knowledge.cli import main
from advisor.knowledge.coverage import State, as_page, as_table, coverage_of
from advisor.knowledge.models import Topic
from advisor.knowledge.upkeep import Upkeep

TODAY = datetime.date(2026, 11, 20)
SALARY = """\
  salary:
    lead: {text: It varies., sources: [office]}
"""


def cell(small, topic: Topic, role: str = "joiner", **upkeep):
    return coverage_of(small.base, Upkeep(**upkeep), TODAY).cells[role][topic]


def test_a_topic_that_is_not_written_is_missing(small):
    assert cell(small, Topic.SKILLS).state is State.MISSING


def test_a_written_topic_is_good_and_names_its_sources(small):
    found = cell(small, Topic.RESPONSIBILITIES)
    assert (found.state, found.points, found.sources) == (State.GOOD, 2, ("office",))


@pytest.mark.parametrize(
    "thin, reason",
    [({"fewest_points": 3}, "2 points only"), ({"weak_sources": ["office"]}, "rests on office alone")],
)
def test_a_topic_with_few_points_or_weak_sources_is_thin(small, thin, reason):
    found = cell(small, Topic.RESPONSIBILITIES, thin=thin)
    assert found.state is State.THIN and found.reasons == (reason,)


def test_pay_without_a_figure_is_thin(small):
    small.append("roles/joiner.yml", SALARY)
    assert cell(small, Topic.SALARY).reasons == ("no pay figure",)


def test_pay_whose_newest_figure_is_past_its_shelf_life_is_old(small):
    small.append("roles/carver.yml", "topics:\n" + SALARY)
    small.set_cell("as_of", "2020-05")
    found = cell(small, Topic.SALARY, "carver", shelf_lives={"figures": {"employee_survey": 12}})
    assert found.state is State.OLD and "2020-05 (office)" in found.reasons[0]


def test_the_table_counts_states_and_says_where_figures_come_from(small):
    table = as_table(coverage_of(small.base, Upkeep(), TODAY), small.base)
    assert "+ good 1, ~ thin 0, o old 0, - missing 27" in table
    assert "joiner, skills: missing: not written" in table
    assert "office (2025-05, employee_survey): 1 figures of 1 roles; Wage statistics" in table


class Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.states = []

    def handle_starttag(self, tag, attributes):
        if tag == "td" and dict(attributes).get("class") in {state.value for state in State}:
            self.states.append(dict(attributes)["class"])


def test_the_page_has_a_cell_a_role_and_topic_and_needs_no_other_file(small):
    page = as_page(coverage_of(small.base, Upkeep(), TODAY), small.base, TODAY)
    cells = Cells()
    cells.feed(page)
    assert len(cells.states) == 2 * len(Topic) and cells.states.count("good") == 1
    assert "<script" not in page and "<link" not in page


def test_names_cannot_break_the_page(small):
    small.replace("roles/carver.yml", "title: carver", "title: <b>carver</b>")
    page = as_page(coverage_of(small.base, Upkeep(), TODAY), small.base, TODAY)
    assert "<b>carver" not in page and "&lt;b&gt;carver" in page


def test_the_command_writes_the_page(small, tmp_path, capsys):
    page = tmp_path / "new" / "coverage.html"
    assert main(["coverage", "--knowledge-base", str(small.folder), "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert f"Wrote {page}" in capsys.readouterr().out
