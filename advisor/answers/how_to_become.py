"""The way into a role, beginning with where somebody starts from."""

from __future__ import annotations

from typing import List, Optional

from advisor.answers.answer import Answer
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_TITLES, fill
from advisor.answers.question import Question
from advisor.answers.section import answer_from_section, offer_topics, tell_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Group, Point, Role, Section, Topic

FROM_ELSEWHERE = "from_elsewhere"


def answer_how_to_become(question: Question, base: KnowledgeBase) -> Answer:
    """Answers how to get into a role; where the starting point is known, what is said on it comes first."""
    builder = AnswerBuilder(question, base)
    section = builder.role.topics.how_to_become
    if section is None or question.origin is None or question.aspect is not None:
        return answer_from_section(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[Topic.HOW_TO_BECOME], base, question.roles[0]))
    tell_section(builder, _from_origin(section, builder.role, question.origin, base))
    offer_topics(builder)
    return builder.build()


def _from_origin(section: Section, role: Role, origin: str, base: KnowledgeBase) -> Section:
    """The section with the way from ``origin`` in front, or the other ways where none is written for it."""
    ways = _group(section, FROM_ELSEWHERE)
    if ways is None:
        return section
    points = _about(ways.points, origin) or _on_career_path(role, origin)
    if not points and origin not in base.roles:
        points = [point for point in ways.points if point.role is None]
    points = points or ways.points
    first = ways.copy(update={"points": points})
    return section.copy(update={"groups": [first, *(group for group in section.groups if group is not ways)]})


def _on_career_path(role: Role, origin: str) -> List[Point]:
    """What is said on an origin among the roles that lead to this one."""
    path = role.topics.career_path
    leads_here = _group(path, "leads_here") if path else None
    return _about(leads_here.points, origin) if leads_here else []


def _group(section: Section, aspect: str) -> Optional[Group]:
    return next((group for group in section.groups if group.aspect == aspect), None)


def _about(points: List[Point], origin: str) -> List[Point]:
    return [point for point in points if point.role == origin]
