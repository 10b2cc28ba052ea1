"""Job titles of the imported layer, under the names of the curated knowledge."""

from __future__ import annotations

from typing import Callable, List, Tuple

import pytest

from advisor.knowledge.onet import load_layer
from advisor.linking import Kind, Linker
from advisor.linking.mention import Stand
from tests.made_up_layer import CURATED_ROLE, NURSE, write_layer


@pytest.fixture(scope="module")
def linked(knowledge, tmp_path_factory) -> Callable[[str], List[Tuple[Kind, str]]]:
    """linked(text): kind and id of each mention, in order."""
    folder = tmp_path_factory.mktemp("knowledge")
    write_layer(folder, folder)
    linker = Linker(knowledge, load_layer(folder, knowledge.occupations))
    return lambda text: [(mention.kind, mention.id) for mention in linker.link(text)]


def test_a_title_links_to_the_code_of_its_occupation(linked):
    assert linked("How much does a nurse earn?") == [(Kind.OCCUPATION, NURSE)]


def test_a_longer_title_takes_the_place_of_the_shorter_name_in_it(linked):
    assert linked("what does a registered widget nurse do") == [(Kind.OCCUPATION, NURSE)]


def test_a_title_of_several_occupations_stays_as_it_was_said(linked):
    assert linked("How much does a Pilot earn?") == [(Kind.OCCUPATION, "pilot")]


def test_a_title_of_an_occupation_that_a_curated_role_covers_is_that_role(linked):
    assert linked("how do I become a number whisperer") == [(Kind.ROLE, CURATED_ROLE)]


@pytest.mark.parametrize("text", ["what is a server", "which model is best", "how do things turn out"])
def test_ordinary_words_are_no_titles(linked, text):
    assert not [id_ for kind, id_ in linked(text) if kind is Kind.OCCUPATION]


@pytest.mark.parametrize("text", ["machine learning engineer", "data scientist", "AWS machine learning engineer associate"])
def test_roles_and_certifications_are_linked_as_without_the_layer(linked, knowledge, text):
    assert linked(text) == [(mention.kind, mention.id) for mention in Linker(knowledge).link(text)]


def test_names_that_the_layer_does_not_know_are_linked_as_without_it(linked):
    assert linked("what does a truck driver earn") == [(Kind.OCCUPATION, "truck driver")]


def test_what_somebody_is_now_is_marked_so(knowledge, tmp_path):
    write_layer(tmp_path, tmp_path)
    (nurse, role) = Linker(knowledge, load_layer(tmp_path)).link("I am a nurse and want to become a data analyst")
    assert (nurse.id, nurse.stand) == (NURSE, Stand.ORIGIN)
    assert role.id == "data_analyst"
