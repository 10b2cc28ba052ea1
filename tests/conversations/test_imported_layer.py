"""Conversations with a server that has an imported layer beside its knowledge base."""

from __future__ import annotations

import shutil
from typing import Iterator

import pytest

from advisor.knowledge.store import FOLDER_VARIABLE, PROJECT_FOLDER
from tests.conftest import Conversation, Server, start_server
from tests.made_up_layer import write_layer


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose knowledge base is a copy with a small layer, in which nurses look after widgets."""
    folder = tmp_path_factory.mktemp("layered")
    knowledge = folder / "knowledge_base"
    shutil.copytree(PROJECT_FOLDER / "knowledge_base", knowledge, ignore=shutil.ignore_patterns("imported"))
    write_layer(knowledge, folder)
    running = start_server(folder, {FOLDER_VARIABLE: str(knowledge)})
    yield running
    running.stop()


@pytest.fixture
def talk(layered: Server) -> Conversation:
    return layered.conversation()


def test_a_nurse_is_answered_from_the_layer_and_marked_as_imported(talk):
    text = talk.say("How much does a nurse earn?")
    assert "$50,000 a year" in text and "United States, May 2030" in text
    assert "Imported, not written by our editors" in text and "O*NET 99.1 Database" in text


def test_what_follows_stays_with_nurses_until_a_role_is_named(talk):
    talk.say("What does a data engineer earn?")
    talk.say("How much does a nurse earn?")
    assert "Listening: 4.5" in talk.say("And what skills do they need?")
    talk.say("What skills does a data engineer need?")
    talk.say("And what do they earn?")
    assert [role["id"] for role in talk.answers[0]["roles"]] == ["data_engineer"]


def test_buttons_ask_about_the_same_occupation(talk):
    talk.say("What does a nurse do?")
    assert "Widget Chart" in talk.press("Tools")


def test_a_title_of_two_occupations_is_asked_back_and_the_button_answers(talk):
    assert "Which one do you mean?" in talk.say("What does a pilot do?")
    assert "Steer ships up rivers." in talk.press("River pilots")


def test_what_the_layer_does_not_hold_is_declined(talk):
    assert "I don't cover the work of a truck driver" in talk.say("How much does a truck driver earn?")


def test_a_curated_role_answers_for_the_occupation_that_it_is(talk):
    talk.say("What skills does a number whisperer need?")
    assert [role["id"] for role in talk.answers[0]["roles"]] == ["data_scientist"]


def test_without_a_layer_a_nurse_is_declined(conversation):
    assert "I don't cover the work of a nurse" in conversation.say("How much does a nurse earn?")
