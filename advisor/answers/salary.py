"""Pay: figures by kind and place, told apart, with what each of them is."""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from advisor.answers.answer import Answer, AnswerFigure, FiguresBlock, Item, ListBlock, NamedId, TableBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import KIND_LABELS, PERIOD_WORDS, TOPIC_TITLES, amounts_in_words, date_words, fill, money
from advisor.answers.question import Question
from advisor.answers.section import asked_group, offer_topics, say_not_written
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Figure, FigureKind, Section, Topic

DEFAULT_PLACE = "united_states"
#: Figures of samples smaller than this are called few.
SMALL_SAMPLE = 30
MOST_CAVEATS = 3
#: The order in which kinds of figures are told: the firmest first.
KIND_ORDER = (
    FigureKind.EMPLOYEE_SURVEY,
    FigureKind.ADVERTISED_PAY,
    FigureKind.SELF_REPORTED,
    FigureKind.PUBLISHER_ESTIMATE,
)


def answer_salary(question: Question, base: KnowledgeBase) -> Answer:
    """Answers what a role pays, in the place and at the level asked for."""
    builder = AnswerBuilder(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[Topic.SALARY], base, question.roles[0]))
    section = builder.role.topics.salary
    group = asked_group(question, section) if section else None
    if group is not None:
        builder.say(section.lead)
        builder.add_group(group)
    else:
        _tell_figures(builder)
        _tell_caveats(builder, section)
    _offer_places(builder)
    if section and section.groups and group is None:
        aspect = base.aspects[section.groups[0].aspect]
        builder.offer(
            aspect.title, fill(aspect.question, base, builder.role.id), Question(Topic.SALARY, (builder.role.id,), aspect=aspect.id)
        )
    offer_topics(builder)
    return builder.build()


def _tell_caveats(builder: AnswerBuilder, section: Optional[Section]) -> None:
    """Adds those caveats of the section that are about a source which the answer uses."""
    told = set(builder.cited)
    fitting = [caveat for caveat in section.caveats if told.issuperset(caveat.sources)] if section else []
    for caveat in fitting[:MOST_CAVEATS]:
        builder.caution(caveat.text, caveat.sources)


def latest_figures(figures: List[Figure]) -> List[Figure]:
    """Keeps of figures that repeat over the years the newest only, the firmest kinds first.

    Publishers' estimates are all kept: they are different claims, not a series.
    """
    newest: Dict[Tuple, Figure] = {}
    kept: List[Figure] = []
    for figure in sorted(figures, key=lambda figure: figure.as_of, reverse=True):
        if figure.kind is FigureKind.PUBLISHER_ESTIMATE:
            kept.append(figure)
            continue
        series = (figure.kind, figure.occupation, figure.place, figure.level)
        if series not in newest:
            newest[series] = figure
            kept.append(figure)
    return sorted(kept, key=lambda figure: KIND_ORDER.index(figure.kind))


def _pay_figures(base: KnowledgeBase, role: str, place: Optional[str]) -> List[Figure]:
    return [figure for figure in base.figures_of(role, place) if figure.kind is not FigureKind.FREELANCE_RATE]


def _tell_figures(builder: AnswerBuilder) -> None:
    question, base = builder.question, builder.base
    place = question.place or DEFAULT_PLACE
    figures = _pay_figures(base, builder.role.id, place)
    if not figures:
        figures = _nearest_figures(builder, place)
        if not figures:
            say_not_written(builder)
            return
    if question.place is None:
        # Figures that name no country belong to no place that one could ask for.
        figures = figures + _pay_figures(base, builder.role.id, "world")
    everything = figures
    figures = _at_level(builder, figures)
    shown = latest_figures(figures)
    if not builder.lead:
        builder.set_lead(_lead(builder, shown))
    builder.add(FiguresBlock(title=_title(builder, figures), figures=[_answer_figure(builder, figure) for figure in shown]))
    if question.level is None:
        _tell_levels(builder, place)
        _tell_estimates(builder, [figure for figure in everything if figure not in figures])
    _tell_trend(builder, figures)


