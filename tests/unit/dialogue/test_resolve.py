"""What a message asks, given what was talked about before."""

from __future__ import annotations

import pytest

from advisor.answers.question import NoticeKind, Question
from advisor.dialogue import Context
from advisor.knowledge.models import Topic

MLE = "machine_learning_engineer"
ABOUT_MLE = Context(roles=(MLE,), topic="salary")


def only(resolution):
    (request,) = resolution.requests
    return request


# --- which role --------------------------------------------------------------------------------------------------


def test_a_question_with_a_role_is_answered_for_it(ask):
    assert only(ask("ask_skills", "What skills does a data engineer need?")) == Question(Topic.SKILLS, ("data_engineer",))


def test_a_question_without_a_role_uses_the_one_in_play(ask):
    assert only(ask("ask_skills", "What skills do I need?", ABOUT_MLE)) == Question(Topic.SKILLS, (MLE,))


def test_a_question_without_any_role_asks_which(ask):
    notice = only(ask("ask_salary", "How much would I earn?"))
    assert (notice.kind, notice.details["topic"]) == (NoticeKind.WHICH_ROLE, "salary")


def test_a_role_that_is_named_replaces_the_one_in_play(ask):
    resolution = ask("ask_skills", "and skills for a UX designer?", ABOUT_MLE)
    assert only(resolution).roles == ("ux_designer",)
    assert resolution.context.roles == ("ux_designer",)


def test_a_title_counts_more_than_a_field(ask):
    assert only(ask("ask_skills", "Which machine learning skills does a data analyst need?")).roles == ("data_analyst",)


def test_two_roles_get_an_answer_each(ask):
    requests = ask("ask_salary", "pay of a data engineer and of a data analyst").requests
    assert [request.roles for request in requests] == [("data_engineer",), ("data_analyst",)]


def test_more_than_three_roles_are_too_many_for_one_answer(ask):
    text = "skills of data engineer, data analyst, data scientist, UX designer, QA engineer"
    assert len(ask("ask_skills", text).requests) == 3


def test_a_certification_that_is_named_needs_no_role(ask):
    question = only(ask("ask_certifications", "Is DP-100 worth it?"))
    assert (question.roles, question.certifications) == ((), ("azure_data_scientist_associate",))


def test_a_certification_that_is_named_stands_by_itself_whatever_the_role_was(ask):
    resolution = ask("ask_certifications", "Is DP-100 worth it?", ABOUT_MLE)
    assert only(resolution).roles == ()
    assert resolution.context.roles == (MLE,)


def test_the_job_that_somebody_has_is_the_origin_and_not_the_role(ask):
    question = only(ask("ask_how_to_become", "I'm a data analyst, how do I become a data scientist?"))
    assert (question.roles, question.origin) == (("data_scientist",), "data_analyst")


def test_an_occupation_that_is_left_is_the_origin(ask):
    question = only(ask("ask_how_to_become", "I'm a nurse, how do I become a data analyst?"))
    assert (question.roles, question.origin) == (("data_analyst",), "nurse")


# --- the question that was asked first ---------------------------------------------------------------------------


def test_the_role_that_was_asked_for_answers_the_question_that_waited(ask):
    waiting = ask("ask_salary", "How much would I earn?").context
    assert waiting.pending == ("salary",)
    resolution = ask("follow_up", "machine learning engineer", waiting)
    assert only(resolution) == Question(Topic.SALARY, (MLE,))
    assert resolution.context.pending == ()


def test_all_questions_that_waited_are_answered(ask):
    waiting = ask("ask_salary ask_skills", "What would I earn and what skills do I need?").context
    assert [r.topic for r in ask("follow_up", "data engineer", waiting).requests] == [Topic.SALARY, Topic.SKILLS]


def test_the_place_of_the_question_that_waited_is_kept(ask):
    waiting = ask("ask_salary", "How much would I earn in Germany?").context
    assert only(ask("follow_up", "data engineer", waiting)) == Question(Topic.SALARY, ("data_engineer",), place="germany")


def test_a_new_question_takes_the_place_of_the_one_that_waited(ask):
    waiting = ask("ask_salary", "How much would I earn?").context
    assert only(ask("ask_skills", "skills of a data engineer", waiting)).topic is Topic.SKILLS


def test_asking_for_the_role_twice_is_worded_otherwise(ask):
    once = ask("ask_salary", "How much would I earn?")
    twice = ask("ask_salary", "How much is it?", once.context)
    assert (only(once).details["asked"], only(twice).details["asked"]) == (0, 1)


def test_once_answered_the_count_starts_anew(ask):
    waiting = ask("ask_salary", "How much would I earn?").context
    assert ask("follow_up", "data engineer", waiting).context.asked == 0


# --- follow-ups --------------------------------------------------------------------------------------------------


def test_a_place_asks_the_last_question_again_there(ask):
    assert only(ask("follow_up", "and in Germany?", ABOUT_MLE)) == Question(Topic.SALARY, (MLE,), place="germany")


def test_a_level_asks_the_last_question_again_at_it_in_the_same_place(ask):
    context = Context(roles=(MLE,), topic="salary", place="germany")
    assert only(ask("follow_up", "what about juniors?", context)) == Question(Topic.SALARY, (MLE,), "germany", "entry")


def test_a_role_asks_the_last_question_again_for_it_in_the_same_place(ask):
    context = Context(roles=(MLE,), topic="salary", place="germany")
    assert only(ask("follow_up", "and a data analyst?", context)) == Question(Topic.SALARY, ("data_analyst",), "germany")


