"""Resolves a message against the context: which questions, about which roles, where, at which level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, Optional, Sequence, Tuple

from advisor.answers.question import Notice, NoticeKind, Question, Request
from advisor.answers.ranking import RANKINGS
from advisor.dialogue.context import Context
from advisor.dialogue.understanding import FOLLOW_UP, Understanding
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.knowledge.onet.layer import OnetLayer
from advisor.linking.mention import Kind, Mention, Stand

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


def resolve(
    understanding: Understanding, context: Context, base: KnowledgeBase, layer: Optional[OnetLayer] = None
) -> Resolution:
    """Returns what a message asks, given what was talked about before.

    ``layer`` holds the imported occupations, which answer where no curated role does; None where there are none.
    """
    topics = _decided(_topics(understanding, context), understanding, base)
    occupation = _uncovered_occupation(understanding, topics)
    if occupation is not None:
        return _about_occupation(occupation, topics, understanding, context, layer)
    if layer is not None and _stays_with_occupation(understanding, context):
        return _imported(context.occupation, None, topics, understanding, context)
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
    roles = roles[:MOST_ROLES] or _pointed(understanding, context)
    roles = roles or _roles_in_play(topics, context, bool(certifications))
    # Of one role alone, "does it pay more" is a question on its pay.
    is_ranking = _ranking(understanding) is not None and not (named and len(roles) == 1)
    if is_ranking:
        roles = roles if len(roles) > 1 else []
    if Topic.COMPARISON in topics and len(roles) == 1 and context.roles and roles[0] not in context.roles and named:
        roles = [context.roles[0], roles[0]]
    if not roles and not certifications and not is_ranking:
        return _ask_for_role(topics, understanding, context)
    is_follow_up = understanding.intents[0].name == FOLLOW_UP
    place, level = _setting(understanding, context, carry=is_follow_up or not named)
    requests = _questions(topics, roles, place, level, understanding, base)
    return Resolution(
        tuple(requests),
        Context(
            roles=tuple(roles) or context.roles,
            topic=topics[-1].value,
            place=place,
            level=level,
            occupation=None if roles else context.occupation,
        ),
    )


def _topics(understanding: Understanding, context: Context) -> List[Topic]:
    if understanding.topics:
        return understanding.topics
    if context.pending:
        return [Topic(topic) for topic in context.pending]
    return [Topic(context.topic)] if context.topic else []


def _decided(topics: List[Topic], understanding: Understanding, base: KnowledgeBase) -> List[Topic]:
    """The topic of a decisive aspect, where one is named and a single question is asked."""
    ranking = _ranking(understanding)
    if ranking is not None and len(topics) < 2:
        return [base.aspects[ranking].topic]
    decisive = [base.aspects[aspect] for aspect in understanding.ids(Kind.ASPECT) if base.aspects[aspect].decisive]
    is_open = len(topics) == 1 and topics[0] in OPEN_TOPICS
    return [decisive[0].topic] if decisive and is_open else topics


def _uncovered_occupation(understanding: Understanding, topics: Sequence[Topic]) -> Optional[Mention]:
    """An occupation that is asked about and no role, unless a role is asked about as well and not compared."""
    if understanding.all_roles() and Topic.COMPARISON not in topics:
        return None
    named = (m for m in understanding.mentions if m.kind is Kind.OCCUPATION and m.stand is Stand.TARGET)
    return next(named, None)


def _about_occupation(
    mention: Mention,
    topics: Sequence[Topic],
    understanding: Understanding,
    context: Context,
    layer: Optional[OnetLayer],
) -> Resolution:
    """An answer from the imported layer; a question back where the title has several readings; else a notice."""
    if layer is not None and mention.id in layer:
        return _imported(mention.id, mention.text or None, topics, understanding, context)
    if layer is not None and layer.readings(mention.id) is not None:
        asked = tuple(Question(topic, said=mention.id) for topic in topics[:1] or [Topic.RESPONSIBILITIES])
        return Resolution(asked, context)
    return _notice(NoticeKind.UNKNOWN_OCCUPATION, context, occupation=mention.spoken)


def _stays_with_occupation(understanding: Understanding, context: Context) -> bool:
    """Whether a message goes on about the imported occupation from before; roles beside it have come up since."""
    names_other = understanding.ids(Kind.ROLE) or understanding.ids(Kind.CERTIFICATION) or context.roles
    return context.occupation is not None and not names_other and _ranking(understanding) is None


def _imported(
    occupation: str,
    said: Optional[str],
    topics: Sequence[Topic],
    understanding: Understanding,
    context: Context,
) -> Resolution:
    """Questions about an imported occupation, which takes the place of the roles from before."""
    is_follow_up = understanding.intents[0].name == FOLLOW_UP
    place, level = _setting(understanding, context, carry=is_follow_up or said is None)
    asked = list(topics) or [Topic.RESPONSIBILITIES]
    questions = tuple(
        Question(topic, place=place if topic in PLACED_TOPICS else None, occupation=occupation, said=said)
        for topic in asked
    )
    following = Context(topic=asked[-1].value, place=place, level=level, occupation=occupation)
    return Resolution(questions, following)


def _ranking(understanding: Understanding) -> Optional[str]:
    """The order that a message asks for: "which pays more", "which grows fastest"."""
    return next((aspect for aspect in understanding.ids(Kind.ASPECT) if aspect in RANKINGS), None)


def _pointed(understanding: Understanding, context: Context) -> List[str]:
    """The roles from before that a message points at: "the second one"."""
    places = [int(pointer) for pointer in understanding.ids(Kind.POINTER)]
    return [context.roles[place] for place in places if -len(context.roles) <= place < len(context.roles)]


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
    origins = understanding.ids(Kind.ROLE, Stand.ORIGIN) or understanding.former_occupations()
    certifications = tuple(understanding.ids(Kind.CERTIFICATION))
    questions: List[Question] = []
    ranking = _ranking(understanding)
    for topic in topics:
        common = Question(
            topic,
            place=place if topic in PLACED_TOPICS else None,
            level=level if topic in PLACED_TOPICS else None,
            aspect=aspects.get(topic),
            origin=next(iter(origins), None) if topic is Topic.HOW_TO_BECOME else None,
            certifications=certifications if topic is Topic.CERTIFICATIONS else (),
        )
        is_ranked = ranking is not None and base.aspects[ranking].topic is topic
        if topic is Topic.COMPARISON or is_ranked or not roles:
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