def _title(builder: AnswerBuilder, figures: List[Figure]) -> str:
    place = builder.base.places[figures[0].place].name
    level = f", {builder.base.levels[figures[0].level].name}" if figures[0].level != "all" else ""
    return f"{sentence_case(_without_article(place))}{level}"


def _without_article(place: str) -> str:
    return place[4:] if place.startswith("the ") else place


def _at_level(builder: AnswerBuilder, figures: List[Figure]) -> List[Figure]:
    """Narrows figures to the level asked for; without one, to those that cover all levels or that name none."""
    level = builder.question.level
    if level is None:
        return [figure for figure in figures if figure.level == "all"] or figures
    exact = [figure for figure in figures if figure.level == level]
    if exact:
        return exact
    name = builder.base.levels[level].name
    builder.set_lead(f"I have no figures there for {name} {builder.role.names} alone. This is what I have over all levels.")
    if any(figure.level == level for figure in _pay_figures(builder.base, builder.role.id, DEFAULT_PLACE)):
        place = builder.base.places[DEFAULT_PLACE].name
        builder.offer(
            f"{sentence_case(name)} in {place}",
            f"How much does {builder.role.name} earn at {name} in {place}?",
            Question(Topic.SALARY, (builder.role.id,), place=DEFAULT_PLACE, level=level),
        )
    return [figure for figure in figures if figure.level == "all"] or figures


def _nearest_figures(builder: AnswerBuilder, place: str) -> List[Figure]:
    """Figures of the nearest place that has any, with a word that they are not the place asked for."""
    base = builder.base
    asked = base.places[place]
    for other in [*asked.nearest, DEFAULT_PLACE, *base.places_with_figures(builder.role.id)]:
        figures = _pay_figures(base, builder.role.id, other)
        if figures:
            builder.set_lead(
                f"I have no pay figures for {builder.role.names} in {asked.name}. The nearest that I can show honestly "
                f"is {base.places[other].name}; pay does not carry over from one country to another."
            )
            return figures
    return []


def _lead(builder: AnswerBuilder, figures: List[Figure]) -> str:
    """Says in a sentence what follows, and that the sources disagree where they do."""
    place = builder.base.places[builder.question.place or DEFAULT_PLACE].name
    kinds = {figure.kind for figure in figures}
    who = f"{builder.base.levels[builder.question.level].name} {builder.role.names}" if builder.question.level else builder.role.names
    middles = [value for figure in figures if figure.period.value == "year" for value in [_middle(figure)] if value]
    start = f"For {who} in {place}, "
    if len(kinds) == 1 and len(figures) == 1:
        return f"{start}I have one figure; take it as a hint, not as an offer."
    if len(set(middles)) > 1 and len({figure.currency for figure in figures}) == 1:
        low, high = (money(value, figures[0].currency, builder.base) for value in (min(middles), max(middles)))
        return (
            f"{start}the sources put typical pay between {low} and {high} a year. "
            "They measure different things, so here they are side by side."
        )
    return f"{start}this is what the sources say."


def _middle(figure: Figure) -> Optional[float]:
    return figure.median or figure.mean or figure.estimate


def _answer_figure(builder: AnswerBuilder, figure: Figure) -> AnswerFigure:
    base = builder.base
    place = base.places[figure.place]
    details = [_where(figure, base), _time_words(figure)]
    if figure.level != "all":
        details.insert(0, base.levels[figure.level].name)
    if figure.sample_size is not None:
        unit = "adverts" if figure.kind is FigureKind.ADVERTISED_PAY else "answers"
        few = "only " if figure.sample_size < SMALL_SAMPLE else ""
        details.append(f"{few}{figure.sample_size:,} {unit}")
    text = f"{amounts_in_words(figure, base)} ({', '.join(details)})."
    if figure.occupation:
        text += f" The closest group counted: {figure.occupation}."
    if figure.note:
        text += f" {sentence_case(figure.note).rstrip('.')}."
    return AnswerFigure(
        label=KIND_LABELS[figure.kind],
        text=sentence_case(text),
        place=NamedId(id=place.id, name=place.name),
        level=figure.level,
        kind=figure.kind,
        currency=figure.currency,
        period=figure.period,
        low=figure.p10 if figure.p10 is not None else figure.low,
        lower_middle=figure.p25,
        middle=_middle(figure),
        upper_middle=figure.p75,
        high=figure.p90 if figure.p90 is not None else figure.high,
        sample_size=figure.sample_size,
        as_of=figure.as_of,
        sources=builder.cite([figure.source]),
    )


