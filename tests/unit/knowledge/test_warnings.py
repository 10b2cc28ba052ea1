"""What ``check`` warns of: age, missing topics, orphans, odd neighbours; and how it prints for people and for CI."""

from __future__ import annotations

import datetime

import pytest

from advisor.knowledge.cli import main
from advisor.knowledge.upkeep import is_old, last_day
from advisor.knowledge.warnings import find_warnings

TODAY = datetime.date(2026, 11, 20)
UPKEEP = """\
shelf_lives:
  figures: {employee_survey: 12}
  outlook: 12
  certifications: 12
  courses: 12
"""


def warnings(small, upkeep: str = UPKEEP):
    small.write("upkeep.yml", upkeep)
    return [str(problem) for problem in find_warnings(small.base, small.folder, TODAY)]


def about(small, file: str, upkeep: str = UPKEEP):
    return [warning for warning in warnings(small, upkeep) if f" {file}" in warning]


@pytest.mark.parametrize(
    "as_of, day", [("2025", (2025, 12, 31)), ("2024-02", (2024, 2, 29)), ("2025-08-03", (2025, 8, 3))]
)
def test_a_year_or_month_counts_from_its_end(as_of, day):
    assert last_day(as_of) == datetime.date(*day)


def test_something_is_old_from_the_day_after_its_shelf_life():
    assert not is_old("2025-11-20", 12, TODAY)
    assert is_old("2025-11-19", 12, TODAY)
    assert not is_old("1999", None, TODAY)


def test_figures_past_their_shelf_life_are_one_warning_a_source(small):
    small.set_cell("as_of", "2024-05")
    (warning,) = about(small, "salaries.csv")
    assert warning.startswith("warning: salaries.csv:2: office: 1 figures (employee_survey) are from 2024-05")


def test_an_earlier_year_beside_a_newer_one_is_no_warning(small):
    small.set_cell("as_of", "2026-05")
    header, row = small.read("salaries.csv").splitlines()
    small.append("salaries.csv", row.replace("2026-05", "2020-05") + "\n")
    assert about(small, "salaries.csv") == []


def test_what_is_kept_although_old_is_no_warning(small):
    small.set_cell("as_of", "2024-05")
    assert about(small, "salaries.csv", UPKEEP + "kept_although_old: {office: It has no newer one.}\n") == []


def test_old_projections_certifications_and_courses_are_told(small):
    small.set_cell("as_of", "2024-08", "outlook.csv")
    small.replace("certifications.yml", "2026-11-20", "2024-11-20")
    small.replace("courses.yml", "2026-11-20", "2024-11-20")
    assert "1 projections are from 2024-08" in about(small, "outlook.csv")[0]
    assert "last checked on 2024-11-20" in about(small, "certifications.yml")[0]
    assert "last checked on 2024-11-20" in about(small, "courses.yml")[0]


def test_roles_without_a_topic_are_told(small):
    (warning,) = about(small, "roles/joiner.yml")
    assert "13 of 14 topics are not written" in warning and "job_search" in warning


def test_sources_that_nothing_cites_are_told_with_their_line(small):
    small.append("sources.yml", "- {id: lost, title: Lost, publisher: Nobody, published: '2020'}\n")
    assert about(small, "sources.yml") == ["warning: sources.yml:5: lost: nothing cites this source"]


NEIGHBOUR = """\
  comparison:
    lead: {text: Much the same., sources: [office]}
    groups:
      - aspect: neighbours
        points:
          - {text: Like it., %ssources: [office]}
"""


@pytest.mark.parametrize(
    "link, message",
    [
        ("", "links to no role"),
        ("role: joiner, ", "its own neighbour"),
        ("role: carver, ", "no topics written yet"),
    ],
)
def test_broken_neighbour_links_are_told(small, link, message):
    small.append("aspects.yml", "- {id: neighbours, topic: comparison, title: Others, question: Others?, cues: []}\n")
    small.append("roles/joiner.yml", NEIGHBOUR % link)
    assert any(message in warning for warning in about(small, "roles/joiner.yml"))


def test_a_place_next_to_itself_is_told(small):
    small.replace("places.yml", "nearest: [united_states]", "nearest: [germany]")
    assert "its own nearest" in about(small, "places.yml")[0]


def test_without_upkeep_nothing_is_checked_for_age_and_that_is_told(small):
    told = [str(problem) for problem in find_warnings(small.base, small.folder, TODAY)]
    assert told[0].startswith("warning: upkeep.yml: there is no such file")


def test_a_mistake_in_upkeep_is_an_error_with_its_line(small, capsys):
    small.write("upkeep.yml", UPKEEP.replace("courses: 12", "courses: soon"))
    assert main(["check", str(small.folder)]) == 1
    assert "upkeep.yml:5: field 'shelf_lives.courses'" in capsys.readouterr().err


def test_warnings_alone_exit_with_0_and_are_counted(small, capsys):
    small.write("upkeep.yml", UPKEEP)
    assert main(["check", str(small.folder)]) == 0
    assert "warnings." in capsys.readouterr().out


def test_annotations_name_file_and_line_from_where_one_stands(small, capsys, monkeypatch):
    monkeypatch.chdir(small.folder.parent)
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    assert main(["check", str(small.folder), "--annotations"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "unknown field" in line]
    place = "::error file=knowledge_base/roles/joiner.yml,line=4::"
    assert line.startswith(f"{place}joiner, field 'alaises': unknown field")
    assert "%0Anearest: aliases" in line
