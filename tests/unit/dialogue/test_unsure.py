"""What happens when a message is not understood."""

from __future__ import annotations

import pytest

from advisor.answers.question import NoticeKind
from advisor.dialogue import Context, Intent, Understanding
from advisor.dialogue.unsure import ask_back
from advisor.linking.mention import Kind, Mention

RANKING = (Intent("nlu_fallback", 0.3), Intent("ask_salary", 0.2), Intent("greet", 0.15), Intent("ask_demand", 0.1), Intent("ask_skills", 0.05))


def unsure(*mentions, ranking=RANKING):
    return Understanding((Intent("nlu_fallback"),), tuple(mentions), ranking)


def mention(kind, id_):
    return Mention(kind, id_, 0, 0, "")


def only(resolution):
    (notice,) = resolution.requests
    return notice


def test_the_two_likeliest_topics_are_offered():
    notice = only(ask_back(unsure(), Context()))
    assert notice.kind is NoticeKind.TWO_READINGS
    assert notice.details["topics"] == ["salary", "demand"]


def test_what_was_linked_is_kept_in_the_readings():
    mentions = (mention(Kind.ROLE, "data_engineer"), mention(Kind.PLACE, "germany"), mention(Kind.LEVEL, "entry"))
    details = only(ask_back(unsure(*mentions), Context())).details
    assert (details["roles"], details["place"], details["level"]) == (["data_engineer"], "germany", "entry")


def test_the_readings_are_about_the_role_in_play():
    assert only(ask_back(unsure(), Context(roles=("data_engineer",)))).details["roles"] == ["data_engineer"]


def test_unsure_twice_in_a_row_gives_a_menu():
    first = ask_back(unsure(), Context())
    assert only(ask_back(unsure(), first.context)).kind is NoticeKind.MENU


def test_an_answer_in_between_starts_the_count_anew(ask):
    first = ask_back(unsure(), Context())
    answered = ask("ask_skills", "skills of a data engineer", first.context)
    assert only(ask_back(unsure(), answered.context)).kind is NoticeKind.TWO_READINGS


def test_without_any_topic_in_sight_a_menu_is_given_at_once():
    ranking = (Intent("nlu_fallback", 0.3), Intent("greet", 0.2), Intent("thank", 0.1))
    assert only(ask_back(unsure(ranking=ranking), Context())).kind is NoticeKind.MENU


def test_the_context_stays():
    before = Context(roles=("data_engineer",), topic="salary", place="germany")
    after = ask_back(unsure(), before).context
    assert (after.roles, after.topic, after.place) == (before.roles, before.topic, before.place)


@pytest.mark.parametrize("names", [("ask_salary",), ("ask_salary", "greet")])
def test_one_topic_alone_is_offered_alone(names):
    notice = only(ask_back(unsure(ranking=tuple(Intent(name, 0.2) for name in names)), Context()))
    assert notice.details["topics"] == ["salary"]
