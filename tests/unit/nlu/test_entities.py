"""Mentions travel through Rasa as entities and come back the same."""

from __future__ import annotations

import pytest

from advisor.linking.mention import Kind, Mention, Stand, Via
from advisor.nlu.entities import to_entity, to_mentions

TEXT = "from nurse to data engineer"


@pytest.mark.parametrize(
    "mention",
    [
        Mention(Kind.ROLE, "data_engineer", 14, 27, "data engineer", Via.TYPO, 0.9, Stand.TARGET),
        Mention(Kind.OCCUPATION, "nurse", 5, 10, "nurse", Via.NAME, 1.0, Stand.ORIGIN),
        Mention(Kind.ROLE, "data_engineer", 14, 27, "data engineer", Via.FIELD),
        Mention(Kind.LEVEL, "entry", 5, 10, "nurse", Via.YEARS),
    ],
)
def test_a_mention_survives(mention):
    assert to_mentions([to_entity(mention, "linker")], TEXT) == [mention]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_survives(kind):
    (back,) = to_mentions([to_entity(Mention(kind, "x", 0, 4, "from"), "linker")], TEXT)
    assert (back.kind, back.id) == (kind, "x")


def test_the_value_of_an_entity_is_one_id():
    entity = to_entity(Mention(Kind.ROLE, "data_engineer", 14, 27, "data engineer"), "linker")
    assert (entity["entity"], entity["value"], entity["start"], entity["end"]) == ("role", "data_engineer", 14, 27)


def test_an_entity_of_a_button_has_no_place_in_a_text():
    (mention,) = to_mentions([{"entity": "role", "value": "data_engineer"}], "")
    assert (mention.id, mention.text, mention.via, mention.stand) == ("data_engineer", "", Via.NAME, Stand.TARGET)


@pytest.mark.parametrize("entity", [{"entity": "colour", "value": "red"}, {"value": "x"}, {"entity": "role"}, {"entity": "role", "value": ["a"]}, {}])
def test_what_is_no_mention_is_left_out(entity):
    assert to_mentions([entity], TEXT) == []


@pytest.mark.parametrize("entity", [{"via": "magic"}, {"group": "elsewhere"}, {"confidence_entity": "high"}, {"start": None, "end": None}])
def test_strange_details_do_not_end_the_conversation(entity):
    assert to_mentions([{"entity": "role", "value": "data_engineer", **entity}], TEXT)
