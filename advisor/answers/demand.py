"""Outlook: official projections against all occupations, how they changed, and what is behind them."""

from __future__ import annotations

from advisor.answers.answer import Answer, Item, ListBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_TITLES, date_words, fill
from advisor.answers.question import Question
from advisor.answers.section import asked_group, offer_topics, say_not_written, tell_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Outlook, Topic


def answer_demand(question: Question, base: KnowledgeBase) -> Answer:
    """Answers how demand for a role is expected to develop."""
    builder = AnswerBuilder(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[Topic.DEMAND], base, question.roles[0]))
    section = builder.role.topics.demand
    outlooks = base.outlooks_of(builder.role.id)
    if outlooks and (section is None or asked_group(question, section) is None):
        items = [_item(builder, outlooks[0])]
        if len(outlooks) > 1:
            items.append(_earlier_item(builder, outlooks[0], outlooks[1]))
        builder.add(ListBlock(title="Official projection", items=items))
    if section is not None:
        tell_section(builder, section)
    elif outlooks:
        builder.set_lead(f"This is what the official projection says on {builder.role.names}.")
    else:
        say_not_written(builder)
    offer_topics(builder)
    return builder.build()


def growth_words(outlook: Outlook) -> str:
    """'growth of 34.6 %', 'a decline of 3.5 %'."""
    kind = "growth of" if outlook.growth_percent >= 0 else "a decline of"
    return f"{kind} {abs(outlook.growth_percent):g} %"


def _item(builder: AnswerBuilder, outlook: Outlook) -> Item:
    place = builder.base.places[outlook.place].name
    text = (
        f"**{sentence_case(growth_words(outlook))}** from {outlook.start_year} to {outlook.end_year} in {place}, "
        f"against {outlook.all_occupations_percent:g} % for all occupations"
    )
    if outlook.openings_per_year:
        text += f"; about {outlook.openings_per_year:,} openings a year, most of them to replace people who leave"
    text += f" (published {date_words(outlook.as_of)})."
    if outlook.occupation:
        text += f" There is no projection for this title: it is for {outlook.occupation}."
    if outlook.note:
        text += f" {sentence_case(outlook.note).rstrip('.')}."
    return Item(text=text, sources=builder.cite([outlook.source]))


def _earlier_item(builder: AnswerBuilder, newest: Outlook, earlier: Outlook) -> Item:
    text = (
        f"The release before said {earlier.growth_percent:g} % for {earlier.start_year} to {earlier.end_year}, "
        f"so the forecast went {'up' if newest.growth_percent > earlier.growth_percent else 'down'}."
        if newest.growth_percent != earlier.growth_percent
        else f"The release before said the same for {earlier.start_year} to {earlier.end_year}."
    )
    return Item(text=text, sources=builder.cite([earlier.source]))
