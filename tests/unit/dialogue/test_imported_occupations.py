"""Questions about occupations that only the imported layer knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

import pytest

from advisor.answers import compose
from advisor.answers.answer import AnswerKind
from advisor.answers.payload import payload_for
from advisor.answers.question import Notice, NoticeKind, Question, from_dict, to_dict
from advisor.channels.explaining import explain
from advisor.dialogue import Context, Intent, Resolution, Understanding, resolve
from advisor.knowledge.models import Topic
from advisor.knowledge.onet import OnetLayer, load_layer
from advisor.linking import Linker
from advisor.linking.mention import Kind, Mention
from tests.made_up_layer import NURSE, write_layer

ABOUT_NURSES = Context(topic="salary", occupation=NURSE)
ABOUT_DATA = Context(roles=("data_engineer",), topic="salary")


@pytest.fixture(scope="module")
def layer(knowledge, tmp_path_factory) -> OnetLayer:
    folder = tmp_path_factory.mktemp("knowledge")
    write_layer(folder, folder)
    return load_layer(folder, knowledge.occupations)


@pytest.fixture(scope="module")
def ask_layer(knowledge, layer) -> Callable[..., Resolution]:
    """ask_layer(intents, text, context): resolves a text whose intents are given, the layer being there."""
    linker = Linker(knowledge, layer)

    def resolved(intents: str, text: str, context: Context = Context()) -> Resolution:
        understanding = Understanding(tuple(Intent(name) for name in intents.split()), tuple(linker.link(text)))
        return resolve(understanding, context, knowledge, layer)

    return resolved


def test_an_occupation_is_answered_from_the_layer(ask_layer):
    (question,) = ask_layer("ask_salary", "How much does a nurse earn?").requests
    assert question == Question(Topic.SALARY, occupation=NURSE, said="nurse")


def test_several_topics_get_an_answer_each(ask_layer):
    requests = ask_layer("ask_salary ask_skills", "pay and skills of a nurse").requests
    assert [request.topic for request in requests] == [Topic.SALARY, Topic.SKILLS]


def test_the_next_question_stays_with_the_occupation(ask_layer):
    resolution = ask_layer("ask_skills", "and their skills?", ABOUT_NURSES)
    assert resolution.requests == (Question(Topic.SKILLS, occupation=NURSE),)
    assert resolution.context.occupation == NURSE


def test_a_place_alone_asks_the_same_of_the_occupation_there(ask_layer):
    assert ask_layer("follow_up", "and in Germany?", ABOUT_NURSES).requests == (
        Question(Topic.SALARY, place="germany", occupation=NURSE),
    )


def test_an_occupation_takes_the_place_of_the_roles_from_before(ask_layer):
    context = ask_layer("ask_salary", "How much does a nurse earn?", ABOUT_DATA).context
    assert (context.roles, context.occupation) == ((), NURSE)


def test_a_role_takes_the_place_of_the_occupation_from_before(ask_layer):
    resolution = ask_layer("ask_skills", "skills of a data engineer", ABOUT_NURSES)
    assert resolution.requests == (Question(Topic.SKILLS, ("data_engineer",)),)
    assert resolution.context.occupation is None


def test_a_certification_stands_by_itself_and_the_occupation_stays(ask_layer):
    resolution = ask_layer("ask_certifications", "Is DP-100 worth it?", ABOUT_NURSES)
    assert resolution.requests[0].certifications and resolution.requests[0].occupation is None
    assert resolution.context.occupation == NURSE


def test_a_title_of_several_occupations_is_asked_back(ask_layer, knowledge, layer):
    (question,) = ask_layer("ask_salary", "How much does a pilot earn?").requests
    answer = compose(question, knowledge, layer)
    assert answer.kind is AnswerKind.CLARIFICATION
    assert {offered.title for offered in answer.next_questions} == {"River pilots", "Airline pilots"}


def test_an_occupation_that_the_layer_does_not_hold_is_declined_as_ever(ask_layer):
    (notice,) = ask_layer("ask_salary", "What does a truck driver earn?").requests
    assert notice == Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": "truck driver"})


def test_what_somebody_is_now_is_told_in_words(ask_layer):
    (question,) = ask_layer("ask_how_to_become", "I am a nurse and want to become a data analyst").requests
    assert (question.roles, question.origin) == (("data_analyst",), "nurse")


def test_a_pressed_button_needs_no_words(knowledge, layer):
    pressed = Understanding((Intent("ask_skills"),), (Mention(Kind.OCCUPATION, NURSE, 0, 0, ""),))
    (question,) = resolve(pressed, Context(), knowledge, layer).requests
    assert question == Question(Topic.SKILLS, occupation=NURSE)


def test_a_button_of_a_layer_that_is_gone_is_declined_without_its_code(knowledge):
    pressed = Understanding((Intent("ask_skills"),), (Mention(Kind.OCCUPATION, NURSE, 0, 0, ""),))
    (notice,) = resolve(pressed, Context(), knowledge).requests
    assert notice == Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": None})


def test_a_question_of_a_layer_that_is_gone_is_declined(knowledge):
    answer = compose(Question(Topic.SALARY, occupation=NURSE, said="nurse"), knowledge)
    assert answer.kind is AnswerKind.DECLINED and "a nurse" in answer.lead


def test_the_occupation_survives_the_slots_while_the_layer_holds_it(knowledge, layer):
    assert Context.from_slots(ABOUT_NURSES.to_slots(), knowledge, layer) == ABOUT_NURSES
    assert Context.from_slots(ABOUT_NURSES.to_slots(), knowledge) == replace(ABOUT_NURSES, occupation=None)


def test_the_question_survives_the_conversations_events():
    question = Question(Topic.SALARY, place="germany", occupation=NURSE, said="nurse")
    assert from_dict(to_dict(question)) == question


def test_the_payload_names_the_occupation():
    assert payload_for(Question(Topic.SKILLS, occupation=NURSE)) == '/ask_skills{"occupation": ["10-1000.00"]}'


def test_an_explanation_names_the_imported_file(knowledge, layer):
    answer = compose(Question(Topic.SALARY, occupation=NURSE), knowledge, layer)
    assert explain({}, [], [answer])["records"] == ["imported/onet.json.gz"]


def test_the_likeliest_topic_is_the_first_that_is_likely_at_all():
    ranking = (Intent("out_of_scope_occupation", 0.9), Intent("greet", 0.5), Intent("ask_skills", 0.2))
    assert Understanding((), (), ranking).likeliest_topic() is Topic.SKILLS
    assert Understanding((), (), (Intent("ask_skills", 0.01),)).likeliest_topic() is None
