"""What all actions share: they never fail silently, and they all go one way."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, read_turn
from advisor.answers import Notice, NoticeKind
from advisor.dialogue import Resolution, resolve
from advisor.knowledge.models import Topic
from advisor.knowledge.onet import current_layer
from advisor.knowledge.store import current_knowledge
from advisor.serving.reply import utter

logger = logging.getLogger(__name__)


class AdvisorAction(Action, ABC):
    """An action that answers. Subclasses say what is meant; this class says it and keeps the context."""

    @abstractmethod
    def resolve(self, turn: Turn) -> Resolution:
        """Returns what to answer and the context that follows."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[Dict[Text, Any]]:
        try:
            base = current_knowledge()
            turn = read_turn(tracker, base, current_layer())
            resolution = self.resolve(turn)
            utter(dispatcher, resolution.requests, base)
            before = turn.context.to_slots()
            after = resolution.context.to_slots()
            return [SlotSet(name, value) for name, value in after.items() if value != before[name]]
        except Exception:  # a learner must never be left without an answer, whatever went wrong
            logger.exception("The action %s failed.", self.name())
            utter(dispatcher, (Notice(NoticeKind.APOLOGY),), None)
            return []


class TopicAction(AdvisorAction, ABC):
    """Answers the questions of a message, the first of which is about ``topic``."""

    @property
    @abstractmethod
    def topic(self) -> Topic:
        """The topic of the first question; subclasses set it as a plain attribute."""

    def name(self) -> Text:
        return f"action_answer_{self.topic.value}"

    def resolve(self, turn: Turn) -> Resolution:
        return resolve(turn.understanding_of(self.topic), turn.context, turn.base, turn.layer)
