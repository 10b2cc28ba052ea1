"""Comparison: two or three roles on the same rows, or one role against its neighbours."""

from __future__ import annotations

from typing import Callable, List, Optional, Set

from advisor.answers.answer import Answer, Item, ListBlock, TableBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_BUTTONS, TOPIC_QUESTIONS, date_words, fill, money
from advisor.answers.question import Question
from advisor.answers.salary import DEFAULT_PLACE, latest_figures
from advisor.answers.section import answer_from_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Figure, FigureKind, Outlook, Role, Topic

MOST_ROLES = 3
MOST_SKILLS = 8


def answer_comparison(question: Question, base: KnowledgeBase) -> Answer:
    """Compares the roles of a question; one role alone is set against its neighbours."""
    if len(question.roles) < 2:
        return answer_from_section(question, base)
    builder = AnswerBuilder(question, base)
    roles = [base.roles[role] for role in question.roles[:MOST_ROLES]]
    builder.title = " and ".join(sentence_case(role.title) if index == 0 else role.title for index, role in enumerate(roles))
    _tell_difference(builder, roles)
    builder.add(
        ListBlock(
            title="What they do",
            items=[
                Item(label=sentence_case(role.title), text=role.summary.text, sources=builder.cite(role.summary.sources))
                for role in roles
                if role.summary
            ],
        )
    )
    _tell_skills(builder, roles)
    _tell_figures(builder, roles)
    _tell_education(builder, roles)
    for role in roles:
        builder.offer(
            f"{TOPIC_BUTTONS[Topic.HOW_TO_BECOME].replace('one', role.name)}",
            fill(TOPIC_QUESTIONS[Topic.HOW_TO_BECOME], base, role.id),
            Question(Topic.HOW_TO_BECOME, (role.id,)),
        )
    return builder.build()


def _tell_difference(builder: AnswerBuilder, roles: List[Role]) -> None:
    """Leads with what a role file says on the neighbour, where one does."""
    for role in roles:
        section = role.topics.comparison
        for group in section.groups if section else ():
            for point in group.points:
                if point.role in {other.id for other in roles if other is not role}:
                    builder.set_lead(point.text, point.sources)
                    return
    builder.set_lead("Here they are side by side, from the same sources.")


def _skills_of(role: Role, topics: "tuple[Topic, ...]") -> List[str]:
    found: List[str] = []
    for topic in topics:
        section = role.topics.get(topic)
        for group in section.groups if section else ():
            found += [point.skill for point in group.points if point.skill and point.skill not in found]
    return found


def _tell_skills(builder: AnswerBuilder, roles: List[Role]) -> None:
    base = builder.base
    skills = [_skills_of(role, (Topic.SKILLS, Topic.TOOLS)) for role in roles]
    if not all(skills):
        return
    shared: Set[str] = set(skills[0]).intersection(*skills[1:])

    def names(ids: List[str]) -> str:
        return ", ".join(base.skills[id_].name for id_ in ids[:MOST_SKILLS]) or "none in our lists"

    def sources(role: Role) -> List[str]:
        return role.topics.skills.lead.sources if role.topics.skills else []

    items = [
        Item(
            label="Shared",
            text=names([skill for skill in skills[0] if skill in shared]),
            sources=builder.cite([source for role in roles for source in sources(role)]),
        )
    ]
    for role, own in zip(roles, skills):
        others = set().union(*(other for other in skills if other is not own))
        items.append(
            Item(
                label=f"More for {role.names}",
                text=names([skill for skill in own if skill not in others]),
                sources=builder.cite(sources(role)),
            )
        )
    builder.add(ListBlock(title="Skills and tools", items=items))


def _tell_figures(builder: AnswerBuilder, roles: List[Role]) -> None:
    """Adds pay of the same kind in the same place, and outlook, a row each."""
    base = builder.base
    place = builder.question.place or DEFAULT_PLACE
    rows: List[List[str]] = []
    sources: List[str] = []
    proxies: List[str] = []

    def add_row(label: str, values: List[Optional[str]]) -> None:
        if any(values):
            rows.append([label, *(value or "not known" for value in values)])

    for kind, label in (
        (FigureKind.EMPLOYEE_SURVEY, "Median pay of employees"),
        (FigureKind.ADVERTISED_PAY, "Median advertised pay"),
        (FigureKind.SELF_REPORTED, "Median self-reported pay"),
    ):
        found = [_figure(base, role, place, kind) for role in roles]
        first = next((figure for figure in found if figure), None)
        if first is None:
            continue
        sources += [figure.source for figure in found if figure]
        proxies += [f"{role.names}: pay of {figure.occupation}" for role, figure in zip(roles, found) if figure and figure.occupation and kind is FigureKind.EMPLOYEE_SURVEY]
        add_row(
            f"{label}, {base.places[place].name}, {date_words(first.as_of)}, a year",
            [_amount(figure, base) for figure in found],
        )
    outlooks = [next(iter(base.outlooks_of(role.id)), None) for role in roles]
    newest = next((outlook for outlook in outlooks if outlook), None)
    if newest is not None:
        sources += [outlook.source for outlook in outlooks if outlook]
        add_row(
            f"Projected growth {newest.start_year}-{newest.end_year}, {base.places[newest.place].name} (all: {newest.all_occupations_percent:g} %)",
            [f"{outlook.growth_percent:+g} %" if outlook else None for outlook in outlooks],
        )
    if rows:
        builder.add(
            TableBlock(
                title="Pay and outlook",
                columns=["", *(sentence_case(role.title) for role in roles)],
                rows=rows,
                sources=builder.cite(list(dict.fromkeys(sources))),
            )
        )
    if proxies:
        builder.caution(f"Official statistics have no code of their own for every title. Taken here for {'; '.join(proxies)}.")
    occupations = [(outlook.occupation or role.title) for role, outlook in zip(roles, outlooks) if outlook]
    if len(set(occupations)) < len(occupations):
        builder.caution("Where the figures are the same, both titles are counted under one official occupation.")


def _figure(base: KnowledgeBase, role: Role, place: str, kind: FigureKind) -> Optional[Figure]:
    figures = [figure for figure in base.figures_of(role.id, place, "all") if figure.kind is kind and figure.median]
    return next(iter(latest_figures(figures)), None)


def _amount(figure: Optional[Figure], base: KnowledgeBase) -> Optional[str]:
    if figure is None:
        return None
    few = f" ({figure.sample_size:,})" if figure.sample_size else ""
    return f"{money(figure.median, figure.currency, base)}{few}"


def _tell_education(builder: AnswerBuilder, roles: List[Role]) -> None:
    items = [
        Item(
            label=sentence_case(role.title),
            text=role.topics.education.lead.text,
            sources=builder.cite(role.topics.education.lead.sources),
        )
        for role in roles
        if role.topics.education
    ]
    if items:
        builder.add(ListBlock(title="Education", items=items))
