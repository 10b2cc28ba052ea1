"""Messages that go on from what was said: "and in Germany?"."""

from __future__ import annotations

from typing import Text

from actions.base import AdvisorAction
from actions.turn import Turn
from advisor.dialogue import Resolution, resolve


class FollowUp(AdvisorAction):
    """Asks the last question again, with what the message names."""

    def name(self) -> Text:
        return "action_follow_up"

    def resolve(self, turn: Turn) -> Resolution:
        return resolve(turn.understanding, turn.context, turn.base)
