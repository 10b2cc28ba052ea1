"""Comparison: two or three roles on the same rows, or one role against its neighbours."""

from __future__ import annotations

from typing import Dict, List, Optional, Set

from advisor.answers.answer import Answer, Item, ListBlock, TableBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_BUTTONS, TOPIC_QUESTIONS, fill, money, time_words
from advisor.answers.question import Question
from advisor.answers.salary import DEFAULT_PLACE, latest_figures
from advisor.answers.section import answer_from_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import ALL_LEVELS, Figure, FigureKind, Outlook, Role, Topic

MOST_ROLES = 3
MOST_SKILLS = 8
NOT_KNOWN = "not known"
_PROXY_WORDS = {
    FigureKind.EMPLOYEE_SURVEY: "pay of {}",
    FigureKind.ADVERTISED_PAY: "adverts for '{}'",
    FigureKind.SELF_REPORTED: "answers under '{}'",
}


def answer_comparison(question: Question, base: KnowledgeBase) -> Answer:
    """Compares the roles of a question; one role alone is set against its neighbours."""
    if len(question.roles) < 2:
        return answer_from_section(question, base)
    builder = AnswerBuilder(question, base)
    roles = [base.roles[role] for role in question.roles[:MOST_ROLES]]
    builder.title = sentence_case(" and ".join((", ".join(role.title for role in roles[:-1]), roles[-1].title)))
    _tell_difference(builder, roles)
    builder.add(
        ListBlock(
            title="What they do",
            items=[
                Item(text=_with_title_in_bold(role), sources=builder.cite(role.summary.sources))
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


def _with_title_in_bold(role: Role) -> str:
    return role.summary.text.replace(role.title, f"**{role.title}**", 1)


def _tell_difference(builder: AnswerBuilder, roles: List[Role]) -> None:
    """Leads with what the file of one of two roles says on the other, where it does."""
    for role in roles if len(roles) == 2 else ():
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
    proxies: Dict[str, List[str]] = {}
    for kind, label in (
        (FigureKind.EMPLOYEE_SURVEY, "Median pay of employees"),
        (FigureKind.ADVERTISED_PAY, "Median advertised pay"),
        (FigureKind.SELF_REPORTED, "Median self-reported pay"),
    ):
        found = [_figures(base, role, place, kind) for role in roles]
        told = [figure for figures in found for figure in figures]
        if not told:
            continue
        newest = max(told, key=lambda figure: figure.as_of)
        sources += [figure.source for figure in told]
        for figure in told:
            if figure.occupation:
                proxies.setdefault(figure.role, []).append(_PROXY_WORDS[kind].format(figure.occupation))
        rows.append(
            [
                f"{label}, {base.places[place].name}, {time_words(newest)}, a year",
                *(_cell(figures, newest, base) for figures in found),
            ]
        )
    outlooks = [next(iter(base.outlooks_of(role.id)), None) for role in roles]
    latest = max(filter(None, outlooks), key=lambda outlook: outlook.as_of, default=None)
    if latest is not None:
        sources += [outlook.source for outlook in outlooks if outlook]
        rows.append(
            [
                f"Projected growth {_years(latest)}, {base.places[latest.place].name} "
                f"({latest.all_occupations_percent:g} % for all occupations)",
                *(_growth(outlook, latest) for outlook in outlooks),
            ]
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
        taken = "; ".join(f"{base.roles[role].names}: {', '.join(words)}" for role, words in proxies.items())
        builder.caution(f"Not every title has figures of its own. Taken here for {taken}.")
    # An occupation that is the role itself has no name of its own here; its numbers tell that it is the same.
    counted = [(outlook.place, outlook.employment_start, outlook.growth_percent) for outlook in outlooks if outlook]
    if len(set(counted)) < len(counted):
        builder.caution("Where official figures are the same, the titles are counted under one official occupation.")


def _figures(base: KnowledgeBase, role: Role, place: str, kind: FigureKind) -> List[Figure]:
    """The newest medians of a kind; several, where several occupations stand for a role."""
    over_all = base.figures_of(role.id, place, ALL_LEVELS)
    return latest_figures([figure for figure in over_all if figure.kind is kind and figure.median is not None])


def _cell(figures: List[Figure], newest: Figure, base: KnowledgeBase) -> str:
    amounts = [_amount(figure, newest, base) for figure in figures]
    if len(figures) > 1:
        amounts = [f"{figure.occupation}: {amount}" for figure, amount in zip(figures, amounts)]
    return "; ".join(amounts) or NOT_KNOWN


def _amount(figure: Figure, newest: Figure, base: KnowledgeBase) -> str:
    """A figure with the size of its sample, and with its time where that is not the one of the newest in the row."""
    unit = "adverts" if figure.kind is FigureKind.ADVERTISED_PAY else "answers"
    details = [f"{figure.sample_size:,} {unit}"] if figure.sample_size else []
    if time_words(figure) != time_words(newest):
        details.append(time_words(figure))
    return money(figure.median, figure.currency, base) + (f" ({', '.join(details)})" if details else "")


def _years(outlook: Outlook) -> str:
    return f"{outlook.start_year}-{outlook.end_year}"


def _growth(outlook: Optional[Outlook], newest: Outlook) -> str:
    """Growth, with its years where they are not the row's."""
    if outlook is None:
        return NOT_KNOWN
    years = f" ({_years(outlook)})" if _years(outlook) != _years(newest) else ""
    return f"{outlook.growth_percent:+g} %{years}"


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
