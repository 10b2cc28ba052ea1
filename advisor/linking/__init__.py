"""Links the words of a message to ids of the knowledge base. Nothing here knows Rasa."""

from advisor.linking.linker import Linker
from advisor.linking.mention import Kind, Mention

__all__ = ["Kind", "Linker", "Mention"]
