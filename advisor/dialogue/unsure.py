"""What to say when a message was not understood: two readings first, then a menu, never the same twice."""

from __future__ import annotations

from dataclasses import replace
from typing import List

from advisor.answers.question import Notice, NoticeKind
from advisor.dialogue.context import Context
from advisor.dialogue.resolve import Resolution
from advisor.dialogue.understanding import Understanding
from advisor.knowledge.models import Topic
from advisor.linking.mention import Kind

READINGS = 2


def ask_back(understanding: Understanding, context: Context) -> Resolution:
    """Offers the two likeliest readings, keeping what was linked; a short menu when that happens twice in a row."""
    roles = (understanding.target_roles() or list(context.roles))[:1]
    topics: List[Topic] = [intent.topic for intent in understanding.ranking if intent.topic is not None]
    details = {
        "roles": roles,
        "topics": [topic.value for topic in topics[:READINGS]],
        "place": next(iter(understanding.ids(Kind.PLACE)), None),
        "level": next(iter(understanding.ids(Kind.LEVEL)), None),
    }
    kind = NoticeKind.MENU if context.unsure or not topics else NoticeKind.TWO_READINGS
    following = replace(context, roles=tuple(roles) or context.roles, unsure=context.unsure + 1)
    return Resolution((Notice(kind, details),), following)