def _time_words(figure: Figure) -> str:
    if figure.since is not None:
        return f"{date_words(figure.since)} to {date_words(figure.as_of[:7])}"
    return date_words(figure.as_of)


def _tell_levels(builder: AnswerBuilder, place: str) -> None:
    """Adds advertised pay by level as a table, where there are at least two levels."""
    base = builder.base
    figures = latest_figures(
        [
            figure
            for figure in _pay_figures(base, builder.role.id, place)
            if figure.kind is FigureKind.ADVERTISED_PAY and figure.level != "all"
        ]
    )
    if len(figures) < 2:
        return
    order = list(base.levels)
    figures.sort(key=lambda figure: order.index(figure.level))
    rows = [
        [
            sentence_case(base.levels[figure.level].name),
            money(figure.median or 0, figure.currency, base),
            f"{money(figure.p25, figure.currency, base)} to {money(figure.p75, figure.currency, base)}"
            if figure.p25 and figure.p75
            else "",
            f"{figure.sample_size:,}" if figure.sample_size else "",
        ]
        for figure in figures
    ]
    newest = figures[0]
    builder.add(
        TableBlock(
            title=f"Advertised pay by level, {_without_article(base.places[place].name)}, {PERIOD_WORDS[newest.period]}, {_time_words(newest)}",
            columns=["Level", "Middle", "Half between", "Adverts"],
            rows=rows,
            sources=builder.cite(sorted({figure.source for figure in figures})),
        )
    )


def _tell_estimates(builder: AnswerBuilder, figures: List[Figure]) -> None:
    """Adds what publishers say of single levels, a line a source."""
    base = builder.base
    by_source: Dict[str, List[Figure]] = {}
    for figure in figures:
        if figure.kind is FigureKind.PUBLISHER_ESTIMATE:
            by_source.setdefault(figure.source, []).append(figure)
    items = [
        Item(
            text="; ".join(f"{base.levels[figure.level].name}: {amounts_in_words(figure, base)}" for figure in told)
            + f" ({_where(told[0], base)}, {date_words(told[0].as_of)}).",
            sources=builder.cite([source]),
        )
        for source, told in by_source.items()
    ]
    if items:
        builder.add(ListBlock(title="Older estimates by level, unverified", items=items))


def _where(figure: Figure, base: KnowledgeBase) -> str:
    return "no country named" if figure.place == "world" else _without_article(base.places[figure.place].name)


def _tell_trend(builder: AnswerBuilder, figures: List[Figure]) -> None:
    """Says how the official median has moved since the first year on file."""
    series = sorted(
        (figure for figure in figures if figure.kind is FigureKind.EMPLOYEE_SURVEY and figure.median and figure.level == "all"),
        key=lambda figure: figure.as_of,
    )
    if len(series) < 2 or builder.question.level is not None:
        return
    first, last = series[0], series[-1]
    change = (last.median / first.median - 1) * 100
    builder.caution(
        f"Trend: that survey's median was {money(first.median, first.currency, builder.base)} in {date_words(first.as_of)}; "
        f"to {date_words(last.as_of)} it {'rose' if change >= 0 else 'fell'} by {abs(change):.0f} %, before inflation.",
        [first.source, last.source],
    )


def _offer_places(builder: AnswerBuilder) -> None:
    base = builder.base
    shown = builder.question.place or DEFAULT_PLACE
    others = [place for place in base.places_with_figures(builder.role.id) if place != shown]
    for place in others[:2]:
        name = base.places[place].name
        builder.offer(
            f"In {name}",
            f"How much does {builder.role.name} earn in {name}?",
            Question(Topic.SALARY, (builder.role.id,), place=place, level=builder.question.level),
        )
