"""Resolves a message against the context: which questions, about which roles, where, at which level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, Optional, Sequence, Tuple

from advisor.answers.question import Notice, NoticeKind, Question, Request
from advisor.dialogue.context import Context
from advisor.dialogue.understanding import FOLLOW_UP, Understanding
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.linking.mention import Kind, Stand

#: More roles than this in one answer can't be read.
MOST_ROLES = 3
#: Topics that blur into one another; the others are asked for by words of their own.
OPEN_TOPICS = (
    Topic.RESPONSIBILITIES,
    Topic.SKILLS,
    Topic.EDUCATION,
    Topic.HOW_TO_BECOME,
    Topic.JOB_SEARCH,
    Topic.CAREER_PATH,
    Topic.DAY_IN_LIFE,
    Topic.DEMAND,
    Topic.LEARNING_RESOURCES,
    Topic.TOOLS,
)
#: Topics whose answer depends on the place and the level.
PLACED_TOPICS = (Topic.SALARY, Topic.COMPARISON)


@dataclass(frozen=True)
class Resolution:
    """What to answer, in order, and what the conversation is about afterwards."""

    requests: Tuple[Request, ...]
    context: Context


def resolve(understanding: Understanding, context: Context, base: KnowledgeBase) -> Resolution:
    """Returns what a message asks, given what was talked about before."""
    topics = _decided(_topics(understanding, context), understanding, base)
    occupation = _uncovered_occupation(understanding, topics)
    if occupation is not None:
        return _notice(NoticeKind.UNKNOWN_OCCUPATION, context, occupation=occupation)
    if not topics:
        if context.roles or understanding.all_roles():
            topics = [Topic.RESPONSIBILITIES]
        else:
            return _notice(NoticeKind.NOTHING_TO_FOLLOW, context)
    if Topic.COMPARISON in topics and _names_two(understanding):
        roles = understanding.all_roles()
    else:
        roles = understanding.target_roles()
    certifications = understanding.ids(Kind.CERTIFICATION)
    named = bool(roles)
    roles = roles[:MOST_ROLES] or _roles_in_play(topics, context, bool(certifications))
    if Topic.COMPARISON in topics and len(roles) == 1 and context.roles and roles[0] not in context.roles and named:
        roles = [context.roles[0], roles[0]]
    if not roles and not certifications:
        return _ask_for_role(topics, understanding, context)
    is_follow_up = understanding.intents[0].name == FOLLOW_UP
    place, level = _setting(understanding, context, carry=is_follow_up or not named)
    requests = _questions(topics, roles, place, level, understanding, base)
    return Resolution(
        tuple(requests),
        Context(roles=tuple(roles) or context.roles, topic=topics[-1].value, place=place, level=level),
    )


def _topics(understanding: Understanding, context: Context) -> List[Topic]:
    if understanding.topics:
        return understanding.topics
    if context.pending:
        return [Topic(topic) for topic in context.pending]
    return [Topic(context.topic)] if context.topic else []


def _decided(topics: List[Topic], understanding: Understanding, base: KnowledgeBase) -> List[Topic]:
    """The topic of a decisive aspect, where one is named and a single question is asked."""
    decisive = [base.aspects[aspect] for aspect in understanding.ids(Kind.ASPECT) if base.aspects[aspect].decisive]
    is_open = len(topics) == 1 and topics[0] in OPEN_TOPICS
    return [decisive[0].topic] if decisive and is_open else topics


def _uncovered_occupation(understanding: Understanding, topics: Sequence[Topic]) -> Optional[str]:
    """An occupation that is asked about and not covered, unless a role is asked about as well and not compared."""
    if understanding.all_roles() and Topic.COMPARISON not in topics:
        return None
    return next(iter(understanding.ids(Kind.OCCUPATION, Stand.TARGET)), None)


def _names_two(understanding: Understanding) -> bool:
    return len(understanding.all_roles()) > 1


def _roles_in_play(topics: Sequence[Topic], context: Context, has_certification: bool) -> List[str]:
    """The roles from before; a question that names a certification stands by itself."""
    if has_certification and list(topics) == [Topic.CERTIFICATIONS]:
        return []
    if Topic.COMPARISON in topics:
        return list(context.roles)
    return list(context.roles[:MOST_ROLES])


def _setting(understanding: Understanding, context: Context, carry: bool) -> Tuple[Optional[str], Optional[str]]:
    """Place and level: what is named, else what was named before, where the message goes on from there."""
    places = understanding.ids(Kind.PLACE)
    levels = understanding.ids(Kind.LEVEL)
    place = places[0] if places else (context.place if carry else None)
    level = levels[0] if levels else (context.level if carry else None)
    return place, level


def _questions(
    topics: Sequence[Topic],
    roles: Sequence[str],
    place: Optional[str],
    level: Optional[str],
    understanding: Understanding,
    base: KnowledgeBase,
) -> List[Question]:
    aspects = {base.aspects[aspect].topic: aspect for aspect in reversed(understanding.ids(Kind.ASPECT))}
    origins = understanding.ids(Kind.ROLE, Stand.ORIGIN) or understanding.ids(Kind.OCCUPATION, Stand.ORIGIN)
    certifications = tuple(understanding.ids(Kind.CERTIFICATION))
    questions: List[Question] = []
    for topic in topics:
        common = Question(
            topic,
            place=place if topic in PLACED_TOPICS else None,
            level=level if topic in PLACED_TOPICS else None,
            aspect=aspects.get(topic),
            origin=next(iter(origins), None) if topic is Topic.HOW_TO_BECOME else None,
            certifications=certifications if topic is Topic.CERTIFICATIONS else (),
        )
        if topic is Topic.COMPARISON or not roles:
            questions.append(replace(common, roles=tuple(roles)))
        else:
            questions += [replace(common, roles=(role,)) for role in roles]
    return questions


def _ask_for_role(topics: Sequence[Topic], understanding: Understanding, context: Context) -> Resolution:
    notice = Notice(NoticeKind.WHICH_ROLE, {"topic": topics[0].value, "asked": context.asked})
    place, level = _setting(understanding, context, carry=True)
    waiting = Context(
        topic=topics[0].value,
        place=place,
        level=level,
        pending=tuple(topic.value for topic in topics),
        asked=context.asked + 1,
    )
    return Resolution((notice,), waiting)


def _notice(kind: NoticeKind, context: Context, **details: object) -> Resolution:
    return Resolution((Notice(kind, details),), context)
