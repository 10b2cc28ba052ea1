"""Takes what the bot says; it is sent once the turn is over, so that a slow Slack holds up no conversation."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.core.channels.channel import OutputChannel

#: What of a bot message the channel needs; all of it are JSON values.
_KEPT = ("text", "buttons", "image", "requests", "forget")


class SlackReplies(OutputChannel):
    """Collects the bot's messages of one turn as they are; the channel makes Slack messages of them."""

    def __init__(self) -> None:
        self.messages: List[Dict[Text, Any]] = []

    @classmethod
    def name(cls) -> Text:
        return "slack"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        self.messages.append({key: message[key] for key in _KEPT if message.get(key)})
