"""Who is asked what: conversations of eight turns, and long ones whose probed turns ask the same."""

from __future__ import annotations

import pytest

from benchmarks.questions import CAREER_QUESTIONS, PROBES, TWIN_QUESTIONS, conversation, long_conversation

LISTS = pytest.mark.parametrize("messages", [CAREER_QUESTIONS, TWIN_QUESTIONS])


@LISTS
def test_there_are_24_different_questions(messages):
    assert len(set(messages)) == len(messages) == 24


@LISTS
def test_three_conversations_ask_every_question_once_in_order(messages):
    assert [message for number in range(3) for message in conversation(messages, number)] == list(messages)


@LISTS
def test_the_fourth_conversation_is_the_first_again(messages):
    assert conversation(messages, 3) == conversation(messages, 0)


def test_a_long_conversation_ends_with_its_last_probed_turn():
    assert len(long_conversation(CAREER_QUESTIONS, (50, 200))) == 200


def test_the_turns_up_to_a_probed_one_ask_what_opens_conversations():
    said = long_conversation(CAREER_QUESTIONS, (50, 200))
    assert said[45:50] == said[195:200] == list(CAREER_QUESTIONS[:PROBES])


def test_a_question_that_rests_on_the_one_before_follows_it_in_a_long_conversation_too():
    said = long_conversation(CAREER_QUESTIONS, (50, 200))
    after = {said[turn - 1] for turn in range(200) if said[turn] == "and in the UK?"}
    assert after == {"salary of a QA engineer in India"}
