"""What is to be answered, resolved to ids: small enough to be kept in a conversation's events."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Dict, Mapping, Optional, Tuple, Union

from advisor.knowledge.models import Topic


@dataclass(frozen=True)
class Question:
    """One question about careers. All fields but the topic are ids of the knowledge base.

    ``origin`` is where somebody starts from: a role id, or the name of an occupation that isn't covered.
    ``occupation`` is the code of an occupation of the imported layer, ``said`` the title that the person used for it;
    with ``said`` alone, the title stands for several.
    """

    topic: Topic
    roles: Tuple[str, ...] = ()
    place: Optional[str] = None
    level: Optional[str] = None
    aspect: Optional[str] = None
    origin: Optional[str] = None
    skills: Tuple[str, ...] = ()
    certifications: Tuple[str, ...] = ()
    occupation: Optional[str] = None
    said: Optional[str] = None

    @property
    def is_imported(self) -> bool:
        """Whether the imported layer answers, and no curated role."""
        return self.occupation is not None or self.said is not None


class NoticeKind(str, Enum):
    """What there is to say when no question about careers is answered."""

    WHICH_ROLE = "which_role"
    UNKNOWN_OCCUPATION = "unknown_occupation"
    TWO_READINGS = "two_readings"
    MENU = "menu"
    APOLOGY = "apology"
    NOTHING_TO_FOLLOW = "nothing_to_follow"
    ROLES_COVERED = "roles_covered"
    GUIDE = "guide"


@dataclass(frozen=True)
class Notice:
    """Something to say that is no answer from the knowledge base; ``details`` depends on the kind."""

    kind: NoticeKind
    details: Mapping[str, Any] = field(default_factory=dict)


Request = Union[Question, Notice]


def to_dict(request: Request) -> Dict[str, Any]:
    """Returns a request as plain JSON values, empty fields left out."""
    plain = {name: value for name, value in asdict(request).items() if value not in (None, (), {})}
    if isinstance(request, Question):
        plain["topic"] = request.topic.value
    else:
        plain["kind"] = request.kind.value
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def from_dict(plain: Mapping[str, Any]) -> Request:
    """Reads what :func:`to_dict` returned.

    Raises:
        ValueError, KeyError, TypeError: the values are not those of a request.
    """
    if "kind" in plain:
        return Notice(NoticeKind(plain["kind"]), dict(plain.get("details", {})))
    values = dict(plain)
    values["topic"] = Topic(values["topic"])
    return Question(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
