"""Freelancing: rates, each with what it rests on, and what the role file says."""

from __future__ import annotations

from advisor.answers.answer import Answer, Item, ListBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_TITLES, amounts_in_words, date_words, fill
from advisor.answers.question import Question
from advisor.answers.section import asked_group, offer_topics, say_not_written, tell_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import FigureKind, Topic

RATES = "rates"


def answer_freelance(question: Question, base: KnowledgeBase) -> Answer:
    """Answers whether and how a role is done freelance, with rates where there are any."""
    builder = AnswerBuilder(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[Topic.FREELANCE], base, question.roles[0]))
    section = builder.role.topics.freelance
    rates = [figure for figure in base.figures_of(builder.role.id) if figure.kind is FigureKind.FREELANCE_RATE]
    if rates and question.aspect in (None, RATES):
        builder.add(
            ListBlock(
                title="Rates",
                items=[
                    Item(
                        text=f"{sentence_case(amounts_in_words(rate, base))} (about {date_words(rate.as_of)}"
                        f"{'; ' + rate.note if rate.note else ''}).",
                        sources=builder.cite([rate.source]),
                    )
                    for rate in rates
                ],
            )
        )
    if section is not None:
        tell_section(builder, section)
        if asked_group(question, section) is not None and rates:
            builder.set_lead(section.lead.text, section.lead.sources)
    elif not rates:
        say_not_written(builder)
    offer_topics(builder)
    return builder.build()
