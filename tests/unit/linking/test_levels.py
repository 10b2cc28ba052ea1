"""Levels are found by their names and by years of experience."""

from __future__ import annotations

import pytest

from advisor.linking import Kind
from advisor.linking.mention import Via


@pytest.mark.parametrize(
    "text, level",
    [
        ("junior data analyst", "entry"),
        ("juniors", "entry"),
        ("entry-level", "entry"),
        ("entry level pay", "entry"),
        ("freshers", "entry"),
        ("a new grad", "entry"),
        ("with no experience", "entry"),
        ("what is the starting salary", "entry"),
        ("mid-level", "mid"),
        ("senior software engineer", "senior"),
        ("Sr. developer", "senior"),
        ("staff engineer", "lead"),
        ("principal engineer", "lead"),
    ],
)
def test_levels_are_found_by_name(ids, text, level):
    assert ids(text, Kind.LEVEL) == [level]


def test_a_level_inside_the_cue_of_an_aspect_is_still_a_level(ids):
    assert ids("salary of an entry level job in data science", Kind.LEVEL) == ["entry"]


@pytest.mark.parametrize(
    "text, level",
    [
        ("0 years of experience", "entry"),
        ("1 year experience", "entry"),
        ("2 years experience", "mid"),
        ("3+ years", "mid"),
        ("4-6 years", "mid"),
        ("5 years", "senior"),
        ("5-10 years experience", "senior"),
        ("with 10 yoe", "lead"),
        ("15 yrs as a developer", "lead"),
    ],
)
def test_years_of_experience_are_a_level(linker, text, level):
    (mention,) = [m for m in linker.link(text) if m.kind is Kind.LEVEL]
    assert (mention.id, mention.via) == (level, Via.YEARS)


def test_a_level_that_is_named_counts_more_than_years(ids):
    assert ids("senior dev with 3 years of experience", Kind.LEVEL) == ["senior"]


@pytest.mark.parametrize("text", ["I am 35 years old", "21 years of age", "3 years ago", "2 years later"])
def test_age_and_dates_are_no_experience(ids, text):
    assert ids(text, Kind.LEVEL) == []


@pytest.mark.parametrize("text", ["where will data science be in 5 years?", "is it worth doing a 4 year degree", "in the next 10 years"])
def test_years_to_come_and_years_of_study_are_no_experience(ids, text):
    assert ids(text, Kind.LEVEL) == []


@pytest.mark.parametrize("text", ["What does being a data analyst lead to?", "which jobs lead to data science"])
def test_leading_somewhere_is_no_level(ids, text):
    assert ids(text, Kind.LEVEL) == []
