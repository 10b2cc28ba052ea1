"""Puts an Answer together piece by piece, numbering the sources in the order of their use."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

from advisor.answers.answer import (
    Answer,
    AnswerKind,
    AnswerSource,
    Block,
    Item,
    ListBlock,
    NamedId,
    NextQuestion,
    answer_id,
)
from advisor.answers.payload import payload_for
from advisor.answers.question import Question, to_dict
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Group, Point, Role, Statement

#: More buttons than this are a wall.
MOST_NEXT_QUESTIONS = 5


class AnswerBuilder:
    """Collects the parts of the answer to one question."""

    def __init__(self, question: Question, base: KnowledgeBase, kind: AnswerKind = AnswerKind.TOPIC) -> None:
        self.question = question
        self.base = base
        self.kind = kind
        self.title: Optional[str] = None
        self.lead = ""
        self._lead_sources: List[int] = []
        self._blocks: List[Block] = []
        self._caveats: List[Item] = []
        self._numbers: Dict[str, int] = {}
        self._next: List[NextQuestion] = []

    @property
    def role(self) -> Role:
        """The role that the question is about; the first, where there are several."""
        return self.base.roles[self.question.roles[0]]

    @property
    def cited(self) -> List[str]:
        """Ids of the sources used so far."""
        return list(self._numbers)

    def cite(self, source_ids: Sequence[str]) -> List[int]:
        """Returns the numbers of sources, giving new ones where needed."""
        return sorted({self._numbers.setdefault(source, len(self._numbers) + 1) for source in source_ids})

    def set_lead(self, text: str, source_ids: Sequence[str] = ()) -> None:
        self.lead = text
        self._lead_sources = self.cite(source_ids)

    def say(self, statement: Statement) -> None:
        """Makes a statement of the knowledge base the lead."""
        self.set_lead(statement.text, statement.sources)

    def add(self, block: Block) -> None:
        self._blocks.append(block)

    def add_group(self, group: Group, most: Optional[int] = None) -> None:
        """Adds the points of an aspect as a list, all of them or the first ``most``."""
        items = [self.item(point) for point in group.points[:most]]
        self.add(ListBlock(title=self.base.aspects[group.aspect].title, items=items))

    def item(self, point: Point) -> Item:
        """Returns a point as an item, led by the name of what it is about unless its text has a name in bold."""
        label, badge, url = self._label(point)
        if point.text.startswith("**"):
            label = None
        return Item(label=label, text=point.text, badge=badge, url=url, sources=self.cite(point.sources))

    def _label(self, point: Point) -> "tuple[Optional[str], Optional[str], Optional[str]]":
        if point.certification is not None:
            certification = self.base.certifications[point.certification]
            badge = None if certification.status.value == "active" else certification.status.value
            return certification.name, badge, None
        if point.course is not None:
            course = self.base.courses[point.course]
            return course.title, None, str(course.url)
        if point.role is not None:
            return sentence_case(self.base.roles[point.role].title), None, None
        if point.skill is not None:
            return self.base.skills[point.skill].name, None, None
        return None, None, None

    def caution(self, text: str, source_ids: Sequence[str] = ()) -> None:
        """Adds something that the reader should keep in mind."""
        self._caveats.append(Item(text=text, sources=self.cite(source_ids)))

    def offer(self, title: str, wording: str, question: Question) -> None:
        """Offers a next question, unless it is offered already."""
        payload = payload_for(question)
        known = {offered.payload for offered in self._next}
        if payload not in known and len(self._next) < MOST_NEXT_QUESTIONS:
            self._next.append(NextQuestion(title=title, question=wording, payload=payload))

    def build(self) -> Answer:
        """Returns the finished answer."""
        question, base = self.question, self.base
        return Answer(
            id=answer_id([to_dict(question), base.version]),
            kind=self.kind,
            topic=question.topic,
            roles=[NamedId(id=role, name=base.roles[role].title) for role in question.roles],
            place=NamedId(id=question.place, name=base.places[question.place].name) if question.place else None,
            level=NamedId(id=question.level, name=base.levels[question.level].name) if question.level else None,
            title=self.title,
            lead=self.lead,
            lead_sources=self._lead_sources,
            blocks=self._blocks,
            caveats=self._caveats,
            sources=[self._source(id_, number) for id_, number in self._numbers.items()],
            next_questions=self._next,
        )

    def _source(self, id_: str, number: int) -> AnswerSource:
        source = self.base.sources[id_]
        return AnswerSource(
            number=number,
            id=id_,
            title=source.title,
            publisher=source.publisher,
            published=source.published,
            url=str(source.url) if source.url else None,
            reliability=source.reliability,
            weak=source.weak,
        )


def sentence_case(text: str) -> str:
    """Returns text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]
