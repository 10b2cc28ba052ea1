"""Which pays more, which grows fastest: roles in the order of one official figure, of the same kind and place."""

from __future__ import annotations

from typing import List, Optional, Tuple

from advisor.answers.answer import Answer, TableBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import date_words, money
from advisor.answers.question import Question
from advisor.answers.salary import DEFAULT_PLACE, latest_figures
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Figure, FigureKind, Outlook, Topic

HIGHEST_PAY = "highest_pay"
FASTEST_GROWTH = "fastest_growth"
RANKINGS = (HIGHEST_PAY, FASTEST_GROWTH)
MOST_ROWS = 8


def is_ranking(question: Question) -> bool:
    """Whether a question asks for an order: over the roles it names, over all where it names none."""
    return question.aspect in RANKINGS and len(question.roles) != 1


def answer_ranking(question: Question, base: KnowledgeBase) -> Answer:
    """Orders roles by median pay of employees, or by projected growth; the figure is the same kind for all."""
    builder = AnswerBuilder(question, base)
    roles = list(question.roles) or list(base.roles)
    if question.aspect == HIGHEST_PAY:
        _tell_pay(builder, roles)
    else:
        _tell_growth(builder, roles)
    builder.caution("Where roles show the same figure, official statistics count them under one occupation.")
    for role in roles[:3] if question.roles else []:
        builder.offer(base.roles[role].title, f"What does {base.roles[role].name} do?", Question(Topic.RESPONSIBILITIES, (role,)))
    return builder.build()


def _tell_pay(builder: AnswerBuilder, roles: List[str]) -> None:
    base = builder.base
    found: List[Tuple[float, str, Figure]] = []
    for role in roles:
        figure = _official_pay(base, role)
        if figure is not None:
            found.append((figure.median, role, figure))
    found.sort(key=lambda entry: -entry[0])
    builder.title = "Pay, highest first"
    if not found:
        builder.set_lead("I have no pay figures of the same kind for these, so I can't put them in order honestly.")
        return
    newest = found[0][2]
    place = base.places[newest.place].name
    builder.set_lead(
        f"By the official median pay of employees in {place} ({date_words(newest.as_of)}), "
        f"**{base.roles[found[0][1]].names}** come first, at {money(found[0][0], newest.currency, base)} a year."
    )
    builder.add(
        TableBlock(
            columns=["Career", "Median a year", "Counted as"],
            rows=[
                [sentence_case(base.roles[role].title), money(value, figure.currency, base), figure.occupation or base.roles[role].names]
                for value, role, figure in found[:MOST_ROWS]
            ],
            sources=builder.cite([newest.source]),
        )
    )


def _official_pay(base: KnowledgeBase, role: str) -> Optional[Figure]:
    figures = [
        figure
        for figure in base.figures_of(role, DEFAULT_PLACE, "all")
        if figure.kind is FigureKind.EMPLOYEE_SURVEY and figure.median
    ]
    return next(iter(latest_figures(figures)), None)


def _tell_growth(builder: AnswerBuilder, roles: List[str]) -> None:
    base = builder.base
    found: List[Tuple[float, str, Outlook]] = []
    for role in roles:
        outlook = next(iter(base.outlooks_of(role)), None)
        if outlook is not None:
            found.append((outlook.growth_percent, role, outlook))
    found.sort(key=lambda entry: -entry[0])
    builder.title = "Projected growth, fastest first"
    if not found:
        builder.set_lead("I have no official projection for these, so I can't put them in order honestly.")
        return
    newest = found[0][2]
    builder.set_lead(
        f"By the official projection for {base.places[newest.place].name}, {newest.start_year} to {newest.end_year}, "
        f"**{base.roles[found[0][1]].names}** come first with {found[0][0]:+g} %; all occupations together grow by "
        f"{newest.all_occupations_percent:g} %."
    )
    builder.add(
        TableBlock(
            columns=["Career", "Growth", "Counted as"],
            rows=[
                [sentence_case(base.roles[role].title), f"{value:+g} %", outlook.occupation or base.roles[role].names]
                for value, role, outlook in found[:MOST_ROWS]
            ],
            sources=builder.cite([newest.source]),
        )
    )
