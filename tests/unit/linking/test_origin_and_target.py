"""Where somebody comes from is told from where they want to go."""

from __future__ import annotations

import pytest

from advisor.linking import Kind
from advisor.linking.mention import Stand


def jobs(linker, text, stand):
    return [m.id for m in linker.link(text) if m.kind in (Kind.ROLE, Kind.OCCUPATION) and m.stand is stand]


@pytest.mark.parametrize(
    "text, origin, target",
    [
        ("I'm a nurse, how do I become a data analyst?", "nurse", "data_analyst"),
        ("can a teacher become a data scientist", "teacher", "data_scientist"),
        ("switch from accountant to software engineer", "accountant", "software_engineer"),
        ("from nurse to UX designer", "nurse", "ux_designer"),
        ("I'm a software engineer and want to become a data scientist", "software_engineer", "data_scientist"),
        ("I am currently working as a data analyst, how can I move to data engineer", "data_analyst", "data_engineer"),
        ("transition from data analyst to data scientist", "data_analyst", "data_scientist"),
        ("moving from QA to devops", "qa_engineer", "devops_engineer"),
        ("former teacher, want to be a web developer", "teacher", "frontend_developer"),
    ],
)
def test_the_job_that_somebody_has_is_the_origin(linker, text, origin, target):
    assert jobs(linker, text, Stand.ORIGIN) == [origin]
    assert jobs(linker, text, Stand.TARGET) == [target]


@pytest.mark.parametrize("text", ["how do I go from data analyst to data scientist", "from data analyst to data scientist: possible?"])
def test_from_one_role_to_another_is_a_move_by_itself(linker, text):
    assert jobs(linker, text, Stand.ORIGIN) == ["data_analyst"]
    assert jobs(linker, text, Stand.TARGET) == ["data_scientist"]


@pytest.mark.parametrize("arrow", ["->", "-->", "→", "=>", " - to - "])
def test_an_arrow_points_from_origin_to_target(linker, arrow):
    text = f"data analyst {arrow} data scientist"
    assert jobs(linker, text, Stand.ORIGIN) == ["data_analyst"]
    assert jobs(linker, text, Stand.TARGET) == ["data_scientist"]


@pytest.mark.parametrize("text", ["data analyst or data scientist?", "data scientist vs data analyst", "difference between data scientist and data analyst"])
def test_roles_that_are_compared_are_both_asked_about(linker, text):
    assert jobs(linker, text, Stand.ORIGIN) == []
    assert len(jobs(linker, text, Stand.TARGET)) == 2


def test_the_only_role_is_asked_about_even_after_as_a(linker):
    assert jobs(linker, "As a data analyst, should I learn Python?", Stand.TARGET) == ["data_analyst"]


def test_an_occupation_that_is_asked_about_is_a_target(linker):
    assert jobs(linker, "How much does a nurse earn?", Stand.TARGET) == ["nurse"]


def test_an_occupation_that_one_wants_is_a_target(linker):
    assert jobs(linker, "I want to become a nurse", Stand.TARGET) == ["nurse"]
