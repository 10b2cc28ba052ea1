"""What one chat has been so far: who said what, and what can be picked by its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Sequence

from advisor.shell.client import Button, Reply


@dataclass(frozen=True)
class Turn:
    """What was typed, and what came back."""

    said: str
    replies: Sequence[Reply]


@dataclass
class Conversation:
    """The turns so far, and the questions that are on offer now."""

    turns: List[Turn] = field(default_factory=list)
    buttons: List[Button] = field(default_factory=list)

    def meant(self, text: str) -> str:
        """Returns what to send: a number or an offered question in full is its button, anything else goes as it is."""
        if text.isdecimal() and 1 <= int(text) <= len(self.buttons):
            return self.buttons[int(text) - 1].payload
        return next((button.payload for button in self.buttons if button.question == text), text)

    def add(self, turn: Turn) -> None:
        """Takes in a turn; the questions that it offers replace the ones before."""
        self.turns.append(turn)
        self.buttons[:] = [button for reply in turn.replies for button in reply.buttons]

    def clear(self) -> None:
        """Starts from nothing."""
        self.turns.clear()
        self.buttons.clear()
