"""What a conversation is about at the moment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.knowledge.onet.layer import OnetLayer


@dataclass(frozen=True)
class Context:
    """Ids of what was talked about last; the names of the fields are those of the Rasa slots.

    ``pending`` holds the topics that wait for a role, ``asked`` how often it was asked for in a row, ``unsure`` how often
    in a row a message was not understood, ``guide`` the options chosen in the guided conversation. ``occupation`` is the
    code of one of the imported layer; while it is set, there are no roles.
    """

    roles: Tuple[str, ...] = ()
    topic: Optional[str] = None
    place: Optional[str] = None
    level: Optional[str] = None
    pending: Tuple[str, ...] = ()
    asked: int = 0
    unsure: int = 0
    guide: Tuple[str, ...] = ()
    occupation: Optional[str] = None

    @classmethod
    def from_slots(
        cls, slots: Mapping[str, Any], base: KnowledgeBase, layer: Optional[OnetLayer] = None
    ) -> "Context":
        """Reads the slots; ids that the knowledge base or the imported layer no longer holds are left out."""
        topics = {known.value for known in Topic}
        topic = slots.get("topic")
        place, level = slots.get("place"), slots.get("level")
        occupation = slots.get("occupation")
        return cls(
            roles=tuple(role for role in slots.get("roles") or () if role in base.roles),
            topic=topic if topic in topics else None,
            place=place if place in base.places else None,
            level=level if level in base.levels else None,
            pending=tuple(topic for topic in slots.get("pending") or () if topic in topics),
            guide=tuple(slots.get("guide") or ()),
            asked=int(slots.get("asked") or 0),
            unsure=int(slots.get("unsure") or 0),
            occupation=occupation if layer is not None and occupation in layer else None,
        )

    def to_slots(self) -> Dict[str, Any]:
        """Returns the values for the slots, None for those that are empty."""
        values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return {name: value or None for name, value in values.items()}
