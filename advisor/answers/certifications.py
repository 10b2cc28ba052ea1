"""Certifications: those that fit a role, or the standing of the ones that are named."""

from __future__ import annotations

from typing import List

from advisor.answers.answer import Answer, Item, ListBlock
from advisor.answers.builder import AnswerBuilder
from advisor.answers.phrasing import TOPIC_QUESTIONS, date_words, fill
from advisor.answers.question import Question
from advisor.answers.section import answer_from_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Certification, CertificationStatus, Role, Topic

#: Roles whose certifications are offered after one that was asked for by itself.
MOST_ROLES = 2


def answer_certifications(question: Question, base: KnowledgeBase) -> Answer:
    """Answers from the certifications that are named, else from the role's section."""
    if not question.certifications:
        return answer_from_section(question, base)
    builder = AnswerBuilder(question, base)
    named = [base.certifications[certification] for certification in question.certifications]
    builder.title = named[0].name if len(named) == 1 else "These certifications"
    sources = list(dict.fromkeys(source for certification in named for source in certification.sources))
    builder.set_lead(" ".join(_verdict(certification, base) for certification in named), sources)
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
    roles = question.roles[:1]
    if not roles and not any(certification.successor for certification in named):
        roles = _roles_nearest_to(named[0], base)[:MOST_ROLES]
    for role in roles:
        builder.offer(
            f"Others for {base.roles[role].names}",
            fill(TOPIC_QUESTIONS[Topic.CERTIFICATIONS], base, role),
            Question(Topic.CERTIFICATIONS, (role,)),
        )
    return builder.build()


def _roles_nearest_to(certification: Certification, base: KnowledgeBase) -> "tuple[str, ...]":
    """Ids of the roles that name a certification, those that put it first before others; else any roles."""
    named = {role.id: _named_by(role) for role in base.roles.values()}
    nearest = [role for role, certifications in named.items() if certification.id in certifications]
    return tuple(sorted(nearest, key=lambda role: named[role].index(certification.id)) or base.roles)


def _named_by(role: Role) -> List[str]:
    section = role.topics.certifications
    points = [point for group in section.groups for point in group.points] if section else []
    return [point.certification for point in points if point.certification]


def _verdict(certification: Certification, base: KnowledgeBase) -> str:
    """The one thing to know first: can it still be taken?"""
    if certification.status is CertificationStatus.RETIRED:
        retired_on = date_words(certification.retired_on.isoformat())
        text = f"**{certification.name}** was retired on {retired_on}, so don't plan for it."
        if certification.successor:
            text += f" Its successor is {base.certifications[certification.successor].name}."
        return text
    if certification.status is CertificationStatus.UNCLEAR:
        return (
            f"The standing of **{certification.name}** is unclear: "
            f"check with {certification.vendor} before you pay for anything."
        )
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
