"""What to say when a message is not understood, or asks about what isn't covered."""

from __future__ import annotations

from typing import Text

from actions.base import AdvisorAction
from actions.turn import Turn
from advisor.answers import Notice, NoticeKind
from advisor.dialogue import Resolution, resolve
from advisor.dialogue.unsure import ask_back
from advisor.knowledge.models import Topic
from advisor.linking.mention import Kind, Stand


class AskBack(AdvisorAction):
    """Offers two readings; a short menu the second time."""

    def name(self) -> Text:
        return "action_ask_back"

    def resolve(self, turn: Turn) -> Resolution:
        return ask_back(turn.understanding, turn.context)


class DeclineOccupation(AdvisorAction):
    """Answers on an occupation that no role covers from the imported layer; never with another's facts."""

    def name(self) -> Text:
        return "action_decline_occupation"

    def resolve(self, turn: Turn) -> Resolution:
        if turn.layer is not None and turn.understanding.ids(Kind.OCCUPATION, Stand.TARGET):
            topic = turn.understanding.likeliest_topic() or Topic.RESPONSIBILITIES
            return resolve(turn.understanding_of(topic), turn.context, turn.base, turn.layer)
        named = (mention.spoken for mention in turn.understanding.mentions if mention.kind is Kind.OCCUPATION)
        return Resolution((Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": next(named, None)}),), turn.context)


class ShowCapabilities(AdvisorAction):
    """Says what can be asked, and which careers are covered."""

    def name(self) -> Text:
        return "action_show_capabilities"

    def resolve(self, turn: Turn) -> Resolution:
        return Resolution((Notice(NoticeKind.ROLES_COVERED),), turn.context)
