"""What to say when a message is not understood, or asks about what isn't covered."""

from __future__ import annotations

from typing import Text

from actions.base import AdvisorAction
from actions.turn import Turn
from advisor.answers import Notice, NoticeKind
from advisor.dialogue import Resolution
from advisor.dialogue.unsure import ask_back
from advisor.linking.mention import Kind


class AskBack(AdvisorAction):
    """Offers two readings; a short menu the second time."""

    def name(self) -> Text:
        return "action_ask_back"

    def resolve(self, turn: Turn) -> Resolution:
        return ask_back(turn.understanding, turn.context)


class DeclineOccupation(AdvisorAction):
    """Says that an occupation isn't covered, and never answers with another's facts."""

    def name(self) -> Text:
        return "action_decline_occupation"

    def resolve(self, turn: Turn) -> Resolution:
        names = turn.understanding.ids(Kind.OCCUPATION)
        return Resolution((Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": next(iter(names), None)}),), turn.context)


class ShowCapabilities(AdvisorAction):
    """Says what can be asked, and which careers are covered."""

    def name(self) -> Text:
        return "action_show_capabilities"

    def resolve(self, turn: Turn) -> Resolution:
        return Resolution((Notice(NoticeKind.ROLES_COVERED),), turn.context)
