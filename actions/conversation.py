"""Starting over, and forgetting."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from advisor.serving.reply import FORGET


class StartOver(Action):
    """Clears the context, so that the next question stands by itself."""

    def name(self) -> Text:
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[Dict[Text, Any]]:
        dispatcher.utter_message(response="utter_start_over")
        return [AllSlotsReset()]


class Forget(Action):
    """Says that everything is deleted; the channel does it once the turn is over (a turn saves itself at its end)."""

    def name(self) -> Text:
        return "action_forget"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[Dict[Text, Any]]:
        dispatcher.utter_message(response="utter_forget_me", **{FORGET: True})
        return [AllSlotsReset()]
