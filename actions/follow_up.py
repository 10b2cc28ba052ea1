"""Messages that go on from what was said: "and in Germany?"."""

from __future__ import annotations

from typing import Text

from actions.base import AdvisorAction
from actions.turn import Turn
from advisor.dialogue import Resolution, resolve
from advisor.dialogue.guide import go_on
from advisor.linking.mention import Kind


class FollowUp(AdvisorAction):
    """Asks the last question again, with what the message names."""

    def name(self) -> Text:
        return "action_follow_up"

    def resolve(self, turn: Turn) -> Resolution:
        if turn.context.guide and turn.understanding.ids(Kind.OPTION):
            return go_on(turn.understanding, turn.context, turn.base)
        return resolve(turn.understanding, turn.context, turn.base, turn.layer)
