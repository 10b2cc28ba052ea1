"""Job titles in messages: exact, the longest first; ordinary words only where a job is meant."""

from __future__ import annotations

import pytest
from onet_samples import make_release

from advisor.knowledge.onet import OnetLayer, load_layer
from advisor.knowledge.onet.importer import import_release
from advisor.knowledge.onet.layer import IMPORTED_FOLDER


@pytest.fixture(scope="module")
def layer(tmp_path_factory) -> OnetLayer:
    folder = tmp_path_factory.mktemp("knowledge")
    import_release(make_release(folder / "release.zip"), folder / IMPORTED_FOLDER)
    return load_layer(folder, plain_names=["nurse"])


def found(layer: OnetLayer, message: str):
    return [(match.text, match.readings.likely) for match in layer.find_titles(message)]


@pytest.mark.parametrize(
    "message, text",
    [
        ("What do widget nurses do?", "widget nurses"),
        ("what is a WIDGET-NURSE?", "WIDGET-NURSE"),
        ("skills of a registered widget nurse", "registered widget nurse"),
        ("a nurse in Ohio, 40", "nurse"),
    ],
)
def test_titles_are_found_whatever_their_case_hyphens_and_plurals(layer, message, text):
    assert found(layer, message) == [(text, ("10-1000.00",))]


def test_the_longest_title_wins(layer):
    assert found(layer, "acute widget nurses") == [("acute widget nurses", ("10-1000.01",))]


@pytest.mark.parametrize(
    "message",
    [
        "How do I become a model?",
        "I want to be a professional model",
        "model salary",
        "How much do models get paid?",
        "skills for a model",
        "I work as a model",
        "As a model, what should I learn?",
        "and models?",
    ],
)
def test_an_ordinary_word_is_a_job_where_the_words_around_it_say_so(layer, message):
    assert [codes for _, codes in found(layer, message)] == [("30-2000.00",)]


@pytest.mark.parametrize(
    "message",
    [
        "How do I train a model on a server?",
        "which server is best for machine learning",
        "what is a model",
        "deploy the model as a service",
        "use my laptop as a server",
        "what does a server do in a network",
        "what is the best model for salary prediction",
        "I want to be a model citizen",
        "it will turn out well",
    ],
)
def test_an_ordinary_word_is_none_where_no_job_is_meant(layer, message):
    assert found(layer, message) == []


def test_an_abbreviation_must_be_written_as_one(layer):
    assert found(layer, "RWN salary") == [("RWN", ("10-1000.00",))]
    assert found(layer, "rwn salary") == []


def test_an_abbreviation_that_is_a_common_word_in_small_letters_must_be_written_as_one(layer):
    assert found(layer, "OR nurse pay") == [("OR nurse", ("10-1000.01",))]
    assert found(layer, "doctor or nurse") == [("nurse", ("10-1000.00",))]


def test_what_a_title_does_is_asked_of_people_not_of_things(layer):
    assert found(layer, "what does a coach do?") == [("coach", ("30-3000.00",))]
    assert found(layer, "what does a model do?") == []


def test_another_job_with_the_same_last_word_is_not_taken_for_it(layer):
    assert found(layer, "life coach salary") == []


def test_titles_that_name_no_occupation_by_themselves_are_not_found(layer):
    assert layer.readings("engineer") is not None
    assert found(layer, "I want to become an engineer") == []


@pytest.mark.parametrize("message, code", [("coaches", "30-3000.00"), ("waitresses' pay", "30-1000.00")])
def test_plurals_in_es_are_found(layer, message, code):
    assert [codes for _, codes in found(layer, message)] == [(code,)]


def test_an_official_title_is_found_without_what_it_excepts(layer):
    assert found(layer, "deck officers") == [("deck officers", ("40-2000.00",))]


def test_a_turned_official_title_is_found(layer):
    assert found(layer, "general ordinary seaman pay") == []
    assert found(layer, "general ordinary seamen") == [("general ordinary seamen", ("40-1000.00",))]


def test_an_occupation_goes_before_its_own_specialties(layer):
    readings = layer.readings("nurse")
    assert readings.likely == ("10-1000.00",) and readings.is_clear


def test_a_title_of_several_occupations_is_not_clear(layer):
    readings = layer.readings("pilot")
    assert set(readings.likely) == {"20-2000.00", "20-3000.00"} and not readings.is_clear


def test_an_unknown_title_has_no_readings(layer):
    assert layer.readings("wizard") is None


@pytest.mark.parametrize("message", ["", "???", "a", "the the the", "é" * 1000])
def test_any_message_is_read(layer, message):
    assert found(layer, message) == []
