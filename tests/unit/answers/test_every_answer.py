"""What holds for the answer to every question about every role."""

from __future__ import annotations

import json
import re

import pytest

from advisor.answers import Question, compose
from advisor.answers.answer import ListBlock, TableBlock
from advisor.answers.builder import MOST_NEXT_QUESTIONS
from advisor.answers.question import from_dict, to_dict
from advisor.answers.schema import SCHEMA_FILE, answer_schema
from advisor.dialogue.understanding import Intent
from advisor.knowledge.models import Topic

_MARKDOWN = re.compile(r"(^#|^[-*>] |\]\(|`|^\|)", re.MULTILINE)


@pytest.fixture(scope="module", params=list(Topic), ids=lambda topic: topic.value)
def answers(request, knowledge):
    """The answers of one topic, one a role."""
    return {role: compose(Question(request.param, (role,)), knowledge) for role in knowledge.roles}


def texts(answer):
    yield answer.lead
    for caveat in answer.caveats:
        yield caveat.text
    for block in answer.blocks:
        if isinstance(block, ListBlock):
            yield from (item.text for item in block.items)
        elif not isinstance(block, TableBlock):
            yield from (figure.text for figure in block.figures)


def cited(answer):
    yield from answer.lead_sources
    for caveat in answer.caveats:
        yield from caveat.sources
    for block in answer.blocks:
        if isinstance(block, TableBlock):
            yield from block.sources
        else:
            for part in block.items if isinstance(block, ListBlock) else block.figures:
                yield from part.sources


def payload_question(payload, knowledge):
    """Reads a payload as Rasa would and returns the question that it asks."""
    intent, brace, body = payload.partition("{")
    entities = json.loads(brace + body) if brace else {}
    topic = Intent(intent.lstrip("/")).topic
    assert intent.startswith("/") and topic is not None, payload
    assert set(entities) <= {"role", "place", "level", "aspect", "certification"}, payload
    for name, records in (("place", knowledge.places), ("level", knowledge.levels), ("aspect", knowledge.aspects)):
        assert name not in entities or entities[name] in records, payload
    return Question(
        topic,
        tuple(entities.get("role", ())),
        entities.get("place"),
        entities.get("level"),
        entities.get("aspect"),
        certifications=tuple(entities.get("certification", ())),
    )


def test_it_keeps_to_the_schema(answers, schema_errors):
    assert schema_errors(list(answers.values())) == []


def test_it_says_something(answers):
    assert [role for role, answer in answers.items() if not answer.lead.strip() or not answer.title] == []


def test_it_is_about_the_role_that_was_asked_for(answers):
    assert {role: [named.id for named in answer.roles] for role, answer in answers.items()} == {role: [role] for role in answers}


def test_sources_are_numbered_in_the_order_of_use_without_gaps(answers):
    for role, answer in answers.items():
        numbers = [source.number for source in answer.sources]
        assert numbers == list(range(1, len(numbers) + 1)), role
        assert set(cited(answer)) == set(numbers), role


def test_it_names_a_source_unless_it_says_that_nothing_is_written(answers):
    for role, answer in answers.items():
        assert answer.sources or "nothing is checked and written down" in answer.lead, role


def test_its_text_holds_no_markdown_but_bold(answers):
    for role, answer in answers.items():
        for text in texts(answer):
            assert not _MARKDOWN.search(text), f"{role}: {text}"
            assert text.count("**") % 2 == 0, f"{role}: {text}"


def test_it_has_no_empty_block(answers):
    for role, answer in answers.items():
        for block in answer.blocks:
            assert (block.rows if isinstance(block, TableBlock) else block.items if isinstance(block, ListBlock) else block.figures), role


def test_it_makes_no_promise(answers):
    for role, answer in answers.items():
        said = " ".join(texts(answer)).lower()
        assert "you will earn" not in said and "suits you" not in said, role


def test_it_can_be_taken_in_at_a_glance(answers):
    for role, answer in answers.items():
        words = sum(len(text.split()) for text in texts(answer))
        assert words < 450, f"{role}: {words} words"


def test_it_offers_a_few_next_questions(answers):
    for role, answer in answers.items():
        assert 2 <= len(answer.next_questions) <= MOST_NEXT_QUESTIONS, role
        assert len({offered.payload for offered in answer.next_questions}) == len(answer.next_questions), role
        assert len({offered.title for offered in answer.next_questions}) == len(answer.next_questions), role


def test_its_buttons_are_short(answers):
    for role, answer in answers.items():
        for offered in answer.next_questions:
            assert len(offered.title) <= 60, f"{role}: {offered.title}"


def test_its_buttons_can_be_answered(answers, knowledge):
    for answer in answers.values():
        for offered in answer.next_questions:
            following = compose(payload_question(offered.payload, knowledge), knowledge)
            assert following.lead or following.blocks, offered.payload


def test_its_next_questions_are_filled_in(answers):
    for role, answer in answers.items():
        for offered in answer.next_questions:
            assert "{" not in offered.question + offered.title, role
            assert offered.question.endswith("?"), f"{role}: {offered.question}"


def test_every_aspect_of_every_role_can_be_asked_for(knowledge, schema_errors):
    asked = [
        compose(Question(topic, (role.id,), aspect=group.aspect), knowledge)
        for role in knowledge.roles.values()
        for topic, section in role.sections()
        for group in section.groups
    ]
    assert len(asked) > 40
    assert schema_errors(asked[::7]) == []
    assert [answer.title for answer in asked if not answer.blocks] == []


def test_every_certification_can_be_asked_for(knowledge, schema_errors):
    asked = [compose(Question(Topic.CERTIFICATIONS, certifications=(id_,)), knowledge) for id_ in knowledge.certifications]
    assert schema_errors(asked) == []


def test_the_same_question_has_the_same_id_and_another_question_another(answer):
    assert answer("skills", "data_engineer").id == answer("skills", "data_engineer").id
    assert answer("skills", "data_engineer").id != answer("skills", "data_analyst").id


def test_a_question_survives_being_kept_in_an_event():
    question = Question(Topic.SALARY, ("data_engineer",), "germany", "entry", "pay_factors", "nurse", (), ("cissp",))
    assert from_dict(json.loads(json.dumps(to_dict(question)))) == question


def test_the_schema_file_is_in_step_with_the_models():
    """Mend it with: python -m advisor.answers"""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == answer_schema()
