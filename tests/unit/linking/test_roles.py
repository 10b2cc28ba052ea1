"""Roles are found by title, field, abbreviation and common wrong name, however they are written."""

from __future__ import annotations

import pytest

from advisor.linking.mention import Via


def test_a_mention_tells_where_it_stands(linker):
    (mention,) = linker.link("What does a data engineer do?")
    assert (mention.start, mention.end, mention.text, mention.via, mention.score) == (12, 25, "data engineer", Via.NAME, 1.0)


@pytest.mark.parametrize("role", ["machine learning engineer", "data scientist", "UX designer", "IT project manager", "QA engineer"])
def test_titles_are_found(linker, knowledge, role):
    (mention,) = linker.link(f"tell me about the {role}")
    assert knowledge.roles[mention.id].title == role


def test_every_title_links_to_its_own_role(knowledge, roles):
    assert {role.id: roles(role.title) for role in knowledge.roles.values()} == {id_: [id_] for id_ in knowledge.roles}


def test_every_alias_and_field_links_to_its_own_role(knowledge, roles):
    wrong = {
        name: found
        for role in knowledge.roles.values()
        for name in (*role.aliases, *role.fields)
        for found in [roles(name)]
        if found != [role.id]
    }
    assert wrong == {}


def test_a_field_stands_for_its_role(linker):
    (mention,) = linker.link("how do I get into data science")
    assert (mention.id, mention.via) == ("data_scientist", Via.FIELD)


@pytest.mark.parametrize(
    "text, role",
    [
        ("become a data analysis", "data_analyst"),
        ("web developer", "frontend_developer"),
        ("scrum master", "project_manager"),
        ("programmer", "software_engineer"),
        ("ethical hacker", "security_analyst"),
        ("iOS developer", "mobile_developer"),
        ("C++ developer", "software_engineer"),
        (".NET developer", "software_engineer"),
    ],
)
def test_common_other_names_are_found(roles, text, role):
    assert roles(text) == [role]


@pytest.mark.parametrize(
    "text, role",
    [
        ("DS", "data_scientist"),
        ("DE", "data_engineer"),
        ("MLE", "machine_learning_engineer"),
        ("SWE", "software_engineer"),
        ("SDE", "software_engineer"),
        ("DBA", "database_administrator"),
        ("SRE", "site_reliability_engineer"),
        ("PM", "product_manager"),
        ("ML engineer", "machine_learning_engineer"),
    ],
)
def test_abbreviations_are_found(roles, text, role):
    assert roles(f"what does a {text} earn") == [role]


@pytest.mark.parametrize("text", ["swe", "sde", "dba", "sre", "ml engineer", "mle"])
def test_abbreviations_that_are_no_words_are_found_in_lower_case(roles, text):
    assert len(roles(f"{text} salary")) == 1


@pytest.mark.parametrize("text", ["two pm jobs at 5 pm", "it is great", "is it hard", "de facto", "da vinci"])
def test_abbreviations_that_are_words_count_in_capitals_only(roles, text):
    assert roles(text) == []


def test_an_hour_is_no_product_manager(roles):
    assert roles("I start at 5 PM every day") == []


@pytest.mark.parametrize("text", ["data scientists", "Data Scientists", "data scientist's", "data scientists’ tools", "DATA SCIENTISTS"])
def test_plurals_possessives_and_case_do_not_matter(roles, text):
    assert roles(text) == ["data_scientist"]


@pytest.mark.parametrize("text", ["full-stack developer", "full stack developer", "fullstack developer", "Full‑Stack Developer"])
def test_hyphens_do_not_matter(roles, text):
    assert roles(text) == ["full_stack_developer"]


@pytest.mark.parametrize("text, role", [("datascientist", "data_scientist"), ("dataengineer", "data_engineer"), ("softwareengineer", "software_engineer")])
def test_words_written_as_one_are_found(roles, text, role):
    assert roles(text) == [role]


@pytest.mark.parametrize(
    "text, role",
    [
        ("data sientist", "data_scientist"),
        ("data scince", "data_scientist"),
        ("software enginer", "software_engineer"),
        ("machne lerning enginer", "machine_learning_engineer"),
        ("mashine learning", "machine_learning_engineer"),
        ("cyber securty analyst", "security_analyst"),
        ("prodct manager", "product_manager"),
        ("engineering manger", "engineering_manager"),
        ("bussiness analyst", "business_analyst"),
        ("statisician", "statistician"),
        ("UX desinger", "ux_designer"),
    ],
)
def test_typos_are_corrected(linker, text, role):
    (mention,) = linker.link(f"what does a {text} do")
    assert (mention.id, mention.via) == (role, Via.TYPO)
    assert mention.score < 1


@pytest.mark.parametrize("text, role", [("data enginering", "data_engineer"), ("software enginering", "software_engineer")])
def test_typos_in_words_that_end_in_ing_are_corrected(roles, text, role):
    assert roles(f"how do I get into {text}") == [role]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("data scientist vs data analyst", ["data_scientist", "data_analyst"]),
        ("Data Scientist vs. Data Analyst", ["data_scientist", "data_analyst"]),
        ("data scientist/data analyst", ["data_scientist", "data_analyst"]),
        ("DS or DE?", ["data_scientist", "data_engineer"]),
        ("front-end/back-end developer", ["frontend_developer", "backend_developer"]),
    ],
)
def test_several_roles_come_in_the_order_of_the_text(roles, text, expected):
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text, role",
    [
        ("machine learning research scientist", "research_scientist"),
        ("software engineer in test", "qa_engineer"),
        ("machine learning product manager", "product_manager"),
        ("data science and analytics", "data_scientist"),
    ],
)
def test_the_longest_name_wins(roles, text, role):
    assert roles(text) == [role]


@pytest.mark.parametrize(
    "text",
    [
        "what is the date today",
        "I would like to support my family",
        "the product was tested late",
        "could you analyse my data",
        "can you manage the back of the engine",
        "I love my mentor",
        "a data-driven company",
        "engineers and managers",
        "we had games on the network",
        "my mobile has no cloudy weather app",
        "turn the page to the front",
    ],
)
def test_ordinary_words_are_no_roles(roles, text):
    assert roles(text) == []


def test_where_it_leads_is_no_it_lead(roles):
    assert roles("where does it lead") == []


def test_an_empty_message_names_nothing(linker):
    assert linker.link("") == linker.link("?!") == []


def test_mentions_never_overlap(linker):
    mentions = linker.link("senior machine learning engineer vs AI engineer in New York City with 5 years, DP-100 and Python")
    assert all(first.end <= second.start for first, second in zip(mentions, mentions[1:]))


def test_offsets_are_right_behind_accents_and_emoji(linker):
    text = "Zürich 👍 café: data engineer?"
    mention = linker.link(text)[-1]
    assert text[mention.start : mention.end] == mention.text == "data engineer"
