"""Certifications, skills, aspects, and occupations that are not covered."""

from __future__ import annotations

import pytest

from advisor.linking import Kind


@pytest.mark.parametrize("text", ["DP-100", "dp-100", "DP 100", "dp100"])
def test_certifications_are_found_by_their_codes(ids, text):
    assert ids(f"is {text} worth it", Kind.CERTIFICATION) == ["azure_data_scientist_associate"]


@pytest.mark.parametrize(
    "text, certification",
    [
        ("AWS Certified Machine Learning – Specialty", "aws_machine_learning_specialty"),
        ("aws machine learning specialty", "aws_machine_learning_specialty"),
        ("Certified Kubernetes Administrator", "certified_kubernetes_administrator"),
        ("CompTIA Security+", "comptia_security_plus"),
        ("security+", "comptia_security_plus"),
        ("CISSP", "cissp"),
    ],
)
def test_certifications_are_found_by_their_names(ids, text, certification):
    assert ids(text, Kind.CERTIFICATION) == [certification]


def test_a_certification_is_no_role_though_its_name_holds_one(ids):
    assert ids("aws machine learning engineer associate", Kind.ROLE) == []


@pytest.mark.parametrize("text", ["is security a good field", "how big is the network", "what is a server"])
def test_a_word_without_its_plus_is_no_certification(ids, text):
    assert ids(text, Kind.CERTIFICATION) == []


@pytest.mark.parametrize("text, skill", [("Python", "python"), ("C++", "cpp"), ("c#", "csharp"), ("is R used", "r"), ("golang", "go"), ("Node.js", "nodejs")])
def test_skills_are_found(knowledge, ids, text, skill):
    if skill not in knowledge.skills:
        skill = next(known for known in knowledge.skills if known.replace("_", "") == skill)
    assert ids(text, Kind.SKILL) == [skill]


@pytest.mark.parametrize("text", ["c u later", "are you sure", "r u there"])
def test_single_letters_are_skills_in_capitals_only(ids, text):
    assert ids(text, Kind.SKILL) == []


@pytest.mark.parametrize("text", ["where should I go next", "how do I go from here", "thanks for the swift reply"])
def test_verbs_and_adjectives_are_no_languages(ids, text):
    assert ids(text, Kind.SKILL) == []


@pytest.mark.parametrize(
    "text, aspect",
    [
        ("how much maths do I need", "mathematics"),
        ("Which industries?", "industries"),
        ("can I work from home", "remote"),
        ("will AI replace them", "automation"),
        ("without a degree", "without_degree"),
        ("soft skills", "soft"),
        ("what is it used for", "uses"),
    ],
)
def test_aspects_are_found_by_their_cues(ids, text, aspect):
    assert aspect in ids(text, Kind.ASPECT)


@pytest.mark.parametrize("text, occupation", [("nurse", "nurse"), ("Nurses", "nurse"), ("teachers", "teacher"), ("a truck driver", "truck driver"), ("mechanical engineer", "mechanical engineer")])
def test_occupations_that_are_not_covered_are_known(ids, text, occupation):
    assert ids(f"what does {text} earn", Kind.OCCUPATION) == [occupation]


def test_every_occupation_on_the_list_is_found(knowledge, ids):
    missed = [name for name in knowledge.occupations if ids(name, Kind.OCCUPATION) == [] ]
    assert missed == []


def test_no_occupation_on_the_list_hides_a_role(knowledge, ids):
    assert [name for name in knowledge.occupations if ids(name, Kind.ROLE)] == []
