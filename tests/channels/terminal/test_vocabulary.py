"""Names that clients complete."""

from __future__ import annotations

from advisor.channels.vocabulary import vocabulary


def test_every_role_and_place_can_be_completed(knowledge):
    names = vocabulary(knowledge)
    assert set(names["roles"]) == {role.title for role in knowledge.roles.values()}
    assert len(names["places"]) == len(knowledge.places)
    assert {"United Kingdom", "Germany", "world"} <= set(names["places"])


def test_names_are_in_alphabetical_order(knowledge):
    for names in vocabulary(knowledge).values():
        assert names == sorted(names, key=str.lower)
