"""Answers from the knowledge base of the repository, and the schema that they keep to."""

from __future__ import annotations

import json
from typing import Any, Callable, List

import pytest
from jsonschema.validators import validator_for

from advisor.answers import Answer, Question, Request, compose
from advisor.answers.schema import SCHEMA_FILE
from advisor.knowledge.models import Topic


@pytest.fixture(scope="session")
def answer(knowledge) -> Callable[..., Answer]:
    """answer(topic, *roles, place=…): composes the answer to a question."""
    return lambda topic, *roles, **rest: compose(Question(Topic(topic), tuple(roles), **rest), knowledge)


@pytest.fixture(scope="session")
def say(knowledge) -> Callable[[Request], Answer]:
    return lambda request: compose(request, knowledge)


@pytest.fixture(scope="session")
def schema_errors() -> Callable[[List[Answer]], List[Any]]:
    """What the schema in the repository finds wrong with answers."""
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    validator = validator_for(schema)(schema)

    def errors(answers: List[Answer]) -> List[Any]:
        plain = [json.loads(one.json(exclude_none=True)) for one in answers]
        return [error.message for error in validator.iter_errors({"version": 1, "answers": plain})]

    return errors