def test_a_new_topic_keeps_the_role(ask):
    assert only(ask("ask_skills", "and the skills?", ABOUT_MLE)) == Question(Topic.SKILLS, (MLE,))


def test_only_pay_and_comparison_depend_on_the_place(ask):
    context = Context(roles=(MLE,), topic="salary", place="germany", level="entry")
    assert only(ask("ask_skills", "and the skills?", context)) == Question(Topic.SKILLS, (MLE,))
    assert only(ask("ask_salary", "and the pay?", context)).place == "germany"


def test_a_whole_new_question_does_not_keep_the_place(ask):
    context = Context(roles=(MLE,), topic="salary", place="germany", level="entry")
    assert only(ask("ask_salary", "What does a data engineer earn?", context)) == Question(Topic.SALARY, ("data_engineer",))


def test_the_chain_of_the_readme_holds(ask):
    first = ask("ask_salary", "How much does a machine learning engineer earn?")
    second = ask("follow_up", "and in Germany?", first.context)
    third = ask("follow_up", "what about juniors?", second.context)
    fourth = ask("ask_skills", "and the skills?", third.context)
    assert [only(step) for step in (first, second, third, fourth)] == [
        Question(Topic.SALARY, (MLE,)),
        Question(Topic.SALARY, (MLE,), place="germany"),
        Question(Topic.SALARY, (MLE,), place="germany", level="entry"),
        Question(Topic.SKILLS, (MLE,)),
    ]


def test_a_follow_up_to_nothing_asks_what_it_is_about(ask):
    assert only(ask("follow_up", "and in Germany?")).kind is NoticeKind.NOTHING_TO_FOLLOW


def test_a_role_alone_at_the_start_is_told_what_it_does(ask):
    assert only(ask("follow_up", "data engineer")) == Question(Topic.RESPONSIBILITIES, ("data_engineer",))


def test_an_aspect_is_handed_on(ask):
    assert only(ask("ask_skills", "How much maths does a data scientist need?")).aspect == "mathematics"


def test_an_aspect_of_another_topic_is_left_out(ask):
    assert only(ask("ask_salary", "What does a data scientist without a degree earn?")).aspect is None


def test_several_questions_in_one_message_are_all_answered_in_order(ask):
    requests = ask("ask_salary ask_skills", "What does a data engineer earn and which skills are needed?").requests
    assert [(r.topic, r.roles) for r in requests] == [(Topic.SALARY, ("data_engineer",)), (Topic.SKILLS, ("data_engineer",))]


def test_of_several_questions_each_gets_its_own_aspect(ask):
    requests = ask("ask_skills ask_demand", "How much maths does a data scientist need, and which industries hire them?").requests
    assert [request.aspect for request in requests] == ["mathematics", "industries"]


# --- comparison --------------------------------------------------------------------------------------------------


def test_two_roles_are_compared_in_one_answer(ask):
    question = only(ask("ask_comparison", "data scientist vs data analyst"))
    assert question == Question(Topic.COMPARISON, ("data_scientist", "data_analyst"))


def test_fields_are_compared_as_roles(ask):
    assert only(ask("ask_comparison", "data science vs data analytics")).roles == ("data_scientist", "data_analyst")


def test_a_title_and_a_field_are_compared(ask):
    assert only(ask("ask_comparison", "data engineer or machine learning?")).roles == ("data_engineer", MLE)


def test_one_role_is_compared_with_the_one_in_play(ask):
    resolution = ask("ask_comparison", "how is that different from a data engineer?", ABOUT_MLE)
    assert only(resolution).roles == (MLE, "data_engineer")


def test_the_role_in_play_compared_with_itself_is_set_against_its_neighbours(ask):
    assert only(ask("ask_comparison", "how does a machine learning engineer compare?", ABOUT_MLE)).roles == (MLE,)


def test_a_comparison_without_roles_takes_those_in_play(ask):
    context = Context(roles=("data_scientist", "data_analyst"), topic="salary")
    assert only(ask("ask_comparison", "how do they differ?", context)).roles == ("data_scientist", "data_analyst")


def test_both_compared_roles_stay_in_play(ask):
    context = ask("ask_comparison", "data scientist vs data analyst").context
    assert [r.roles for r in ask("ask_salary", "and the pay?", context).requests] == [("data_scientist",), ("data_analyst",)]


# --- occupations that are not covered ----------------------------------------------------------------------------


@pytest.mark.parametrize("context", [Context(), ABOUT_MLE], ids=["at the start", "after another role"])
@pytest.mark.parametrize("intents", ["ask_salary", "ask_how_to_become", "follow_up"])
def test_an_occupation_that_is_not_covered_is_never_answered_with_another_role(ask, intents, context):
    notice = only(ask(intents, "and a nurse?", context))
    assert (notice.kind, notice.details["occupation"]) == (NoticeKind.UNKNOWN_OCCUPATION, "nurse")


def test_the_role_in_play_stays_after_an_occupation_that_is_not_covered(ask):
    assert ask("ask_salary", "How much does a nurse earn?", ABOUT_MLE).context == ABOUT_MLE


def test_a_role_beside_an_uncovered_occupation_is_answered(ask):
    assert only(ask("ask_salary", "Does a data scientist earn more than a nurse?")).roles == ("data_scientist",)


def test_a_comparison_with_an_uncovered_occupation_says_that_it_is_not_covered(ask):
    requests = ask("ask_comparison", "data scientist or nurse?").requests
    assert any(getattr(request, "kind", None) is NoticeKind.UNKNOWN_OCCUPATION for request in requests)
