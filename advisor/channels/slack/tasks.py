"""What the channel has to do, as plain data: it waits in the database until it is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Mapping, Optional, Tuple, Union


@dataclass(frozen=True)
class Place:
    """Where an answer goes. No ``channel``: the person's direct messages. ``private``: only the person sees it."""

    team: str
    user: str
    channel: Optional[str] = None
    thread: Optional[str] = None
    private: bool = False

    @property
    def is_direct(self) -> bool:
        return self.channel is None or self.channel.startswith("D")

    @property
    def conversation(self) -> str:
        """The sender id: a thread, a direct message and a person's private answers each keep their own context."""
        parts = ["slack", self.team, self.channel or "home"]
        if self.private or self.channel is None:
            parts.append(self.user)
        elif self.thread:
            parts.append(self.thread)
        return ":".join(parts)


@dataclass(frozen=True)
class Ask:
    """Answer a message. ``asked`` says who asked what, where that can't be seen otherwise (Slack's markup)."""

    place: Place
    text: str
    asked: Optional[str] = None


@dataclass(frozen=True)
class ShowMore:
    """Show the whole of an answer that was shortened, in its place."""

    place: Place
    message: str
    request: Dict[str, Any]
    asked: Optional[str] = None


@dataclass(frozen=True)
class Rate:
    """Keep what somebody thinks of an answer."""

    place: Place
    answer_id: str
    helpful: bool


@dataclass(frozen=True)
class ShowHome:
    """Show the Home tab."""

    place: Place


@dataclass(frozen=True)
class Say:
    """Tell a person something that is no answer."""

    place: Place
    text: str


Task = Union[Ask, ShowMore, Rate, ShowHome, Say]
_TYPES = {type_.__name__: type_ for type_ in (Ask, ShowMore, Rate, ShowHome, Say)}


@dataclass(frozen=True)
class Incoming:
    """A task and the keys by which it is known again, the one of its delivery first.

    ``response_url`` may answer for half an hour; it is a secret and is not kept in the database.
    ``order`` sorts what waits in one conversation.
    """

    keys: Tuple[str, ...]
    task: Task
    response_url: Optional[str] = None
    order: float = 0.0


def task_to_dict(task: Task) -> Dict[str, Any]:
    """Returns a task as JSON values."""
    return {"type": type(task).__name__, **asdict(task)}


def task_from_dict(values: Mapping[str, Any]) -> Task:
    """Reads what :func:`task_to_dict` returned.

    Raises:
        KeyError, TypeError: the values are not those of a task.
    """
    fields = dict(values)
    type_ = _TYPES[fields.pop("type")]
    return type_(**{**fields, "place": Place(**fields["place"])})
