"""What a conversation is about, as slots and back."""

from __future__ import annotations

import pytest

from advisor.dialogue import Context, Intent, Understanding
from advisor.knowledge.models import Topic
from advisor.linking.mention import Kind, Mention, Stand, Via

FULL = Context(("data_engineer", "data_analyst"), "salary", "germany", "entry", ("salary", "skills"), 1, 2)


def test_a_context_survives_the_slots(knowledge):
    assert Context.from_slots(FULL.to_slots(), knowledge) == FULL


def test_an_empty_context_is_empty_slots(knowledge):
    assert set(Context().to_slots().values()) == {None}
    assert Context.from_slots({}, knowledge) == Context()


@pytest.mark.parametrize("slot, value", [("roles", ["gone"]), ("place", "atlantis"), ("level", "wizard"), ("topic", "weather")])
def test_what_the_knowledge_base_no_longer_holds_is_left_out(knowledge, slot, value):
    assert Context.from_slots({slot: value}, knowledge) == Context()


def test_a_topic_that_no_longer_exists_does_not_wait_for_a_role(knowledge):
    assert Context.from_slots({"pending": ["weather"]}, knowledge) == Context()


def test_slots_are_plain_json_values():
    assert FULL.to_slots()["roles"] == ["data_engineer", "data_analyst"]


@pytest.mark.parametrize("name, topic", [("ask_salary", Topic.SALARY), ("ask_how_to_become", Topic.HOW_TO_BECOME), ("greet", None), ("ask_capabilities", None)])
def test_an_intent_is_about_the_topic_that_it_is_named_after(name, topic):
    assert Intent(name).topic is topic


def test_the_same_topic_twice_is_one():
    assert Understanding((Intent("ask_salary"), Intent("ask_salary"))).topics == [Topic.SALARY]


def test_fields_count_where_no_role_is_named_by_title():
    field = Mention(Kind.ROLE, "data_scientist", 0, 0, "", Via.FIELD)
    title = Mention(Kind.ROLE, "data_analyst", 0, 0, "", Via.NAME)
    assert Understanding((), (field,)).target_roles() == ["data_scientist"]
    assert Understanding((), (field, title)).target_roles() == ["data_analyst"]


def test_origins_are_not_asked_about():
    origin = Mention(Kind.ROLE, "data_analyst", 0, 0, "", stand=Stand.ORIGIN)
    assert Understanding((), (origin,)).target_roles() == []
