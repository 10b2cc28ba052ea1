"""First questions, before anything is asked: for a page about one career, or for any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

from advisor.answers.answer import NextQuestion
from advisor.answers.notices import POPULAR_ROLES
from advisor.answers.payload import payload_for
from advisor.answers.phrasing import TOPIC_QUESTIONS, fill
from advisor.answers.question import Question
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic

ROLE_TOPICS = (Topic.RESPONSIBILITIES, Topic.SALARY, Topic.HOW_TO_BECOME, Topic.DEMAND)
ANY_TOPICS = (Topic.RESPONSIBILITIES, Topic.SALARY, Topic.HOW_TO_BECOME)


@dataclass(frozen=True)
class Suggestions:
    """A greeting, and questions to start with."""

    greeting: str
    questions: List[NextQuestion]


def suggest(role: Optional[str], base: KnowledgeBase) -> Suggestions:
    """Returns first questions about a role; about popular ones where none or an unknown one is named."""
    if role in base.roles:
        pairs = [(role, topic) for topic in ROLE_TOPICS]
        greeting = f"Hello! What would you like to know about {base.roles[role].names}?"
    else:
        roles = [popular for popular in POPULAR_ROLES if popular in base.roles]
        pairs = list(zip(roles, ANY_TOPICS))
        greeting = f"Hello! I know {len(base.roles)} tech careers and name my sources. What would you like to know?"
    return Suggestions(greeting, [_question(role_id, topic, base) for role_id, topic in pairs])


def _question(role: str, topic: Topic, base: KnowledgeBase) -> NextQuestion:
    wording = fill(TOPIC_QUESTIONS[topic], base, role)
    return NextQuestion(title=wording, question=wording, payload=payload_for(Question(topic, (role,))))
