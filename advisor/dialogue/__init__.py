"""From what a message says and what was said before to the question that is meant. Nothing here knows Rasa."""

from advisor.dialogue.context import Context
from advisor.dialogue.resolve import Resolution, resolve
from advisor.dialogue.understanding import Intent, Understanding

__all__ = ["Context", "Intent", "Resolution", "Understanding", "resolve"]
