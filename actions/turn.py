"""A turn of the conversation as our own types: what was understood, and the context."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional, Text

from rasa_sdk import Tracker

from advisor.dialogue import Context, Intent, Understanding
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.knowledge.onet import OnetLayer
from advisor.linking.mention import Kind, Mention
from advisor.nlu.entities import to_mentions


@dataclass(frozen=True)
class Turn:
    """What an action needs to know."""

    understanding: Understanding
    context: Context
    base: KnowledgeBase
    layer: Optional[OnetLayer] = None

    def understanding_of(self, topic: Topic) -> Understanding:
        """The understanding, its first question being about ``topic``: the action that a rule chose is right."""
        if self.understanding.topics[:1] == [topic]:
            return self.understanding
        return replace(self.understanding, intents=(Intent(topic.intent), *self.understanding.intents[1:]))


def read_turn(tracker: Tracker, base: KnowledgeBase, layer: Optional[OnetLayer] = None) -> Turn:
    """Reads the latest message of a tracker; ids that the knowledge base doesn't hold are left out."""
    message: Dict[Text, Any] = tracker.latest_message or {}
    questions = message.get("questions") or [message.get("intent") or {}]
    intents = tuple(
        Intent(question.get("intent") or question.get("name") or "", float(question.get("confidence") or 0))
        for question in questions
    )
    ranking = tuple(
        Intent(entry["name"], float(entry["confidence"])) for entry in message.get("intent_ranking") or ()
    )
    mentions = [
        mention
        for mention in to_mentions(message.get("entities") or [], message.get("text") or "")
        if _is_known(mention, base)
    ]
    return Turn(
        Understanding(intents, tuple(mentions), ranking),
        Context.from_slots(tracker.slots, base, layer),
        base,
        layer,
    )


def _is_known(mention: Mention, base: KnowledgeBase) -> bool:
    """A button of an old conversation may name what has been taken out since."""
    records = {
        Kind.ROLE: base.roles,
        Kind.PLACE: base.places,
        Kind.LEVEL: base.levels,
        Kind.SKILL: base.skills,
        Kind.CERTIFICATION: base.certifications,
        Kind.ASPECT: base.aspects,
        Kind.OPTION: {option.id for question in base.guide.values() for option in question.options},
    }.get(mention.kind)
    return records is None or mention.id in records
