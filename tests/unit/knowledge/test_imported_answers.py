"""Answers from the imported layer: marked as imported, with place, date and source for every figure."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from onet_samples import make_release

from advisor.answers.answer import Answer, AnswerKind
from advisor.answers.imported import (
    TOPICS,
    ImportedQuestion,
    answer_imported,
    ask_which_occupation,
    names_of,
)
from advisor.answers.schema import SCHEMA_FILE
from advisor.knowledge.models import Topic
from advisor.knowledge.onet import OnetLayer, load_layer
from advisor.knowledge.onet.bls import OUTLOOK_FILE, PAY_FILE
from advisor.knowledge.onet.importer import import_release
from advisor.knowledge.onet.layer import IMPORTED_FOLDER
from advisor.rendering.markdown import render_markdown

NURSE, ACUTE, RIVER, AIRLINE, WAITER = "10-1000.00", "10-1000.01", "20-2000.00", "20-3000.00", "30-1000.00"
PAY = {
    "10-1000": {
        "code": "10-1000", "title": "Widget Nurses", "as_of": "2030-05", "source": "bls_oews_2030", "employed": 1200,
        "p10": 30000, "p25": 40000, "median": 50000, "p75": 60000, "p90": 70000, "mean": 50500,
    },
    "20-3000": {
        "code": "20-3000", "title": "Airline Pilots", "as_of": "2030-05", "source": "bls_oews_2030", "employed": 900,
        "p10": 90000, "p25": 100000, "median": None, "p75": None, "p90": None, "mean": None,
        "top_coded": ["median", "p75", "p90"], "top_code": "$239,200",
    },
}
OUTLOOK = {
    "10-1000": {
        "code": "10-1000", "title": "Widget nurses", "start_year": 2029, "end_year": 2039, "growth_percent": -2.5,
        "all_occupations_percent": 3.5, "openings_per_year": 1234, "as_of": "2030-08", "source": "bls_ep_2029_39",
    }
}


@pytest.fixture(scope="module")
def layer(tmp_path_factory) -> OnetLayer:
    folder = tmp_path_factory.mktemp("knowledge")
    import_release(make_release(folder / "release.zip"), folder / IMPORTED_FOLDER)
    (folder / IMPORTED_FOLDER / PAY_FILE).write_text(json.dumps(PAY))
    (folder / IMPORTED_FOLDER / OUTLOOK_FILE).write_text(json.dumps(OUTLOOK))
    return load_layer(folder)


def told(layer: OnetLayer, topic: Topic, code: str = NURSE, **kwargs: str) -> str:
    return render_markdown([answer_imported(ImportedQuestion(topic, code, **kwargs), layer)])


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("code", [NURSE, ACUTE, RIVER])
def test_every_topic_gives_an_answer_of_the_schema(layer, topic, code):
    answer = answer_imported(ImportedQuestion(topic, code), layer)
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.validate({"version": 1, "answers": [json.loads(answer.json(exclude_none=True))]}, schema)
    assert answer.lead


@pytest.mark.parametrize("topic", TOPICS)
def test_every_answer_with_facts_is_marked_as_imported_with_the_attribution(layer, topic):
    text = told(layer, topic)
    assert "Imported, not written by our editors" in text
    assert "O*NET 99.1 Database" in text and "CC BY 4.0" in text and "May 2030" in text


def test_what_they_do_is_the_description_and_the_core_tasks(layer):
    text = told(layer, Topic.RESPONSIBILITIES)
    assert "Nurse widgets back to health." in text and "Take the temperature of widgets." in text
    assert "Polish the patients." not in text


@pytest.mark.parametrize(
    "topic, expected",
    [
        (Topic.SKILLS, "Skills by importance, from 1 to 5 (United States, August 2029)"),
        (Topic.SKILLS, "Listening: 4.5"),
        (Topic.TOOLS, "Widget Chart (medical software)"),
        (Topic.EDUCATION, "28 people who know the work named **a bachelor's degree** most often (United States, Aug"),
        (Topic.EDUCATION, "60 % of answers, a rough estimate"),
        (Topic.HOW_TO_BECOME, "A degree."),
        (Topic.CAREER_PATH, "Acute Widget Nurses"),
        (Topic.SALARY, "**$50,000 a year** in the middle (median), eight in ten between $30,000 and $70,000"),
        (Topic.SALARY, "(United States, May 2030)"),
        (Topic.DEMAND, "**a decline of 2.5 %** from 2029 to 2039, against 3.5 % for all occupations"),
    ],
)
def test_each_topic_tells_what_the_tables_hold(layer, topic, expected):
    assert expected in told(layer, topic)


def test_pay_and_outlook_name_bls_as_their_source(layer):
    for topic in (Topic.SALARY, Topic.DEMAND):
        answer = answer_imported(ImportedQuestion(topic, NURSE), layer)
        assert answer.sources[0].publisher == "U.S. Bureau of Labor Statistics"
        assert answer.lead_sources == [1]


def test_a_specialty_says_that_the_figure_is_for_the_wider_occupation(layer):
    assert "no figures for acute widget nurses alone: these are for widget nurses" in told(layer, Topic.SALARY, ACUTE)


def test_pay_elsewhere_is_not_made_up(layer):
    text = told(layer, Topic.SALARY, place="germany")
    assert "no figures for there, only for the United States" in text
    assert "does not carry over" in text


def test_a_top_coded_wage_is_told_as_at_least_the_top_code(layer):
    text = told(layer, Topic.SALARY, AIRLINE)
    assert "**$239,200 a year or more** in the middle" in text and "nine in ten above $90,000" in text


@pytest.mark.parametrize("topic", [Topic.SALARY, Topic.DEMAND, Topic.SKILLS, Topic.EDUCATION, Topic.FREELANCE])
def test_what_the_tables_do_not_hold_is_said_not_guessed(layer, topic):
    answer = answer_imported(ImportedQuestion(topic, RIVER), layer)
    assert answer.kind is AnswerKind.NOTICE
    assert "I would rather not guess" in answer.lead
    assert not re.search(r"\d", answer.lead)


def test_the_title_that_was_used_is_named_where_it_is_not_the_official_one(layer):
    assert 'I take "server" to mean waiters.' in told(layer, Topic.RESPONSIBILITIES, WAITER, said="server")
    assert "I take" not in told(layer, Topic.RESPONSIBILITIES, WAITER, said="waiter")


def test_next_questions_carry_the_occupation(layer):
    answer = answer_imported(ImportedQuestion(Topic.RESPONSIBILITIES, NURSE), layer)
    assert 0 < len(answer.next_questions) <= 5
    assert answer.next_questions[0].payload == '/ask_skills{"occupation": ["10-1000.00"]}'


def test_only_what_can_be_told_is_offered_next(layer):
    answer = answer_imported(ImportedQuestion(Topic.SALARY, RIVER), layer)
    assert [offered.title for offered in answer.next_questions] == ["What they do"]


def test_a_title_of_several_occupations_is_asked_back_the_largest_first(layer):
    readings = layer.readings("pilot")
    answer: Answer = ask_which_occupation(Topic.SALARY, "pilot", readings.likely, layer)
    assert answer.kind is AnswerKind.CLARIFICATION
    assert [offered.title for offered in answer.next_questions] == ["Airline pilots", "River pilots"]


def test_an_unknown_code_is_a_key_error(layer):
    with pytest.raises(KeyError):
        answer_imported(ImportedQuestion(Topic.SALARY, "99-9999.00"), layer)


def test_abbreviations_in_titles_keep_their_capitals():
    assert names_of("Web Developers and IT Staff") == "web developers and IT staff"


def test_a_role_that_is_exactly_the_occupation_goes_before_it(knowledge):
    exact = [
        (occupation.code, role.id)
        for role in knowledge.roles.values()
        for occupation in role.occupations
        if occupation.system == "O*NET" and occupation.fit.value == "exact"
    ]
    assert exact
    for code, _ in exact:
        assert knowledge.role_of_occupation(code) in {role for other, role in exact if other == code}
    assert knowledge.role_of_occupation("29-1141.00") is None
