"""What is said when no question is answered: always a way on, never another role's facts."""

from __future__ import annotations

import pytest

from advisor.answers import Notice, NoticeKind
from advisor.answers.answer import AnswerKind
from advisor.answers.notices import APOLOGY_ANSWER

DETAILS = {
    NoticeKind.WHICH_ROLE: {"topic": "salary", "asked": 0},
    NoticeKind.UNKNOWN_OCCUPATION: {"occupation": "nurse"},
    NoticeKind.TWO_READINGS: {"roles": ["data_engineer"], "topics": ["salary", "demand"], "place": "germany", "level": None},
    NoticeKind.MENU: {"roles": ["data_engineer"], "topics": []},
}


@pytest.mark.parametrize("kind", list(NoticeKind), ids=lambda kind: kind.value)
def test_every_notice_keeps_to_the_schema(say, schema_errors, kind):
    assert schema_errors([say(Notice(kind, DETAILS.get(kind, {})))]) == []


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind is not NoticeKind.APOLOGY], ids=lambda kind: kind.value)
def test_every_notice_offers_a_way_on(say, kind):
    assert say(Notice(kind, DETAILS.get(kind, {}))).next_questions


@pytest.mark.parametrize("kind", list(NoticeKind), ids=lambda kind: kind.value)
def test_no_notice_holds_a_figure(say, kind):
    assert not set("$€£%") & set(say(Notice(kind, DETAILS.get(kind, {}))).lead)


def test_asking_for_the_role_keeps_the_topic_in_the_buttons(say):
    asked = say(Notice(NoticeKind.WHICH_ROLE, {"topic": "salary", "asked": 0}))
    assert all(button.payload.startswith("/ask_salary{") for button in asked.next_questions)


def test_asking_for_the_role_again_is_worded_otherwise(say):
    texts = {say(Notice(NoticeKind.WHICH_ROLE, {"topic": "salary", "asked": times})).lead for times in (0, 1, 5)}
    assert len(texts) == 2


def test_an_occupation_that_is_not_covered_is_named(say):
    declined = say(Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": "nurse"}))
    assert declined.kind is AnswerKind.DECLINED
    assert "a nurse" in declined.lead and "32 tech careers" in declined.lead


def test_the_article_fits_the_occupation(say):
    assert "an actor" in say(Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": "actor"})).lead


def test_an_occupation_without_a_name_is_declined_too(say):
    assert "that occupation" in say(Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": None})).lead


def test_two_readings_are_whole_questions_that_keep_role_and_place(say):
    first, second = say(Notice(NoticeKind.TWO_READINGS, DETAILS[NoticeKind.TWO_READINGS])).next_questions
    assert first.title == "How much does a data engineer earn?"
    assert '"germany"' in first.payload and '"data_engineer"' in second.payload


def test_two_readings_without_a_role_show_no_ids(say):
    details = {"roles": [], "topics": ["how_to_become", "salary"], "place": None, "level": None}
    assert [button.title for button in say(Notice(NoticeKind.TWO_READINGS, details)).next_questions] == ["How to become one", "Pay"]


def test_the_menu_is_about_the_role_in_play(say):
    assert "data engineers" in say(Notice(NoticeKind.MENU, DETAILS[NoticeKind.MENU])).lead


def test_the_menu_without_a_role_in_play_is_not_about_a_role_that_nobody_named(say):
    assert "data scientists" not in say(Notice(NoticeKind.MENU, {"roles": [], "topics": []})).lead


def test_all_roles_are_listed_by_family(say, knowledge):
    lead = say(Notice(NoticeKind.ROLES_COVERED)).lead
    assert [role.title for role in knowledge.roles.values() if role.title not in lead] == []


def test_the_apology_needs_no_knowledge(schema_errors):
    assert schema_errors([APOLOGY_ANSWER]) == []
    assert "Sorry" in APOLOGY_ANSWER.lead
