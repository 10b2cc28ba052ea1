"""What can be looked up in a knowledge base."""

from __future__ import annotations

import pytest

from advisor.knowledge.loading import fingerprint
from advisor.knowledge.models import Topic


@pytest.fixture
def more_figures(small):
    small.append(
        "salaries.csv",
        "carver,germany,all,advertised_pay,,EUR,year,,,,41000,,,,,,12,,2024-05,office,\n"
        "carver,united_states,all,employee_survey,,USD,year,,,,48000,,,,,,500,,2024-05,office,\n"
        "carver,united_states,senior,advertised_pay,,USD,year,,,,70000,,,,,,40,,2025-01,office,\n",
    )
    return small


def test_figures_of_a_role_come_newest_first(more_figures):
    assert [figure.as_of for figure in more_figures.base.figures_of("carver", "united_states")] == ["2025-05", "2025-01", "2024-05"]


def test_figures_are_narrowed_to_a_place_and_a_level(more_figures):
    base = more_figures.base
    assert [figure.median for figure in base.figures_of("carver", "germany")] == [41000]
    assert [figure.median for figure in base.figures_of("carver", "united_states", "senior")] == [70000]


def test_a_role_without_figures_has_none(more_figures):
    assert more_figures.base.figures_of("joiner") == []


def test_places_with_figures_come_best_covered_first(more_figures):
    assert more_figures.base.places_with_figures("carver") == ["united_states", "germany"]


def test_a_role_without_content_is_known_with_no_topics(small):
    carver = small.base.roles["carver"]
    assert (carver.name, carver.names, list(carver.sections())) == ("a carver", "carvers", [])


def test_the_topics_of_a_role_come_in_their_order(small):
    assert [topic for topic, _ in small.base.roles["joiner"].sections()] == [Topic.RESPONSIBILITIES]


def test_there_are_fourteen_topics_and_their_intents_are_named_after_them():
    assert len(Topic) == 14
    assert Topic.HOW_TO_BECOME.intent == "ask_how_to_become"


def test_the_version_changes_with_any_file(small):
    before = small.base.version
    small.append("occupations.yml", "- baker\n")
    assert small.base.version != before


def test_the_version_is_the_same_for_the_same_files(small):
    assert fingerprint(small.folder) == fingerprint(small.folder) == small.base.version


def test_records_can_not_be_changed(small):
    with pytest.raises(TypeError):
        small.base.roles["carver"].title = "baker"


def test_accents_and_signs_survive_loading(small):
    small.replace("places.yml", "name: Germany", 'name: "Österreich–Süd"')
    assert small.base.places["germany"].name == "Österreich–Süd"
