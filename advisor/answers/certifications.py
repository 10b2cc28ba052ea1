"""Certifications: those that fit a role, or the standing of the ones that are named."""

from __future__ import annotations

from typing import List

from advisor.answers.answer import Answer, Item, ListBlock
from advisor.answers.builder import AnswerBuilder
from advisor.answers.phrasing import date_words
from advisor.answers.question import Question
from advisor.answers.section import answer_from_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Certification, CertificationStatus, Topic


def answer_certifications(question: Question, base: KnowledgeBase) -> Answer:
    """Answers from the certifications that are named, else from the role's section."""
    if not question.certifications:
        return answer_from_section(question, base)
    builder = AnswerBuilder(question, base)
    named = [base.certifications[certification] for certification in question.certifications]
    builder.title = named[0].name if len(named) == 1 else "These certifications"
    builder.set_lead(" ".join(_verdict(certification, base) for certification in named), named[0].sources)
    for certification in named:
        title = certification.name if len(named) > 1 else None
        builder.add(ListBlock(title=title, items=_facts(builder, certification)))
        if certification.successor:
            successor = base.certifications[certification.successor]
            builder.offer(
                successor.name,
                f"What is {successor.name}?",
                Question(Topic.CERTIFICATIONS, certifications=(successor.id,)),
            )
    for role in question.roles[:1]:
        builder.offer(
            f"Others for {base.roles[role].names}",
            f"Which certifications help {base.roles[role].name}?",
            Question(Topic.CERTIFICATIONS, (role,)),
        )
    return builder.build()


def _verdict(certification: Certification, base: KnowledgeBase) -> str:
    """The one thing to know first: can it still be taken?"""
    if certification.status is CertificationStatus.RETIRED:
        text = f"**{certification.name}** was retired on {date_words(certification.retired_on.isoformat())}, so don't plan for it."
        if certification.successor:
            text += f" Its successor is {base.certifications[certification.successor].name}."
        return text
    if certification.status is CertificationStatus.UNCLEAR:
        return f"The standing of **{certification.name}** is unclear: check with {certification.vendor} before you pay for anything."
    return f"**{certification.name}** can be taken, as of {date_words(certification.as_of.isoformat())}."


def _facts(builder: AnswerBuilder, certification: Certification) -> List[Item]:
    marks = builder.cite(certification.sources)
    facts = [
        ("Vendor", f"{certification.vendor}, {certification.level} level"),
        ("Exam", ", ".join(certification.exam_codes)),
        ("Price", certification.price),
        ("Valid for", certification.validity),
        ("Note", certification.note),
        ("Checked", date_words(certification.as_of.isoformat())),
    ]
    return [Item(label=label, text=text, sources=marks) for label, text in facts if text]
