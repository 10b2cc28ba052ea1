"""The last word on a message: what was asked, in order, and what is declined."""

from __future__ import annotations

import re
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
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.knowledge.onet import current_layer
from advisor.knowledge.store import current_knowledge
from advisor.linking.mention import Kind, Mention, Stand
from advisor.linking.tokens import tokenize
from advisor.linking.topics import TopicFinder
from advisor.nlu.entities import to_mentions
from advisor.nlu.question_splitter import LONG_MESSAGE, is_payload, is_segment

QUESTIONS = "questions"
#: Messages that are declined or small talk for sure hold no list of topics.
_NEVER_SPLIT = ("out_of_scope_workplace", "out_of_scope_distress", "out_of_scope_abuse", "ask_capabilities", "ask_sources", "ask_privacy")
OUT_OF_SCOPE = "out_of_scope"
UNKNOWN_OCCUPATION = "out_of_scope_occupation"
COMPARISON = Topic.COMPARISON
#: From this confidence on, a follow-up that says more than names is one all the same.
SURE = 0.6
#: From this confidence on, two roles side by side don't make a question a comparison.
SURE_OF_TOPIC = 0.8
#: What stands between two roles that are compared.
_AGAINST = re.compile(r"\s*(?:\bvs\b\.?|\bversus\b|,?\s*\bor\b|->?|\bcompared (?:to|with)\b)\s*(?:an?\s+)?", re.IGNORECASE)
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
            "segment_confidence": 0.4,
            # How sure the whole must be to be asked beside the topics that it lists.
            "whole_confidence": 0.6,
            # Below these the message is not understood.
            "threshold": 0.55,
            "threshold_with_mention": 0.12,
        }

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._config = config
        self._finder: Optional[Tuple[KnowledgeBase, TopicFinder]] = None

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
        is_long = len(message.get(TEXT).split()) > LONG_MESSAGE
        whole = _intent(segments[-1] if is_long and segments else message)
        listed = self._current_finder().find_listed(message.get(TEXT))
        if listed and not whole.name.startswith(_NEVER_SPLIT):
            compares = _compares(message.get(TEXT), to_mentions(message.get(ENTITIES, []), message.get(TEXT)))
            questions = self._listed_questions(whole, [topic.topic.intent for topic in listed], compares)
            names = {question.name for question in questions}
            return questions + [intent for intent in self._asked(segments) if intent.name not in names]
        found = self._asked(segments)
        if len(found) < 2 or whole.topic is None:
            return [whole]
        if whole.name not in {intent.name for intent in found}:
            # Read alone, a first part may lose what the rest says of it.
            found[0] = whole
        return found

    def _asked(self, segments: List[Message]) -> List[Intent]:
        """The topics that the parts of a message ask about for sure, each once."""
        found: List[Intent] = []
        for segment in segments:
            intent = _intent(segment)
            sure = intent.confidence >= self._config["segment_confidence"]
            if sure and intent.topic is not None and intent.name not in {other.name for other in found}:
                found.append(intent)
        return found

    def _listed_questions(self, whole: Intent, names: List[Text], compares: bool) -> List[Intent]:
        """The topics of a list; before them what the whole asks, where that is surer than what the list can be."""
        questions = [Intent(name, whole.confidence if name == whole.name else 1.0) for name in names]
        is_more = whole.topic is not None and whole.name not in names
        if is_more and (whole.confidence >= self._config["whole_confidence"] or whole.topic is COMPARISON):
            questions.insert(0, whole)
        elif compares and COMPARISON.intent not in names:
            questions.insert(0, Intent(COMPARISON.intent))
        return questions

    def _current_finder(self) -> TopicFinder:
        base = current_knowledge()
        if self._finder is None or self._finder[0] is not base:
            self._finder = (base, TopicFinder(base))
        return self._finder[1]

    def _correct(self, message: Message, intent: Intent, mentions: List[Mention]) -> Intent:
        # The options of the guide are everyday words: they count where a message is nothing else and asks for nothing.
        names = [mention for mention in mentions if mention.kind is not Kind.OPTION]
        if not names and intent.confidence < SURE_OF_TOPIC:
            names = mentions
        if names and _only_names(message.get(TEXT), names) and not _asks_more(names):
            return Intent(FOLLOW_UP)
        if intent.name == FOLLOW_UP and (not _names_subject(mentions) or intent.confidence < SURE):
            # "and the skills?" names no role or place, so it is a new topic rather than the last one again.
            intent = _next_topic(message) or intent
        if intent.topic is not COMPARISON and intent.confidence < SURE_OF_TOPIC and _compares(message.get(TEXT), mentions):
            return Intent(COMPARISON.intent, intent.confidence)
        if intent.topic is not None and _asks_uncovered_occupation(mentions):
            return Intent(UNKNOWN_OCCUPATION)
        if intent.name == OUT_OF_SCOPE and _next_topic(message) is not None and _asks_imported_occupation(mentions):
            # The phrases for it are about tech careers: "What does a pilot do?" is no question of theirs.
            return Intent(UNKNOWN_OCCUPATION)
        is_declined = intent.name.startswith("out_of_scope")
        if not is_declined and intent.confidence < self._threshold(mentions):
            # "And calculus?" says little, but the words of an aspect say which topic it belongs to.
            aspects = [mention.id for mention in mentions if mention.kind is Kind.ASPECT]
            if aspects:
                return Intent(current_knowledge().aspects[aspects[0]].topic.intent, intent.confidence)
            return Intent(FALLBACK, intent.confidence)
        return intent

    def _threshold(self, mentions: List[Mention]) -> float:
        is_career = any(mention.kind in _CAREER_KINDS for mention in mentions)
        return self._config["threshold_with_mention" if is_career else "threshold"]


#: Mentions that only career questions hold; places and everyday words for skills stand in any message.
_CAREER_KINDS = frozenset((Kind.ROLE, Kind.CERTIFICATION, Kind.LEVEL))


def _names_subject(mentions: List[Mention]) -> bool:
    return any(mention.kind in (Kind.ROLE, Kind.PLACE, Kind.LEVEL, Kind.POINTER) for mention in mentions)


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


def _compares(text: Text, mentions: List[Mention]) -> bool:
    """Whether two roles stand against each other: "X vs Y", "X or Y"."""
    roles = [mention for mention in mentions if mention.kind is Kind.ROLE and mention.stand is Stand.TARGET]
    return any(
        first.id != second.id and _AGAINST.fullmatch(text[first.end : second.start])
        for first, second in zip(roles, roles[1:])
    )


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


def _asks_imported_occupation(mentions: List[Mention]) -> bool:
    """Whether an occupation is asked about that the imported layer can answer on; never without a layer."""
    layer = current_layer()
    if layer is None or not _asks_uncovered_occupation(mentions):
        return False
    named = [mention.id for mention in mentions if mention.kind is Kind.OCCUPATION and mention.stand is Stand.TARGET]
    return any(id_ in layer or layer.readings(id_) is not None for id_ in named)
