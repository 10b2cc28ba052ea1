"""Places are found by name, city, adjective and money."""

from __future__ import annotations

import pytest

from advisor.linking import Kind


@pytest.mark.parametrize(
    "text, place",
    [
        ("in Germany", "germany"),
        ("in germany", "germany"),
        ("in the United States", "united_states"),
        ("in america", "united_states"),
        ("in the Netherlands", "netherlands"),
        ("in New Zealand", "new_zealand"),
        ("in South Korea", "south_korea"),
    ],
)
def test_countries_are_found_by_name(ids, text, place):
    assert ids(text, Kind.PLACE) == [place]


@pytest.mark.parametrize(
    "text, place",
    [("Berlin", "germany"), ("london", "united_kingdom"), ("Bangalore", "india"), ("new york", "united_states"), ("Toronto", "canada"), ("California", "united_states")],
)
def test_cities_and_states_stand_for_their_country(ids, text, place):
    assert ids(f"salary in {text}", Kind.PLACE) == [place]


@pytest.mark.parametrize("text, place", [("German salaries", "germany"), ("British pay", "united_kingdom"), ("what do Canadians earn", "canada")])
def test_adjectives_stand_for_their_country(ids, text, place):
    assert ids(text, Kind.PLACE) == [place]


@pytest.mark.parametrize("text, place", [("12 LPA package", "india"), ("20 lakhs", "india"), ("in pounds", "united_kingdom"), ("how many rupees", "india")])
def test_money_stands_for_its_country(ids, text, place):
    assert ids(text, Kind.PLACE) == [place]


@pytest.mark.parametrize("text", ["Zurich", "Zürich", "zürich", "ZURICH"])
def test_accents_do_not_matter(ids, text):
    assert ids(text, Kind.PLACE) == ["switzerland"]


@pytest.mark.parametrize("text", ["in the US", "US salary", "in the U.S.", "in the u.s.", "in the USA"])
def test_us_in_capitals_is_the_united_states(ids, text):
    assert ids(text, Kind.PLACE) == ["united_states"]


@pytest.mark.parametrize("text", ["tell us more", "can you help us", "some of us"])
def test_us_in_lower_case_is_a_pronoun(ids, text):
    assert ids(text, Kind.PLACE) == []


@pytest.mark.parametrize("text, place", [("uk salary", "united_kingdom"), ("in the uk", "united_kingdom"), ("usa", "united_states"), ("salary in the us", "united_states")])
def test_abbreviations_that_can_be_nothing_else_are_found_in_lower_case(ids, text, place):
    assert ids(text, Kind.PLACE) == [place]


@pytest.mark.parametrize("text, place", [("Germny", "germany"), ("Candaa", "canada"), ("Netherland", "netherlands")])
def test_typos_in_long_names_are_corrected(ids, text, place):
    assert ids(f"pay in {text}", Kind.PLACE) == [place]


def test_several_places_come_in_the_order_of_the_text(ids):
    assert ids("Canada or Australia?", Kind.PLACE) == ["canada", "australia"]


@pytest.mark.parametrize("text", ["what is the state of the job market", "in other states of mind"])
def test_a_state_of_affairs_is_no_country(ids, text):
    assert ids(text, Kind.PLACE) == []


def test_new_mexico_is_not_mexico(ids):
    assert ids("jobs in New Mexico", Kind.PLACE) == ["united_states"]
