"""Freelancing: rates, each with what it rests on, and what the role file says."""

from __future__ import annotations

from typing import List, Optional

from advisor.answers.answer import Answer, Item, ListBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_TITLES, amounts_in_words, date_words, fill
from advisor.answers.question import Question
from advisor.answers.section import (
    offer_aspects,
    offer_topics,
    say_not_written,
    tell_caveat_on_aspect,
    tell_section,
    title_by_aspect,
)
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Figure, FigureKind, Group, Period, Section, Topic

RATES = "rates"
#: The order of rates: people ask for them by the hour.
_PERIODS = (Period.HOUR, Period.DAY, Period.MONTH, Period.YEAR)


def answer_freelance(question: Question, base: KnowledgeBase) -> Answer:
    """Answers whether and how a role is done freelance, with rates where there are any."""
    builder = AnswerBuilder(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[Topic.FREELANCE], base, question.roles[0]))
    section = builder.role.topics.freelance
    group = _rates_group(section)
    rates = [figure for figure in base.figures_of(builder.role.id) if figure.kind is FigureKind.FREELANCE_RATE]
    if rates and question.aspect in (None, RATES):
        _tell_rates(builder, rates, group)
    if rates and question.aspect == RATES:
        title_by_aspect(builder, RATES)
        if section is not None:
            tell_caveat_on_aspect(builder, section)
            offer_aspects(builder, section)
    elif section is not None:
        tell_section(builder, _without(section, group) if rates and question.aspect is None else section)
    elif not rates:
        say_not_written(builder)
    offer_topics(builder)
    return builder.build()


def _rates_group(section: Optional[Section]) -> Optional[Group]:
    return next((group for group in section.groups if group.aspect == RATES), None) if section else None


def _without(section: Section, group: Optional[Group]) -> Section:
    return section.copy(update={"groups": [other for other in section.groups if other is not group]})


def _tell_rates(builder: AnswerBuilder, rates: List[Figure], group: Optional[Group]) -> None:
    """Adds the rates and what is said about them as one list."""
    items = [
        Item(text=_rate_in_words(rate, builder.base), sources=builder.cite([rate.source]))
        for rate in sorted(rates, key=lambda rate: _PERIODS.index(rate.period))
    ]
    items += [builder.item(point) for point in group.points] if group else []
    builder.add(ListBlock(title=builder.base.aspects[RATES].title, items=items))


def _rate_in_words(rate: Figure, base: KnowledgeBase) -> str:
    note = f"; {rate.note}" if rate.note else ""
    return f"{sentence_case(amounts_in_words(rate, base))} (about {date_words(rate.as_of)}{note})."
