"""The guided conversation for people who don't know where to start."""

from __future__ import annotations

from typing import Text

from actions.base import AdvisorAction
from actions.turn import Turn
from advisor.dialogue import Resolution
from advisor.dialogue.guide import go_on


class AdviseCareer(AdvisorAction):
    """Asks the next of a few questions, or names careers to look at."""

    def name(self) -> Text:
        return "action_advise_career"

    def resolve(self, turn: Turn) -> Resolution:
        return go_on(turn.understanding, turn.context, turn.base)
