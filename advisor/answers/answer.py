"""The Answer: what the assistant says, apart from how a channel shows it.

``answer.schema.json`` beside this file is its JSON Schema (``python -m advisor.answers`` writes it); types for
other languages are generated from that.
"""

from __future__ import annotations

import hashlib
import json
from enum import Enum
from typing import List, Optional, Union

from pydantic import BaseModel, Extra, Field

from typing_extensions import Literal

from advisor.knowledge.models import FigureKind, Period, Topic

#: Rises when a field changes its meaning or goes; a new optional field doesn't raise it.
ANSWER_VERSION = 1


class _Part(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True


class AnswerKind(str, Enum):
    """What an answer is; everything but a topic holds no facts about careers."""

    TOPIC = "topic"
    CLARIFICATION = "clarification"
    DECLINED = "declined"
    NOTICE = "notice"
    SMALL_TALK = "small_talk"


class NamedId(_Part):
    """A record of the knowledge base that the answer is about."""

    id: str
    name: str


class AnswerSource(_Part):
    """A source, numbered from 1 in the order of use; the numbers in an answer's parts refer to it."""

    number: int
    id: str
    title: str
    publisher: str
    published: str
    url: Optional[str] = None
    reliability: Optional[str] = Field(None, description="What to keep in mind when this source is used")
    weak: bool = Field(False, description="Whether the reliability has to be shown with the source")


class Item(_Part):
    """A point of a list: an optional label put in front, the text, marks of its sources."""

    label: Optional[str] = None
    text: str
    badge: Optional[str] = Field(None, description="A word of warning: 'retired'")
    url: Optional[str] = None
    sources: List[int] = Field(default_factory=list)


class ListBlock(_Part):
    type: Literal["list"] = "list"
    title: Optional[str] = None
    items: List[Item]


class TableBlock(_Part):
    """A small table; all cells are text, ``sources`` are those of the whole table."""

    type: Literal["table"] = "table"
    title: Optional[str] = None
    columns: List[str]
    rows: List[List[str]]
    sources: List[int] = Field(default_factory=list)


class AnswerFigure(_Part):
    """A pay figure, both as numbers (to be drawn) and as text that holds everything an honest figure carries."""

    label: str
    text: str
    place: NamedId
    level: str
    kind: FigureKind
    currency: str
    period: Period
    low: Optional[float] = None
    lower_middle: Optional[float] = None
    middle: Optional[float] = None
    upper_middle: Optional[float] = None
    high: Optional[float] = None
    sample_size: Optional[int] = None
    as_of: str
    sources: List[int]


class FiguresBlock(_Part):
    type: Literal["figures"] = "figures"
    title: Optional[str] = None
    figures: List[AnswerFigure]


Block = Union[ListBlock, TableBlock, FiguresBlock]


class NextQuestion(_Part):
    """A question that is offered as a button."""

    title: str = Field(description="Short, for the button")
    question: str = Field(description="The whole question that it stands for")
    payload: str = Field(description="What is sent when it is pressed")


class Answer(_Part):
    """One answer. Text may hold ``**bold**`` and nothing else of markdown."""

    version: Literal[1] = ANSWER_VERSION
    id: str = Field(description="The same for the same question and knowledge; feedback names it")
    kind: AnswerKind
    topic: Optional[Topic] = None
    roles: List[NamedId] = Field(default_factory=list)
    place: Optional[NamedId] = None
    level: Optional[NamedId] = None
    title: Optional[str] = None
    lead: str
    lead_sources: List[int] = Field(default_factory=list)
    blocks: List[Block] = Field(default_factory=list)
    caveats: List[Item] = Field(default_factory=list)
    sources: List[AnswerSource] = Field(default_factory=list)
    next_questions: List[NextQuestion] = Field(default_factory=list)


def answer_id(parts: object) -> str:
    """Returns a short id for whatever makes an answer what it is (JSON values)."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def plain_answer(text: str, buttons: List[NextQuestion]) -> Answer:
    """Wraps text from the domain's responses, which channels show like any other answer."""
    return Answer(id=answer_id(text), kind=AnswerKind.SMALL_TALK, lead=text, next_questions=buttons)
