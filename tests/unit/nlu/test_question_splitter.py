"""Several questions in one message are cut apart; one question stays whole."""

from __future__ import annotations

import pytest

from advisor.nlu.question_splitter import MOST_SEGMENTS, is_payload, split_questions


@pytest.mark.parametrize(
    "text",
    [
        "What does a data engineer earn?",
        "data engineer salary in Germany",
        "research and development jobs",
        "What is the difference between a data scientist and a data engineer?",
        "Python, SQL and statistics",
        "hi",
        "",
        "What does an ML engineer earn in the U.S.?",
    ],
)
def test_one_question_stays_whole(text):
    assert split_questions(text) == [text]


@pytest.mark.parametrize(
    "text, parts",
    [
        ("What does it pay? Which skills do I need?", ["What does it pay", "Which skills do I need"]),
        ("What does it pay and which skills do I need?", ["What does it pay", "which skills do I need"]),
        ("What does it pay, and what are the tasks", ["What does it pay", "what are the tasks"]),
        ("I am a nurse. How do I become a data analyst?", ["I am a nurse. How do I become a data analyst?"]),
        ("What does it pay, how do I start", ["What does it pay", "how do I start"]),
        ("is it hard; can I do it remotely", ["is it hard", "can I do it remotely"]),
        ("tasks of a data engineer\nsalary of a data engineer", ["tasks of a data engineer", "salary of a data engineer"]),
    ],
)
def test_several_questions_are_cut_apart(text, parts):
    assert split_questions(text) == parts


def test_words_that_join_questions_belong_to_neither():
    assert split_questions("Is there demand, and if so what does it pay?") == ["Is there demand", "what does it pay"]


def test_a_word_alone_is_no_question():
    assert split_questions("Hello! What does a data engineer earn?") == ["Hello! What does a data engineer earn?"]


def test_a_long_message_has_a_few_parts_at_most():
    assert len(split_questions("What is this? " * 50)) == MOST_SEGMENTS


def test_a_version_number_is_no_end_of_a_sentence():
    assert split_questions("Should I learn Python 3.10 or 3.12") == ["Should I learn Python 3.10 or 3.12"]


def test_a_very_long_message_is_cut_in_no_time():
    assert split_questions("and " * 5000)


@pytest.mark.parametrize("text, pressed", [('/ask_salary{"role": ["data_engineer"]}', True), ("ask_salary", False), ("and/or", False)])
def test_what_a_button_sends_is_told_from_what_is_typed(text, pressed):
    assert is_payload(text) is pressed
