"""What linking hands on: a mention of something that the knowledge base knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Optional

#: An occupation's code in O*NET: 29-1141.00.
_CODE = re.compile(r"\d\d-\d{4}\.\d\d")


class Kind(str, Enum):
    """What a mention is of; also the name of the Rasa entity."""

    ROLE = "role"
    PLACE = "place"
    LEVEL = "level"
    SKILL = "skill"
    CERTIFICATION = "certification"
    ASPECT = "aspect"
    OCCUPATION = "occupation"
    OPTION = "option"
    POINTER = "pointer"


class Via(str, Enum):
    """What kind of words were used: a title of the role, or the field that it works in."""

    NAME = "name"
    FIELD = "field"
    TYPO = "typo"
    YEARS = "years"


class Stand(str, Enum):
    """Where a role or occupation stands in a move: what somebody is now, or wants to be."""

    ORIGIN = "origin"
    TARGET = "target"


@dataclass(frozen=True)
class Mention:
    """One mention. ``start`` and ``end`` are character offsets in the message, ``score`` is 0 to 1."""

    kind: Kind
    id: str
    start: int
    end: int
    text: str
    via: Via = Via.NAME
    score: float = 1.0
    stand: Stand = Stand.TARGET

    @property
    def spoken(self) -> Optional[str]:
        """The id in words: for a code, what was said; None where nothing was, as when a button is pressed."""
        return self.text.lower() or None if is_code(self.id) else self.id


def is_code(id_: str) -> bool:
    """Whether an id is the code of an imported occupation."""
    return _CODE.fullmatch(id_) is not None
