"""The last word on a message: what was asked, in order, and what is declined."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from advisor.dialogue.understanding import FALLBACK, FOLLOW_UP, Intent
from advisor.linking.mention import Kind, Mention, Stand
from advisor.linking.tokens import tokenize
from advisor.nlu.entities import to_mentions
from advisor.nlu.question_splitter import is_payload, is_segment

QUESTIONS = "questions"
UNKNOWN_OCCUPATION = "out_of_scope_occupation"
#: A topic less likely than this is no second choice.
FAR_BEHIND = 0.05
#: Words that say nothing by themselves; what is left beside a mention decides whether something is asked about it.
_FILLERS = frozenset(
    """a an the and or but in for at as of on to with what how about ok okay so also that it this one same now please
    is be i mean meant no not actually sorry instead rather there here tell me us yes both them those these just only""".split()
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class MessageInterpreter(GraphComponent, IntentClassifier):
    """Sets ``questions``; corrects the intent where the mentions tell more than the words around them.

    Takes the place of Rasa's FallbackClassifier, which knows one threshold: here a message that names a role or skill is
    taken for a career question sooner than one that names nothing the knowledge base holds.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            # How sure a part of a message must be to count as a question of its own.
            "segment_confidence": 0.6,
            # Below these the message is not understood.
            "threshold": 0.4,
            "threshold_with_mention": 0.18,
        }

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MessageInterpreter":
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        whole = [message for message in messages if not is_segment(message)]
        segments = [message for message in messages if is_segment(message)]
        for message in whole:
            if not is_payload(message.get(TEXT) or ""):
                self._interpret(message, segments if len(whole) == 1 else [])
        return whole

    def _interpret(self, message: Message, segments: List[Message]) -> None:
        mentions = to_mentions(message.get(ENTITIES, []), message.get(TEXT))
        questions = self._questions(message, segments)
        if len(questions) == 1:
            questions = [self._correct(message, questions[0], mentions)]
        first = questions[0]
        if first.name != message.get(INTENT)[INTENT_NAME_KEY]:
            _set_intent(message, first)
        message.set(QUESTIONS, [_as_dict(question) for question in questions], add_to_output=True)

    def _questions(self, message: Message, segments: List[Message]) -> List[Intent]:
        """The intents of the parts, where at least two of them ask about different things; else that of the whole."""
        whole = _intent(message)
        found: List[Intent] = []
        for segment in segments:
            intent = _intent(segment)
            sure = intent.confidence >= self._config["segment_confidence"]
            if sure and intent.topic is not None and intent.name not in {other.name for other in found}:
                found.append(intent)
        if len(found) < 2 or whole.topic is None:
            return [whole]
        if whole.name not in {intent.name for intent in found}:
            # Read alone, a first part may lose what the rest says of it.
            found[0] = whole
        return found

    def _correct(self, message: Message, intent: Intent, mentions: List[Mention]) -> Intent:
        if mentions and _only_names(message.get(TEXT), mentions) and not _asks_more(mentions):
            return Intent(FOLLOW_UP)
        if not _names_subject(mentions) and intent.name == FOLLOW_UP:
            # "and the skills?" names no role or place, so it is a new topic rather than the last one again.
            intent = _next_topic(message) or intent
        if intent.topic is not None and _asks_uncovered_occupation(mentions):
            return Intent(UNKNOWN_OCCUPATION)
        if intent.confidence < self._threshold(mentions):
            return Intent(FALLBACK, intent.confidence)
        return intent

    def _threshold(self, mentions: List[Mention]) -> float:
        is_career = any(mention.kind in _CAREER_KINDS for mention in mentions)
        return self._config["threshold_with_mention" if is_career else "threshold"]


#: Mentions that only career questions hold; places and everyday words for skills stand in any message.
_CAREER_KINDS = frozenset((Kind.ROLE, Kind.CERTIFICATION, Kind.LEVEL))


def _names_subject(mentions: List[Mention]) -> bool:
    return any(mention.kind in (Kind.ROLE, Kind.PLACE, Kind.LEVEL) for mention in mentions)


def _next_topic(message: Message) -> Optional[Intent]:
    """The likeliest topic behind the intent that was chosen, unless it is far behind."""
    for entry in message.get(INTENT_RANKING_KEY, []):
        intent = Intent(entry[INTENT_NAME_KEY], float(entry[PREDICTED_CONFIDENCE_KEY]))
        if intent.topic is not None:
            return intent if intent.confidence >= FAR_BEHIND else None
    return None


def _intent(message: Message) -> Intent:
    data = message.get(INTENT)
    return Intent(data[INTENT_NAME_KEY], float(data[PREDICTED_CONFIDENCE_KEY]))


def _as_dict(intent: Intent) -> Dict[Text, Any]:
    return {"intent": intent.name, "confidence": intent.confidence}


def _set_intent(message: Message, intent: Intent) -> None:
    data = {INTENT_NAME_KEY: intent.name, PREDICTED_CONFIDENCE_KEY: intent.confidence}
    ranking = [entry for entry in message.get(INTENT_RANKING_KEY, []) if entry[INTENT_NAME_KEY] != intent.name]
    message.set(INTENT, data, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [data, *ranking], add_to_output=True)


def _only_names(text: Text, mentions: List[Mention]) -> bool:
    """Whether a message says nothing beside what it names: "and in Germany?", "data engineer"."""
    spans: List[Tuple[int, int]] = [(mention.start, mention.end) for mention in mentions]
    rest = [token for token in tokenize(text) if not any(start <= token.start < end for start, end in spans)]
    return all(token.norm in _FILLERS for token in rest)


def _asks_more(mentions: List[Mention]) -> bool:
    """Whether the names themselves ask something: an aspect, a certification, two roles against each other."""
    roles = {mention.id for mention in mentions if mention.kind is Kind.ROLE}
    kinds = {mention.kind for mention in mentions}
    return len(roles) > 1 or bool(kinds & {Kind.ASPECT, Kind.CERTIFICATION, Kind.SKILL, Kind.OCCUPATION})


def _asks_uncovered_occupation(mentions: List[Mention]) -> bool:
    names_role = any(mention.kind is Kind.ROLE for mention in mentions)
    return not names_role and any(
        mention.kind is Kind.OCCUPATION and mention.stand is Stand.TARGET for mention in mentions
    )
